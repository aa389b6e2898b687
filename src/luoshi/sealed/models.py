"""Sealed tables. They are no reading of the ledger: a rebuild leaves them alone, and erasing a row breaks nothing."""

from django.db import models


class Applicant(models.Model):
    """Somebody who applied, as last told. `sealed` is encrypted; nothing here is readable without the key."""

    ledger = models.CharField(max_length=40)
    pseudonym = models.CharField(max_length=40)
    sealed = models.BinaryField()
    deposited_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "pseudonym"], name="one_row_an_applicant")]

    def __str__(self) -> str:
        return self.pseudonym


class Code(models.Model):
    """A query code that was given for a case: its keyed digest, never the code. `number` is what people type."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    number = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["ledger", "number"], name="code_by_number", condition=models.Q(ended_at=None)
            ),
            models.Index(fields=["ledger", "matter"], name="code_by_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.given_at}"


class Look(models.Model):
    """Somebody saw who applied: for which case and purpose, and who agreed. Written by `reveal` alone."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    pseudonym = models.CharField(max_length=40)
    purpose = models.CharField(max_length=12)
    who = models.CharField(max_length=200)
    approver = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["ledger", "-at"], name="look_by_time"),
            models.Index(fields=["ledger", "matter"], name="look_by_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.matter} {self.at}"
