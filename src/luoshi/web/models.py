"""What the pages themselves must remember: imports that run while people do something else."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

SILENT = timedelta(minutes=3)


class Import(models.Model):
    """A file given to us on a page. The file lies under a random name and goes when the run ends."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待中")
        READING = "reading", _("正在读入")
        DONE = "done", _("已完成")
        FAILED = "failed", _("没有完成")

    id = models.UUIDField(primary_key=True, default=uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports")
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=10)
    mapping = models.CharField(max_length=200)
    mapping_text = models.TextField()
    language = models.CharField(max_length=10, default="zh")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    rows = models.BigIntegerField(default=0)
    share = models.FloatField(default=0)
    report = models.JSONField(null=True)
    message = models.TextField(blank=True)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="import_by_start")]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    def running(self, now: datetime) -> bool:
        """Still at work. One that has said nothing for minutes was cut off."""
        return self.state in (self.State.WAITING, self.State.READING) and now - self.touched_at < SILENT

    def cut_off(self, now: datetime) -> bool:
        return self.state in (self.State.WAITING, self.State.READING) and not self.running(now)
