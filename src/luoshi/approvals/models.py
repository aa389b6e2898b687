"""The present state of each matter, for lists and forms. Written only by `projection.project`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Matter(models.Model):
    """One approval matter (办件). State words are the law's own."""

    class State(models.TextChoices):
        RECEIVED = "received", _("已收件")
        NOTIFIED = "notified", _("已告知补正")
        ACCEPTED = "accepted", _("已受理")
        DEEMED_ACCEPTED = "deemed_accepted", _("视为受理")
        REFUSED = "refused", _("不予受理")
        DECIDED = "decided", _("已决定")
        DELIVERED = "delivered", _("已送达")
        WITHDRAWN = "withdrawn", _("已撤回")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    source = models.CharField(max_length=100, blank=True)
    source_id = models.CharField(max_length=200, blank=True)
    item = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    law = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=20, choices=State)
    received_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    last_at = models.DateTimeField()
    last_position = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "matter"], name="one_row_a_matter")]
        indexes = [
            models.Index(fields=["ledger", "unit", "-received_at"], name="matter_by_unit"),
            models.Index(fields=["ledger", "-received_at"], name="matter_by_receipt"),
            models.Index(fields=["ledger", "-ended_at"], name="matter_by_end"),
            models.Index(fields=["source_id"], name="matter_by_source_id"),
        ]

    def __str__(self) -> str:
        return self.matter
