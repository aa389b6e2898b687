"""Who there is: people, bodies in a tree, and who holds which role where, from when until when."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode

from luoshi.org.staffing import Absence, Assignment, Officer, Person, Post, PostItem

__all__ = ["Absence", "Assignment", "Officer", "Person", "Post", "PostItem", "Role", "Unit", "User", "View"]


class User(AbstractUser):
    """A person who signs in. What they may see comes from roles, never from Django's own flags."""

    display_name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=10, blank=True, choices=[("zh-hans", "中文"), ("en", "English")])

    def __str__(self) -> str:
        return self.display_name or self.username


class Unit(TreeNode):
    """A body or section (单位). `name` is the official name, as sources write it."""

    class Kind(models.TextChoices):
        CITY = "city", _("市")
        DISTRICT = "district", _("县市区")
        BODY = "body", _("部门")
        SECTION = "section", _("科室")
        WINDOW = "window", _("窗口")

    code = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.BODY)

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["name"], name="unit_by_name")]

    def __str__(self) -> str:
        return self.name

    def said(self) -> str:
        """The name in the reader's language; the official one where no English is known."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class Role(models.Model):
    """A person holds a role in a unit from `since` until before `until` (half-open days)."""

    class Kind(models.TextChoices):
        EFFICIENCY_OFFICE = "efficiency_office", _("效能办")
        UNIT_HEAD = "unit_head", _("单位负责人")
        CLERK = "clerk", _("窗口")
        HANDLER = "handler", _("承办人")
        INSPECTOR = "inspector", _("纪检监察")
        ADMINISTRATOR = "administrator", _("系统管理")

    user = models.ForeignKey(User, models.PROTECT, related_name="roles")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=Kind)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "since"], name="role_by_user")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
                name="role_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.unit}"


class View(models.Model):
    """An inspector looked at a matter. Kept for those who watch the watchers; no unit sees it."""

    user = models.ForeignKey(User, models.PROTECT, related_name="views")
    matter = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["matter", "-at"], name="view_by_matter")]

    def __str__(self) -> str:
        return f"{self.user} {self.matter} {self.at}"
