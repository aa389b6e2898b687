"""Evidence that was seen before: the same file, by the digest of its content."""

from collections.abc import Mapping, Sequence
from typing import Any

from luoshi.tasks.records import Evidence
from luoshi.tasks.task import Task

MOST = 20
"""Earlier uses told of one claim; more say nothing more."""


def reused(task: Task, files: Sequence[Mapping[str, Any]], *, ledger: str) -> list[dict[str, Any]]:
    """Where these files were handed in before, for other tasks or for an earlier claim of this one."""
    digests = [str(one.get("digest")) for one in files]
    before = Evidence.objects.filter(ledger=ledger, digest__in=digests).order_by("position")
    return [
        {"digest": e.digest, "of": e.matter, "position": e.position, "how": "same"} for e in before[:MOST]
    ]
