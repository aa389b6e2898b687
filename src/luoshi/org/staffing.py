"""Posts, who holds them, who is away. Written only by `projection.project`, names and accounts aside.

The ledger knows an officer by a number of the office's own; who that is stands in `Person`, outside
the ledger, and a rebuild leaves it alone.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Post(models.Model):
    """A post (岗位) of a unit: what it does, which items it handles (`PostItem`)."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    code = models.CharField(max_length=100)
    unit = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    duties = models.TextField(blank=True)
    active = models.BooleanField(default=True)
    position = models.BigIntegerField()

    class Meta:
        app_label = "org"
        constraints = [models.UniqueConstraint(fields=["ledger", "code"], name="one_row_a_post")]
        indexes = [models.Index(fields=["ledger", "unit"], name="post_by_unit")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class PostItem(models.Model):
    """A post handles an item, by its code."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    post = models.CharField(max_length=100)
    item = models.CharField(max_length=100)

    class Meta:
        app_label = "org"
        constraints = [models.UniqueConstraint(fields=["ledger", "post", "item"], name="one_row_a_post_item")]
        indexes = [models.Index(fields=["ledger", "item"], name="post_by_item")]

    def __str__(self) -> str:
        return f"{self.post} {self.item}"


class Officer(models.Model):
    """Someone on the staff, by the office's own number; no name, see `Person`."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    code = models.CharField(max_length=100)
    unit = models.CharField(max_length=100)
    active = models.BooleanField(default=True)
    position = models.BigIntegerField()

    class Meta:
        app_label = "org"
        constraints = [models.UniqueConstraint(fields=["ledger", "code"], name="one_row_an_officer")]
        indexes = [models.Index(fields=["ledger", "unit"], name="officer_by_unit")]

    def __str__(self) -> str:
        return self.code


class Person(models.Model):
    """Who an officer is: the name shown to colleagues, and the account if they sign in. Never in the ledger."""

    officer = models.CharField(max_length=100, unique=True)
    display_name = models.CharField(max_length=80, blank=True)
    user = models.OneToOneField("org.User", models.SET_NULL, null=True, blank=True, related_name="person")

    class Meta:
        app_label = "org"

    def __str__(self) -> str:
        return self.display_name or self.officer


class Assignment(models.Model):
    """An officer holds a post as A or B (AB岗) on the days from `since` until before `until`."""

    class Place(models.TextChoices):
        A = "A", _("A 岗")
        B = "B", _("B 岗")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    post = models.CharField(max_length=100)
    place = models.CharField(max_length=1, choices=Place)
    officer = models.CharField(max_length=100)
    since = models.DateField()
    until = models.DateField(null=True)
    position = models.BigIntegerField()

    class Meta:
        app_label = "org"
        constraints = [
            models.UniqueConstraint(fields=["ledger", "post", "place", "since"], name="one_holder_a_place")
        ]
        indexes = [models.Index(fields=["ledger", "officer"], name="assignment_by_officer")]

    def __str__(self) -> str:
        return f"{self.post} {self.place} {self.officer} {self.since}"


class Absence(models.Model):
    """An officer is away from `since` until before `until`; `until` moves when they come back earlier."""

    class Kind(models.TextChoices):
        LEAVE = "leave", _("休假")
        ERRAND = "errand", _("公出")
        TRAINING = "training", _("学习培训")

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    officer = models.CharField(max_length=100)
    since = models.DateTimeField()
    until = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=Kind)
    handover = models.CharField(max_length=500, blank=True)
    registered_at = models.DateTimeField()
    position = models.BigIntegerField()

    class Meta:
        app_label = "org"
        constraints = [
            models.UniqueConstraint(fields=["ledger", "officer", "since"], name="one_absence_a_beginning")
        ]
        indexes = [models.Index(fields=["ledger", "until"], name="absence_by_end")]

    def __str__(self) -> str:
        return f"{self.officer} {self.since} {self.until}"
