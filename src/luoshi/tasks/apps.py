from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "luoshi.tasks"
    label = "tasks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from luoshi.ledger import projections
        from luoshi.tasks import events, projection

        projections.register(
            "tasks", kinds=events.KINDS, matters=(events.TASK, events.SOURCE), tables=projection.TABLES,
            project=projection.project,
        )  # fmt: skip
