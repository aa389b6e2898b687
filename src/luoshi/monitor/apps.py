from django.apps import AppConfig


class MonitorConfig(AppConfig):
    name = "luoshi.monitor"
    label = "monitor"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from luoshi.law.event import EVENTS

        EVENTS.told_in("luoshi.monitor.events")
