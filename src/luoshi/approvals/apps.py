from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "luoshi.approvals"
    label = "approvals"
    default_auto_field = "django.db.models.BigAutoField"
