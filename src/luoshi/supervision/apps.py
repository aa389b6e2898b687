from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "luoshi.supervision"
    label = "supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from luoshi.ledger import projections
        from luoshi.supervision import events, projection
        from luoshi.supervision.models import Lead, Survey

        projections.register(
            "supervision", kinds=events.KINDS, matters=(events.MATTER,), tables=(Lead, Survey),
            project=projection.project,
        )  # fmt: skip
