from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "luoshi.org"
    label = "org"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from luoshi.ledger import projections
        from luoshi.org import events, projection

        projections.register(
            "org", kinds=events.KINDS, matters=(events.POST, events.OFFICER), tables=projection.TABLES,
            project=projection.project,
        )  # fmt: skip
