from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "luoshi.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from luoshi.ledger import projections
        from luoshi.meetings import events, projection

        projections.register(
            "meetings",
            kinds=events.KINDS,
            matters=events.MATTERS,
            tables=projection.TABLES,
            project=projection.project,
        )
