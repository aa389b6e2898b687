from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "luoshi.approvals"
    label = "approvals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from luoshi.approvals import events, waiting  # declares the kinds
        from luoshi.ledger import projections

        projections.register(
            "approvals", kinds=("approvals.", "clocks."), tables=waiting.TABLES, project=waiting.project
        )
        assert events.ACTS
