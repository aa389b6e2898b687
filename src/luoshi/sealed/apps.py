from django.apps import AppConfig


class SealedConfig(AppConfig):
    name = "luoshi.sealed"
    label = "sealed"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from luoshi.sealed import events  # declares the kind

        assert events.CODE_GIVEN
