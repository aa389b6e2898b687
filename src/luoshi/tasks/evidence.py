"""Evidence that was seen before: the same file by the digest of its content, the same photo by how it looks.

A finding is a lead, never a verdict: one photo may rightly prove two things.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from luoshi.law.errors import CouldNot
from luoshi.sealed import files as kept_files
from luoshi.tasks import looks
from luoshi.tasks.records import Evidence, PhotoLook
from luoshi.tasks.task import Task

MOST = 20
"""Earlier uses told of one act; more say nothing more."""
PHOTOS = frozenset({"image/jpeg", "image/png"})
Files = Sequence[Mapping[str, Any]]


def reused(task: Task, files: Files, *, ledger: str, again: bool = False) -> list[dict[str, Any]]:
    """Where these files, or the photos among them, were handed in before for other tasks; `again` asks of this one too.

    A claim made anew after it was sent back rightly brings its old evidence, so that it is not asked about.
    """
    digests = list(dict.fromkeys(str(one.get("digest")) for one in files))
    known = Evidence.objects.filter(ledger=ledger)
    if not again:
        known = known.exclude(matter=task.matter)
    found = [use(e, e.digest, "same") for e in known.filter(digest__in=digests).order_by("position")[:MOST]]
    photos = [str(one.get("digest")) for one in files if one.get("media") in PHOTOS]
    for digest in dict.fromkeys(photos):
        for other, distance in alike(digest, digests):
            uses = known.filter(digest=other).order_by("position")
            found += [use(e, digest, "alike", distance) for e in uses[: MOST - len(found)]]
    return found[:MOST]


def use(of: Evidence, digest: str, how: str, distance: int = 0) -> dict[str, Any]:
    return {"digest": digest, "of": of.matter, "position": of.position, "how": how, "distance": distance}


def alike(digest: str, own: Sequence[str]) -> list[tuple[str, int]]:
    """Kept photos that are this one re-encoded, resized or cropped, with the bits by which their hashes differ."""
    photo = picture(digest)
    look = look_of(digest, photo) if photo is not None else None
    if photo is None or look is None:
        return []
    rows = list(PhotoLook.objects.exclude(digest__in=own).values_list("digest", "hashes"))
    found = []
    for near in looks.nearest(look, [bytes(hashes) for _, hashes in rows])[:MOST]:
        other = rows[near.index][0]
        theirs = picture(other)
        if theirs is None:
            continue
        small, large = (photo, theirs) if near.inside else (theirs, photo)
        if looks.likeness(small, large, near.box) >= looks.SAME:
            found.append((other, near.distance))
    return found


def look_of(digest: str, photo: looks.Grey) -> bytes:
    """The hashes of a photo, made once for each content."""
    known = PhotoLook.objects.filter(digest=digest).first()
    if known is None:
        known, _ = PhotoLook.objects.get_or_create(digest=digest, defaults={"hashes": looks.hashes(photo)})
    return bytes(known.hashes)


def picture(digest: str) -> looks.Grey | None:
    """A kept photo, small and grey; None where the file is not there or shows nothing."""
    try:
        return looks.grey(kept_files.fetch(digest))
    except CouldNot:
        return None
