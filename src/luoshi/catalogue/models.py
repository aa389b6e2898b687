"""Items of service and their versions. Written only by `projection.project`."""

from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.catalogue.definition import Definition, Material, Step
from luoshi.law.period import Period


class Item(models.Model):
    """An item of service (事项) by its implementation code (实施编码), as its latest version names it."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    code = models.CharField(max_length=100)
    name = models.CharField(max_length=300)
    unit = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=200, blank=True)
    version = models.IntegerField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "code"], name="one_row_an_item")]
        indexes = [models.Index(fields=["ledger", "unit"], name="item_by_unit")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ItemVersion(models.Model):
    """One publication of an item, in force from `since` until before `until`. `told` is its whole definition."""

    class Kind(models.TextChoices):
        INSTANT = "instant", _("即办件")
        PROMISED = "promised", _("承诺件")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    code = models.CharField(max_length=100)
    version = models.IntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    name = models.CharField(max_length=300)
    unit = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    disclosed = models.IntegerField()
    published_at = models.DateTimeField()
    position = models.BigIntegerField()
    told = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "code", "version"], name="one_row_a_version")
        ]
        indexes = [models.Index(fields=["ledger", "unit", "kind"], name="version_by_unit")]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @cached_property
    def definition(self) -> Definition:
        return Definition.from_payload(self.told)

    @property
    def statutory(self) -> Period | None:
        return self.definition.statutory

    @property
    def promise(self) -> Period | None:
        return self.definition.promise

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.definition.steps

    @property
    def materials(self) -> tuple[Material, ...]:
        return self.definition.materials
