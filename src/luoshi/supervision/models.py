"""Leads and survey runs as they stand, for lists and pages. Written only by `projection.project`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Lead(models.Model):
    """One subject of one measure that stands out (线索), with the arithmetic it rests on. Never a verdict."""

    class State(models.TextChoices):
        OPEN = "open", _("待核查")
        REVIEWED = "reviewed", _("已核查")
        SUPERSEDED = "superseded", _("不再成立")

    class Outcome(models.TextChoices):
        EXPLAINED = "explained", _("有合理解释")
        REFERRED = "referred", _("转入核查办理")
        DATA = "data", _("数据有误")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    survey = models.CharField(max_length=40)
    measure = models.CharField(max_length=40)
    unit = models.CharField(max_length=200, blank=True)
    item = models.CharField(max_length=200, blank=True)
    of = models.CharField(max_length=200, blank=True)
    n = models.IntegerField()
    effect = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    p = models.FloatField()
    q = models.FloatField()
    version = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=State)
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    entries = models.IntegerField()
    position = models.BigIntegerField()
    told = models.JSONField()

    class Meta:
        db_table = "monitor_lead"
        constraints = [models.UniqueConstraint(fields=["ledger", "matter"], name="one_row_a_lead")]
        indexes = [
            models.Index(fields=["ledger", "state", "-found_at"], name="lead_by_state"),
            models.Index(fields=["ledger", "unit"], name="lead_by_unit"),
        ]

    def __str__(self) -> str:
        return self.matter


class Survey(models.Model):
    """One run over all cases: what was measured, of what there was too little, and what came of it."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    at = models.DateTimeField()
    measured = models.IntegerField()
    few = models.IntegerField()
    leads = models.IntegerField()
    position = models.BigIntegerField()
    told = models.JSONField()

    class Meta:
        db_table = "monitor_survey"
        constraints = [models.UniqueConstraint(fields=["ledger", "position"], name="one_row_a_survey")]
        indexes = [models.Index(fields=["ledger", "-at"], name="survey_by_time")]

    def __str__(self) -> str:
        return f"{self.at} {self.leads}"
