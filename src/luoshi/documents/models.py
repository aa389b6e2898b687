"""Papers issued, copies with a name on them, and papers owed. Written only by `projection.project`."""

from django.db import models


class Paper(models.Model):
    """A paper that was issued, by the entry at `position`; `rests_on` is the entry it tells of."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    number = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=100)
    unit = models.CharField(max_length=200, blank=True)
    issued_at = models.DateTimeField()
    position = models.BigIntegerField()
    rests_on = models.BigIntegerField()
    replaced = models.BooleanField(default=False)
    pdf = models.CharField(max_length=64, blank=True)
    docx = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "position"], name="one_paper_an_entry")]
        indexes = [
            models.Index(fields=["ledger", "matter"], name="paper_by_matter"),
            models.Index(fields=["pdf"], name="paper_by_pdf"),
            models.Index(fields=["docx"], name="paper_by_docx"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()


class Copy(models.Model):
    """A copy with the applicant's name or a query code on it. Its digest is keyed: a plain one would let it be guessed."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    position = models.BigIntegerField()
    paper = models.BigIntegerField()
    keyed = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "position"], name="one_copy_an_entry")]
        indexes = [
            models.Index(fields=["ledger", "matter"], name="copy_by_matter"),
            models.Index(fields=["keyed"], name="copy_by_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.paper}"


class Owed(models.Model):
    """A paper that the law demands for something done here, and that has not been issued."""

    ledger = models.CharField(max_length=40)
    matter = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    unit = models.CharField(max_length=200, blank=True)
    rests_on = models.BigIntegerField()
    since = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["ledger", "matter"], name="owed_by_matter"),
            models.Index(fields=["ledger", "kind", "since"], name="owed_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.matter}"


class Numbering(models.Model):
    """The last number given under a word (机关代字) in a year. Its row is the lock for the next."""

    ledger = models.CharField(max_length=40)
    word = models.CharField(max_length=120)
    year = models.IntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "word", "year"], name="one_row_a_word_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.word}〔{self.year}〕{self.last}"
