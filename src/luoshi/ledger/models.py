"""The tables of the ledger. Entries and seals are only ever added; triggers and rights see to it."""

from django.db import models


class LedgerEntry(models.Model):
    """One thing that happened, chained to the one before. Written by `record.append` only."""

    pk = models.CompositePrimaryKey("ledger", "position")
    ledger = models.TextField()
    position = models.BigIntegerField()
    matter = models.TextField()
    kind = models.TextField()
    happened_at = models.TextField()
    recorded_at = models.TextField()
    local_at = models.TextField()
    unit = models.TextField()
    post = models.TextField()
    officer = models.TextField()
    to_unit = models.TextField()
    actor_kind = models.TextField()
    actor = models.TextField()
    law = models.TextField()
    occasion = models.TextField()
    corrects = models.BigIntegerField(null=True)
    source = models.TextField()
    source_row = models.TextField()
    source_digest = models.TextField()
    payload = models.TextField()
    salt = models.TextField()
    previous_digest = models.TextField()
    digest = models.TextField()

    class Meta:
        db_table = "ledger_entry"
        constraints = [models.UniqueConstraint(fields=["ledger", "occasion"], name="ledger_entry_occasion")]
        indexes = [
            models.Index(fields=["ledger", "matter", "position"], name="ledger_entry_matter"),
            models.Index(
                fields=["ledger", "corrects"],
                name="ledger_entry_corrects",
                condition=models.Q(corrects__isnull=False),
            ),
        ]


class LedgerHead(models.Model):
    """Where a ledger stands. Its row is the lock that makes one chain of many writers."""

    ledger = models.TextField(primary_key=True)
    position = models.BigIntegerField()
    digest = models.TextField()

    class Meta:
        db_table = "ledger_head"


class LedgerBookmark(models.Model):
    """How far a follower has read."""

    pk = models.CompositePrimaryKey("ledger", "follower")
    ledger = models.TextField()
    follower = models.TextField()
    position = models.BigIntegerField()

    class Meta:
        db_table = "ledger_bookmark"


class LedgerSeal(models.Model):
    """A signed root over the first `size` entries."""

    pk = models.CompositePrimaryKey("ledger", "size")
    ledger = models.TextField()
    size = models.BigIntegerField()
    root = models.TextField()
    at = models.TextField()
    previous_root = models.TextField()
    key = models.TextField()
    signature = models.TextField()
    frontier = models.TextField()

    class Meta:
        db_table = "ledger_seal"


class LedgerDelivery(models.Model):
    """A root that has left the house: which seal, to which address."""

    ledger = models.TextField()
    size = models.BigIntegerField()
    address = models.TextField()
    delivered_at = models.TextField()

    class Meta:
        db_table = "ledger_delivery"
        constraints = [
            models.UniqueConstraint(fields=["ledger", "size", "address"], name="ledger_delivery_once")
        ]
