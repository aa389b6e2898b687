from django.apps import AppConfig


class MonitorConfig(AppConfig):
    name = "luoshi.monitor"
    label = "monitor"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from luoshi.monitor import events  # noqa: F401 — declares the kinds
