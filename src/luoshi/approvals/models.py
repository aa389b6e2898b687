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
    officer = models.CharField(max_length=200, blank=True)
    post = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=100, blank=True)
    version = models.IntegerField(null=True)
    applicant = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    lane = models.CharField(max_length=12, blank=True)
    last_at = models.DateTimeField()
    last_position = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "matter"], name="one_row_a_matter")]
        indexes = [
            models.Index(fields=["ledger", "unit", "-received_at"], name="matter_by_unit"),
            models.Index(fields=["ledger", "-received_at"], name="matter_by_receipt"),
            models.Index(fields=["ledger", "-ended_at"], name="matter_by_end"),
            models.Index(fields=["source_id"], name="matter_by_source_id"),
            models.Index(
                fields=["ledger", "officer"],
                name="matter_by_officer",
                condition=models.Q(ended_at__isnull=True),
            ),
            models.Index(
                fields=["ledger", "post"],
                name="matter_by_post",
                condition=models.Q(ended_at__isnull=True),
            ),
            models.Index(
                fields=["ledger", "applicant"], name="matter_by_applicant", condition=~models.Q(applicant="")
            ),
        ]

    def __str__(self) -> str:
        return self.matter


class Ask(models.Model):
    """What one person asked of another and who must answer: a hand-over, an extension, an opinion, a look."""

    class Kind(models.TextChoices):
        HAND_OVER = "hand_over", _("移交")
        EXTENSION = "extension", _("延期")
        OPINION = "opinion", _("协办意见")
        FAST_LANE = "fast_lane", _("特事特办")
        IDENTITY = "identity", _("查看申请人信息")

    class State(models.TextChoices):
        OPEN = "open", _("待答复")
        YES = "yes", _("已同意")
        NO = "no", _("未同意")
        BACK = "back", _("已收回")
        USED = "used", _("已使用")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    instance = models.CharField(max_length=100, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    post = models.CharField(max_length=100, blank=True)
    asked_by = models.CharField(max_length=200, blank=True)
    asked_unit = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=State)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["ledger", "matter"], name="ask_by_matter"),
            models.Index(
                fields=["ledger", "unit", "asked_at"], name="ask_open", condition=models.Q(state="open")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.matter} {self.state}"


class Attachment(models.Model):
    """A file that an entry names by the digest of its content. The file itself lies encrypted outside."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    position = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=100)
    media = models.CharField(max_length=100)
    size = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["ledger", "matter"], name="attachment_by_matter"),
            models.Index(fields=["ledger", "digest"], name="attachment_by_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.digest[:12]}"


class Numbering(models.Model):
    """The last office number given in a unit and year. Its row is the lock under which the next is given."""

    ledger = models.CharField(max_length=40)
    office = models.CharField(max_length=100)
    year = models.IntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "office", "year"], name="one_row_an_office_year")
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.year}: {self.last}"
