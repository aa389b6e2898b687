"""Inspections as they stand, for lists and pages. Written only by `projection.project`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.inspections.records import Campaign, Member, Problem, Rectification, Research, Sample, SampleItem

__all__ = [
    "Campaign", "Finding", "Inspection", "Member", "Problem", "Rectification", "Research", "Review", "Sample",
    "SampleItem", "Target",
]  # fmt: skip


class Inspection(models.Model):
    """One inspection. Those inspected see nothing of it before it has begun."""

    class Sort(models.TextChoices):
        COMPREHENSIVE = "comprehensive", _("综合督查")
        SPECIAL = "special", _("专项督查")
        INCIDENT = "incident", _("事件调查")
        DAILY = "daily", _("日常督办")
        CLUE = "clue", _("线索核查")

    class Pattern(models.TextChoices):
        REPEATED = "repeated", _("反复查")
        FOCUSED = "focused", _("重点查")
        SPECIAL = "special", _("专项查")

    class State(models.TextChoices):
        PLANNED = "planned", _("待开始")
        BEGUN = "begun", _("督查中")
        CONCLUDED = "concluded", _("已作结论")
        CLOSED = "closed", _("已办结")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    topic = models.CharField(max_length=200)
    sort = models.CharField(max_length=14, choices=Sort)
    pattern = models.CharField(max_length=10, choices=Pattern)
    document = models.CharField(max_length=100)
    leader = models.CharField(max_length=100, blank=True)
    lead = models.CharField(max_length=200)
    scope = models.CharField(max_length=2000, blank=True)
    unit_name = models.CharField(max_length=200, blank=True)
    on = models.DateField(null=True)
    until = models.DateField(null=True)
    campaign = models.CharField(max_length=40, blank=True)
    origin = models.CharField(max_length=20, blank=True)
    of = models.CharField(max_length=200, blank=True)
    every = models.IntegerField()
    next_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State)
    planned_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    conclusion = models.CharField(max_length=2000, blank=True)
    published_at = models.DateTimeField(null=True)
    looked_back_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    findings = models.IntegerField()
    position = models.BigIntegerField()
    told = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "matter"], name="one_row_an_inspection")]
        indexes = [
            models.Index(fields=["ledger", "state", "on"], name="inspection_by_state"),
            models.Index(fields=["ledger", "campaign"], name="inspection_by_campaign"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.topic}"


class Target(models.Model):
    """A body inspected (督查对象): when the conclusion was served on it, and until when it may ask for review."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    unit = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=200)
    served_at = models.DateTimeField(null=True)
    ask_until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "matter", "unit"], name="one_row_a_target")]
        indexes = [models.Index(fields=["ledger", "unit"], name="target_by_unit")]

    def __str__(self) -> str:
        return f"{self.matter} {self.unit_name}"


class Finding(models.Model):
    """Something found at a body, with its pieces of evidence."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    instance = models.CharField(max_length=10)
    unit = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=200)
    text = models.CharField(max_length=2000)
    found_at = models.DateTimeField()
    found_by = models.CharField(max_length=200)
    attachments = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "matter", "instance"], name="one_row_a_finding")
        ]
        indexes = [models.Index(fields=["ledger", "unit"], name="finding_by_unit")]

    def __str__(self) -> str:
        return f"{self.matter} {self.instance}"


class Review(models.Model):
    """A body contests the conclusion (复核): decided within thirty days by somebody who took no part."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("维持")
        CHANGED = "changed", _("变更")
        WITHDRAWN = "withdrawn", _("撤销")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    instance = models.CharField(max_length=10)
    unit = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    reason = models.CharField(max_length=2000)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = models.CharField(max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "matter", "instance"], name="one_row_a_review")
        ]
        indexes = [models.Index(fields=["ledger", "decided_at"], name="review_open")]

    def __str__(self) -> str:
        return f"{self.matter} {self.instance}"
