"""What the rules found, stored so that lists and pages read it and never compute it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.monitor.counted import Tally

__all__ = ["Card", "Clock", "Prompt", "Rung", "Setting", "Tally", "Task", "Wake", "Watermark"]


class Clock(models.Model):
    """One running or finished time limit (时限) of a matter: the stored result of `time_limit`.

    Overdue is not a flag: it is `due_at <= moment` while `met_at` is empty.
    """

    class Grade(models.TextChoices):
        STATUTORY = "statutory", _("法定时限")
        PROMISE = "promise", _("承诺时限")
        STEP = "step", _("环节时限")
        FOLLOW_UP = "follow_up", _("后续时限")
        SOURCE = "source", _("来源时限")

    class State(models.TextChoices):
        RUNNING = "running", _("计时中")
        PAUSED = "paused", _("暂停")
        MET = "met", _("按期")
        LATE = "late", _("超期办结")

    class Light(models.TextChoices):
        GREEN = "green", _("正常")
        BLUE = "blue", _("提示")
        YELLOW_WARNING = "yellow_warning", _("预警")
        YELLOW_CARD = "yellow_card", _("黄牌")
        RED_CARD = "red_card", _("红牌")
        OVERDUE = "overdue", _("超时")
        STOPPED = "stopped", _("停表")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    clock = models.CharField(max_length=100)
    instance = models.CharField(max_length=100, blank=True)
    grade = models.CharField(max_length=12, choices=Grade)
    unit = models.CharField(max_length=200, blank=True)
    item = models.CharField(max_length=200, blank=True)
    law = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    started_on = models.DateField()
    amount = models.IntegerField(null=True)
    per = models.CharField(max_length=20, blank=True)
    extended = models.IntegerField(default=0)
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    met_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State)
    light = models.CharField(max_length=15, choices=Light)
    paused_days = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "matter", "clock", "instance"], name="one_row_a_clock")
        ]
        indexes = [
            models.Index(
                fields=["ledger", "next_at"], name="clock_next", condition=models.Q(next_at__isnull=False)
            ),
            models.Index(
                fields=["ledger", "due_at"], name="clock_open_due", condition=models.Q(met_at__isnull=True)
            ),
            models.Index(fields=["ledger", "unit", "clock"], name="clock_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.clock} {self.instance}".strip()


class Rung(models.Model):
    """What was issued on one rung of the ladder for one clock: at most once, by the unique row."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    clock = models.CharField(max_length=100)
    instance = models.CharField(max_length=100, blank=True)
    rung = models.CharField(max_length=20)
    unit = models.CharField(max_length=200, blank=True)
    item = models.CharField(max_length=200, blank=True)
    issued_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    position = models.BigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.rung} {self.matter} {self.clock}"


class Card(Rung):
    """A yellow or red card, or an escalation of one (牌). A card is a lead, never a verdict."""

    class State(models.TextChoices):
        ISSUED = "issued", _("已发出")
        APPEALED = "appealed", _("申诉中")
        UPHELD = "upheld", _("已维持")
        WITHDRAWN = "withdrawn", _("已撤回")

    colour = models.CharField(max_length=10)
    state = models.CharField(max_length=12, choices=State, default=State.ISSUED)
    issued_by = models.CharField(max_length=200, blank=True)
    notified_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    appealed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "matter", "clock", "instance", "rung"], name="one_card_a_rung"
            )
        ]
        indexes = [
            models.Index(fields=["ledger", "-issued_at"], name="card_by_issue"),
            models.Index(fields=["ledger", "unit", "-issued_at"], name="card_by_unit"),
            models.Index(fields=["ledger", "position"], name="card_by_position"),
            models.Index(
                fields=["ledger", "issued_at"],
                name="card_untold",
                condition=models.Q(notified_at__isnull=True),
            ),
            models.Index(
                fields=["ledger", "appealed_at"], name="card_appealed", condition=models.Q(state="appealed")
            ),
        ]


class Prompt(Rung):
    """A blue prompt or yellow warning: a reminder before anything is broken."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "matter", "clock", "instance", "rung"], name="one_prompt_a_rung"
            )
        ]
        indexes = [models.Index(fields=["ledger", "-issued_at"], name="prompt_by_issue")]


class Task(models.Model):
    """Something a person must look at because the rules alone cannot settle it."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    unit = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=100)
    opened_at = models.DateTimeField()
    position = models.BigIntegerField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "position"], name="one_task_an_entry")]

    def __str__(self) -> str:
        return f"{self.reason} {self.matter}"


class Wake(models.Model):
    """The next moment at which something other than a clock's rung arises in a matter by itself."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "matter"], name="one_wake_a_matter")]
        indexes = [models.Index(fields=["ledger", "at"], name="wake_next")]

    def __str__(self) -> str:
        return f"{self.matter} {self.at}"


class Watermark(models.Model):
    """Up to which moment every due rung of a ledger has been swept. Changed only under the head lock."""

    ledger = models.CharField(max_length=40, primary_key=True)
    swept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.ledger} {self.swept_at}"


class Setting(models.Model):
    """A dated setting of this office: the day it went live, or its own value of a threshold. Set by an entry."""

    ledger = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    value = models.CharField(max_length=200)
    since = models.DateField()
    begins_at = models.DateTimeField(null=True)
    position = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "name", "since"], name="one_setting_a_day")]

    def __str__(self) -> str:
        return f"{self.name}={self.value} since {self.since}"

    @property
    def number(self) -> int:
        return int(self.value)
