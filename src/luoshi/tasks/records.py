"""What hangs on a node: co-operating units, milestones, inflations, claims, orders, evidence. Written by `projection`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CoUnit(models.Model):
    """A co-operating unit (协办单位) of a node, and its latest answer."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    unit = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=200)
    instance = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "tasks"
        constraints = [models.UniqueConstraint(fields=["ledger", "matter", "unit"], name="one_row_a_co_unit")]
        indexes = [models.Index(fields=["ledger", "unit"], name="co_unit_by_unit")]

    def __str__(self) -> str:
        return f"{self.matter} {self.unit_name}"


class MilestoneRow(models.Model):
    """A milestone of a node, and when it was reported reached."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    on = models.DateField()
    quantity = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    reached_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "tasks"
        db_table = "tasks_milestone"
        constraints = [
            models.UniqueConstraint(fields=["ledger", "matter", "name"], name="one_row_a_milestone")
        ]
        indexes = [models.Index(fields=["ledger", "on"], name="milestone_by_day")]

    def __str__(self) -> str:
        return f"{self.matter} {self.name}"


class Inflation(models.Model):
    """A target that grew or a term that shrank on its way down (层层加码). It stays in sight whatever was decided."""

    class State(models.TextChoices):
        OPEN = "open", _("待批")
        APPROVED = "approved", _("已批准")
        REFUSED = "refused", _("未批准")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    instance = models.CharField(max_length=20)
    cause = models.CharField(max_length=4)
    per_mille = models.IntegerField()
    reason = models.CharField(max_length=2000)
    found_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "tasks"
        constraints = [
            models.UniqueConstraint(fields=["ledger", "matter", "instance"], name="one_row_an_inflation")
        ]
        indexes = [models.Index(fields=["ledger", "state"], name="inflation_by_state")]

    def __str__(self) -> str:
        return f"{self.matter} {self.cause} {self.per_mille}"


class Claim(models.Model):
    """The lead unit says it is done; somebody of another unit verifies it or sends it back."""

    class State(models.TextChoices):
        CLAIMED = "claimed", _("待核验")
        VERIFIED = "verified", _("核验属实")
        RETURNED = "returned", _("退回")
        REOPENED = "reopened", _("销号后重新打开")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    instance = models.CharField(max_length=20)
    unit_name = models.CharField(max_length=200)
    claimed_at = models.DateTimeField()
    claimed_by = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    verifier_unit = models.CharField(max_length=200, blank=True)
    how = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=2000, blank=True)
    reopened_at = models.DateTimeField(null=True)
    false_claim = models.BooleanField(default=False)

    class Meta:
        app_label = "tasks"
        constraints = [
            models.UniqueConstraint(fields=["ledger", "matter", "instance"], name="one_row_a_claim")
        ]
        indexes = [
            models.Index(fields=["ledger", "state", "claimed_at"], name="claim_by_state"),
            models.Index(fields=["ledger", "unit_name"], name="claim_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.instance} {self.state}"


class Order(models.Model):
    """A supervision order (督办单) in blue, yellow or red, open until lifted."""

    class Colour(models.TextChoices):
        BLUE = "blue", _("蓝色督办单")
        YELLOW = "yellow", _("黄色督办单")
        RED = "red", _("红色督办单")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    instance = models.CharField(max_length=20)
    unit_name = models.CharField(max_length=200)
    colour = models.CharField(max_length=6, choices=Colour)
    reason = models.CharField(max_length=10)
    text = models.CharField(max_length=2000)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=200)
    until = models.DateField()
    answered_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "tasks"
        constraints = [
            models.UniqueConstraint(fields=["ledger", "matter", "instance"], name="one_row_an_order")
        ]
        indexes = [models.Index(fields=["ledger", "lifted_at", "colour"], name="order_open")]

    def __str__(self) -> str:
        return f"{self.matter} {self.colour}"


class Evidence(models.Model):
    """A file that an entry names by the digest of its content."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    position = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=100)
    media = models.CharField(max_length=100)
    size = models.BigIntegerField()
    unit_name = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "tasks"
        indexes = [
            models.Index(fields=["ledger", "matter"], name="evidence_by_matter"),
            models.Index(fields=["ledger", "digest"], name="evidence_by_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.digest[:12]}"


class PhotoLook(models.Model):
    """How a photo looks (`looks.hashes`), by the digest of its content. Made from the file, so a rebuild leaves it alone."""

    digest = models.CharField(max_length=64, unique=True)
    hashes = models.BinaryField()

    class Meta:
        app_label = "tasks"
        db_table = "tasks_photo_look"

    def __str__(self) -> str:
        return self.digest[:12]
