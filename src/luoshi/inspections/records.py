"""What comes of inspections and stands beside them: rectifications, campaigns, samples, research."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rectification(models.Model):
    """An issue that a body puts right by a day, to a standard, verified by another unit (整改单)."""

    class State(models.TextChoices):
        OPEN = "open", _("整改中")
        CLAIMED = "claimed", _("待核验")
        RETURNED = "returned", _("退回整改")
        VERIFIED = "verified", _("整改到位")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    inspection = models.CharField(max_length=40, blank=True)
    instance = models.CharField(max_length=10, blank=True)
    unit = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=200)
    issue = models.CharField(max_length=200)
    standard = models.CharField(max_length=2000)
    first_until = models.DateField()
    until = models.DateField()
    verifier = models.CharField(max_length=100)
    verifier_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State)
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=200)
    extensions = models.IntegerField()
    claims = models.IntegerField()
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=200, blank=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.CharField(max_length=200, blank=True)
    text = models.CharField(max_length=2000, blank=True)
    position = models.BigIntegerField()

    class Meta:
        app_label = "inspections"
        constraints = [models.UniqueConstraint(fields=["ledger", "matter"], name="one_row_a_rectification")]
        indexes = [
            models.Index(fields=["ledger", "state", "until"], name="rectification_by_state"),
            models.Index(fields=["ledger", "unit", "until"], name="rectification_by_unit"),
            models.Index(fields=["ledger", "inspection"], name="rectification_by_inspection"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.issue}"


class Campaign(models.Model):
    """A campaign (专项行动): what it gathers, and the public report it ends with."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    document = models.CharField(max_length=100)
    since = models.DateField()
    until = models.DateField()
    opened_at = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)
    report = models.CharField(max_length=2000, blank=True)
    position = models.BigIntegerField()

    class Meta:
        app_label = "inspections"
        constraints = [models.UniqueConstraint(fields=["ledger", "matter"], name="one_row_a_campaign")]

    def __str__(self) -> str:
        return f"{self.matter} {self.title}"


class Member(models.Model):
    """A matter gathered by a campaign."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    of = models.CharField(max_length=200)

    class Meta:
        app_label = "inspections"
        constraints = [models.UniqueConstraint(fields=["ledger", "matter", "of"], name="one_row_a_member")]
        indexes = [models.Index(fields=["ledger", "of"], name="member_by_matter")]

    def __str__(self) -> str:
        return f"{self.matter} {self.of}"


class Sample(models.Model):
    """An independent sample of the write-offs of a body over a span of days."""

    class State(models.TextChoices):
        OPEN = "open", _("抽查中")
        SOUND = "sound", _("未见虚假")
        FALSIFIED = "falsified", _("发现虚假销号")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    unit = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField()
    seed = models.CharField(max_length=64)
    at_position = models.BigIntegerField()
    share = models.IntegerField()
    population = models.IntegerField()
    state = models.CharField(max_length=10, choices=State)
    drawn_at = models.DateTimeField()
    concluded_at = models.DateTimeField(null=True)
    position = models.BigIntegerField()

    class Meta:
        app_label = "inspections"
        constraints = [models.UniqueConstraint(fields=["ledger", "matter"], name="one_row_a_sample")]
        indexes = [models.Index(fields=["ledger", "unit", "since"], name="sample_by_unit")]

    def __str__(self) -> str:
        return f"{self.matter} {self.unit_name}"


class SampleItem(models.Model):
    """One write-off drawn, in the order in which it is looked at."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    of = models.CharField(max_length=200)
    instance = models.CharField(max_length=20)
    n = models.IntegerField()
    repeated = models.BooleanField()
    outcome = models.CharField(max_length=5, blank=True)
    text = models.CharField(max_length=2000, blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "inspections"
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "matter", "of", "instance"], name="one_row_a_sample_item"
            )
        ]
        indexes = [models.Index(fields=["ledger", "of"], name="sample_item_by_matter")]

    def __str__(self) -> str:
        return f"{self.matter} {self.of}"


class Research(models.Model):
    """A visit to find out (调研): where, for which decision."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    of = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    unit_name = models.CharField(max_length=200, blank=True)
    position = models.BigIntegerField()

    class Meta:
        app_label = "inspections"
        constraints = [models.UniqueConstraint(fields=["ledger", "matter"], name="one_row_a_research")]

    def __str__(self) -> str:
        return f"{self.matter} {self.title}"


class Problem(models.Model):
    """A problem brought back from research, whose it is, and the answer."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    n = models.IntegerField()
    text = models.CharField(max_length=2000)
    unit = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=200)
    answer = models.CharField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "inspections"
        constraints = [models.UniqueConstraint(fields=["ledger", "matter", "n"], name="one_row_a_problem")]
        indexes = [models.Index(fields=["ledger", "unit"], name="problem_by_unit")]

    def __str__(self) -> str:
        return f"{self.matter} {self.n}"
