"""Numbers kept beside the tables, so that a wall or an overview never counts history."""

from django.db import models


class Tally(models.Model):
    """How many there are of something: one row a name, day, unit and key. Written only by `tallies.add`.

    `day` is a day number (`law.days`), 0 where the number is about now. What each name counts stands in `tallies`.
    """

    ledger = models.CharField(max_length=40)
    name = models.CharField(max_length=12)
    day = models.IntegerField(default=0)
    unit = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=100, blank=True)
    n = models.BigIntegerField()

    class Meta:
        app_label = "monitor"
        constraints = [
            models.UniqueConstraint(fields=["ledger", "name", "day", "unit", "key"], name="one_tally_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.day} {self.unit} {self.key}: {self.n}"
