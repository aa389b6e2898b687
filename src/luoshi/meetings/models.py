"""Meetings and issues as they stand, for lists and pages. Written only by `projection.project`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Meeting(models.Model):
    """A joint meeting; `members`, `present` and `absent` are names of units, `issues` matters."""

    class State(models.TextChoices):
        CONVENED = "convened", _("已召集")
        HELD = "held", _("已召开")
        MINUTED = "minuted", _("已出纪要")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    on = models.DateField()
    unit_name = models.CharField(max_length=200, blank=True)
    members = models.JSONField()
    issues = models.JSONField()
    present = models.JSONField()
    absent = models.JSONField()
    state = models.CharField(max_length=10, choices=State)
    convened_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)
    minuted_at = models.DateTimeField(null=True)
    minutes = models.TextField(blank=True)
    document = models.CharField(max_length=100, blank=True)
    position = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "matter"], name="one_row_a_meeting")]
        indexes = [models.Index(fields=["ledger", "-on"], name="meeting_by_day")]

    def __str__(self) -> str:
        return f"{self.matter} {self.title}"


class Issue(models.Model):
    """An issue: why it came up, at which meetings it was, what came of it."""

    class Cause(models.TextChoices):
        REPEAT_RED = "repeat_red", _("重复红牌")
        DISPUTE = "dispute", _("未决争议")
        RECTIFICATION = "rectification_overdue", _("整改逾期")
        OTHER = "other", _("其他")

    class State(models.TextChoices):
        RAISED = "raised", _("待上会")
        TABLED = "tabled", _("已上会")
        DEFERRED = "deferred", _("未议定")
        DECIDED = "decided", _("已议定")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    cause = models.CharField(max_length=24, choices=Cause)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=100, blank=True)
    unit_name = models.CharField(max_length=200, blank=True)
    of = models.JSONField()
    text = models.CharField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=State)
    meeting = models.CharField(max_length=40, blank=True)
    discussed = models.IntegerField()
    deferrals = models.IntegerField()
    raised_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    position = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "matter"], name="one_row_an_issue")]
        indexes = [
            models.Index(fields=["ledger", "state", "raised_at"], name="issue_by_state"),
            models.Index(fields=["ledger", "unit"], name="issue_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.title}"


class Decision(models.Model):
    """What was decided: which unit does what by when, and the task it became."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    instance = models.CharField(max_length=10)
    meeting = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=200)
    until = models.DateField()
    text = models.CharField(max_length=2000, blank=True)
    decided_at = models.DateTimeField()
    task = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "matter", "instance"], name="one_row_a_decision")
        ]
        indexes = [
            models.Index(fields=["ledger", "meeting"], name="decision_by_meeting"),
            models.Index(fields=["ledger", "task"], name="decision_by_task"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.title}"
