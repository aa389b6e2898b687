from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class WebConfig(AppConfig):
    name = "luoshi.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Static files are served from the packages; the folder for collected ones need only be there.
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
