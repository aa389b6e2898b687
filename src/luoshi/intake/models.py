"""Who may hand in and ask by machine, and what was answered before."""

from django.db import models

from luoshi.org.models import Unit


class ApiToken(models.Model):
    """A key for a program. Only its digest is kept; `unit` bounds what it sees and writes (none: all)."""

    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="tokens")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """What was answered to a request that carried an Idempotency-Key; kept for a week."""

    caller = models.CharField(max_length=60)
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="one_answer_a_key")]
        indexes = [models.Index(fields=["at"], name="answer_by_age")]

    def __str__(self) -> str:
        return f"{self.caller} {self.key}"
