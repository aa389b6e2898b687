"""Forms and who is asked for them, for lists and pages. Written only by `projection.project`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.Model):
    """A form or report asked for, `times` a year, taking about `minutes` each time."""

    class State(models.TextChoices):
        ACTIVE = "active", _("在用")
        RETIRED = "retired", _("已停用")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    unit_name = models.CharField(max_length=200)
    document = models.CharField(max_length=100)
    minutes = models.IntegerField()
    times = models.IntegerField()
    fields = models.JSONField()
    retires = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=8, choices=State)
    asked_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    position = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "matter"], name="one_row_a_form")]
        indexes = [models.Index(fields=["ledger", "state"], name="form_by_state")]

    def __str__(self) -> str:
        return f"{self.matter} {self.title}"


class Asked(models.Model):
    """A unit that is asked for a form."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    unit = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "matter", "unit"], name="one_row_an_asked")]
        indexes = [models.Index(fields=["ledger", "unit"], name="asked_by_unit")]

    def __str__(self) -> str:
        return f"{self.matter} {self.unit_name}"


class Filling(models.Model):
    """How long a unit really took."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    instance = models.CharField(max_length=10)
    unit_name = models.CharField(max_length=200)
    minutes = models.IntegerField()
    filled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "matter", "instance"], name="one_row_a_filling")
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.instance}"
