from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "luoshi.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from luoshi.documents import projection
        from luoshi.documents.models import Numbering, Owed, Paper
        from luoshi.ledger import projections

        projections.register(
            "documents",
            kinds=projection.OF_KINDS,
            tables=(Paper, Owed, Numbering),
            project=projection.project,
        )
