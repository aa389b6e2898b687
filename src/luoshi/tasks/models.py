"""The present state of tasks and sources, for lists and pages. Written only by `projection.project`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.tasks.records import Claim, CoUnit, Evidence, Inflation, MilestoneRow, Order, PhotoLook

__all__ = [
    "Claim", "Clause", "ClauseTask", "CoUnit", "Evidence", "Inflation", "MilestoneRow", "Node", "Order", "OwnerName", "PhotoLook",
    "Source", "Sum",
]  # fmt: skip


class Node(models.Model):
    """One goal, task or step. `path` are its ancestors, root first, each followed by `/`; it never changes.

    Ordered by `place`, its path with itself, a list shows each above its parts. From `behind_on` on what was reported
    is less than the plan foresees.
    """

    class Level(models.TextChoices):
        GOAL = "goal", _("目标")
        TASK = "task", _("任务")
        STEP = "step", _("步骤")

    class State(models.TextChoices):
        DRAFT = "draft", _("待审核")
        PUBLISHED = "published", _("待交办")
        ASSIGNED = "assigned", _("待签收")
        RECEIPTED = "receipted", _("已签收")
        WORKING = "working", _("办理中")
        CLAIMED = "claimed", _("待核验")
        RETURNED = "returned", _("已退回")
        VERIFIED = "verified", _("已销号")
        REOPENED = "reopened", _("重新打开")
        ARCHIVED = "archived", _("已归档")
        CANCELLED = "cancelled", _("已撤销")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    year = models.IntegerField()
    n = models.IntegerField()
    level = models.CharField(max_length=4, choices=Level)
    parent = models.CharField(max_length=40, blank=True)
    root = models.CharField(max_length=40)
    path = models.CharField(max_length=400, blank=True)
    place = models.CharField(max_length=440)
    depth = models.IntegerField()
    parts = models.IntegerField()
    register = models.CharField(max_length=200, blank=True)
    no = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    category = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=100, blank=True)
    unit_name = models.CharField(max_length=200, blank=True)
    section = models.CharField(max_length=200, blank=True)
    post = models.CharField(max_length=100, blank=True)
    measure = models.CharField(max_length=500, blank=True)
    target = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    per = models.CharField(max_length=40, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    behind_on = models.DateField(null=True)
    first_until = models.DateField(null=True)
    weight = models.DecimalField(max_digits=15, decimal_places=4)
    public = models.BooleanField()
    source = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State)
    drafted_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    assigned_at = models.DateTimeField(null=True)
    receipted_at = models.DateTimeField(null=True)
    progressed_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    first_closed_at = models.DateTimeField(null=True)
    reopened = models.IntegerField()
    quantity = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    share = models.IntegerField()
    planned = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    arranged = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    paid = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    progress = models.CharField(max_length=500, blank=True)
    colour = models.CharField(max_length=6, blank=True)
    chasers = models.IntegerField()
    inflated = models.IntegerField()
    gaps = models.IntegerField()
    last_at = models.DateTimeField()
    position = models.BigIntegerField()
    told = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "matter"], name="one_row_a_node"),
            models.UniqueConstraint(fields=["ledger", "year", "n"], name="one_node_a_number"),
        ]
        indexes = [
            models.Index(fields=["ledger", "parent", "n"], name="node_by_parent"),
            models.Index(fields=["ledger", "root", "depth"], name="node_by_root"),
            models.Index(fields=["ledger", "unit", "until"], name="node_by_unit"),
            models.Index(fields=["ledger", "state", "until"], name="node_by_state"),
            models.Index(fields=["ledger", "register", "no"], name="node_by_register"),
            models.Index(fields=["ledger", "post"], name="node_by_post"),
            models.Index(fields=["ledger", "place"], name="node_by_place"),
            models.Index(fields=["ledger", "behind_on"], name="node_behind"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.title}"


class Sum(models.Model):
    """What the leaves at or under a node add up to, by what they count (`per`). In ten-thousandths where not whole.

    Kept with every change by adding differences, so that a page reads one row however large the tree is.
    """

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    per = models.CharField(max_length=40, blank=True)
    leaves = models.BigIntegerField(default=0)
    published = models.BigIntegerField(default=0)
    claimed = models.BigIntegerField(default=0)
    verified = models.BigIntegerField(default=0)
    ownerless = models.BigIntegerField(default=0)
    inflated = models.BigIntegerField(default=0)
    weight = models.BigIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    target = models.BigIntegerField(default=0)
    quantity = models.BigIntegerField(default=0)
    planned = models.BigIntegerField(default=0)
    arranged = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "matter", "per"], name="one_row_a_sum")]

    def __str__(self) -> str:
        return f"{self.matter} {self.per}: {self.leaves}"


class Source(models.Model):
    """A document or occasion that tasks come from (来源)."""

    class Sort(models.TextChoices):
        REPORT = "report", _("政府工作报告")
        DECISION = "decision", _("会议决定")
        MEETING = "meeting", _("会议纪要")
        INSTRUCTION = "instruction", _("领导批示")
        MEDIA = "media", _("媒体反映")
        PROPOSAL = "proposal", _("建议提案")
        COMPLAINT = "complaint", _("群众诉求")
        JOINT_MEETING = "joint_meeting", _("联席会议")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    sort = models.CharField(max_length=14, choices=Sort)
    document = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=200)
    leader = models.CharField(max_length=100, blank=True)
    on = models.DateField(null=True)
    until = models.DateField(null=True)
    registered_at = models.DateTimeField()
    position = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "matter"], name="one_row_a_source")]
        indexes = [models.Index(fields=["ledger", "document"], name="source_by_document")]

    def __str__(self) -> str:
        return f"{self.document} {self.title}"


class Clause(models.Model):
    """One clause of a source: carried out by tasks, set aside with a reason, or neither."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    n = models.IntegerField()
    text = models.CharField(max_length=2000)
    set_aside = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "matter", "n"], name="one_row_a_clause")]

    def __str__(self) -> str:
        return f"{self.matter} {self.n}"


class ClauseTask(models.Model):
    """A node carries out a clause of a source."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    clause = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "matter", "source", "clause"], name="one_row_a_clause_task"
            )
        ]
        indexes = [models.Index(fields=["ledger", "source", "clause"], name="task_by_clause")]

    def __str__(self) -> str:
        return f"{self.matter} {self.source} {self.clause}"


class OwnerName(models.Model):
    """The person whom an office's own ledger names for a task. A name, so not an entry: a rebuild leaves it alone."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "matter"], name="one_owner_name_a_node")]

    def __str__(self) -> str:
        return self.matter
