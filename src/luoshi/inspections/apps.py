from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "luoshi.inspections"
    label = "inspections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from luoshi.inspections import events, projection
        from luoshi.ledger import projections

        projections.register(
            "inspections", kinds=events.KINDS, matters=events.MATTERS, tables=projection.TABLES,
            project=projection.project,
        )  # fmt: skip
