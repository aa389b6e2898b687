from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "luoshi.approvals"
    label = "approvals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from luoshi.approvals import events  # noqa: F401 — declares the kinds
