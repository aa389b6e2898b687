from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "luoshi.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from luoshi.catalogue import events, projection
        from luoshi.catalogue.models import Item, ItemVersion
        from luoshi.ledger import projections

        projections.register(
            "catalogue", kinds=events.KINDS, matters=(events.MATTER,), tables=(Item, ItemVersion),
            project=projection.project,
        )  # fmt: skip
