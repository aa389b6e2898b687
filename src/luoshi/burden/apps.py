from django.apps import AppConfig


class BurdenConfig(AppConfig):
    name = "luoshi.burden"
    label = "burden"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from luoshi.burden import events, projection
        from luoshi.ledger import projections

        projections.register(
            "burden",
            kinds=events.KINDS,
            matters=(events.FORM,),
            tables=projection.TABLES,
            project=projection.project,
        )
