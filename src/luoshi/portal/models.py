"""Wrong look-ups, counted. Addresses and numbers stand here as keyed digests only, and not for long."""

from django.db import models


class Tries(models.Model):
    """How often one address, or for one number, a wrong code was given since a moment."""

    key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()
    count = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["since"], name="tries_by_age")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"
