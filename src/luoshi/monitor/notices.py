"""A new holiday notice: open clocks whose span meets a changed day are dated anew, and the list is kept."""

import shutil
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from luoshi.law import notice as law
from luoshi.law.calendar import Calendar, calendar_for, reload
from luoshi.ledger import record
from luoshi.ledger.entry import Draft
from luoshi.monitor import store, surroundings
from luoshi.monitor.events import NOTICE_LOADED
from luoshi.monitor.models import Clock

BATCH = 1000


def load(path: Path, *, at: datetime, actor: str, ledger: str | None = None) -> dict[str, Any]:
    """Put a notice in force and date anew what it touches.

    Returns the year, the days whose working changed, and for each re-dated clock its due day
    before and after. Raises CouldNot when the file is not a notice. Loading the same file again
    changes nothing.
    """
    ledger = ledger or settings.LUOSHI_JURISDICTION
    notice = law.read(path)
    before = surroundings.calendar()
    folder = surroundings.calendars() / law.NATION
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{notice.year}.json"
    kept = target.read_bytes() if target.exists() else None
    if path.resolve() != target.resolve():
        part = target.with_suffix(".part")
        shutil.copyfile(path, part)
        part.replace(target)
    reload()
    try:
        after = calendar_for(settings.LUOSHI_JURISDICTION, surroundings.calendars())
        changed = law.changed_days(before, after)
        with transaction.atomic():
            moved = redate(ledger, affected(ledger, changed, before, after), at=at)
            remember(ledger, notice.year, changed, moved, path, actor=actor, at=at)
    except BaseException:
        target.unlink() if kept is None else target.write_bytes(kept)
        reload()
        raise
    return {
        "year": notice.year,
        "title": notice.title,
        "changed": [d.isoformat() for d in changed],
        "redated": moved,
    }


def affected(ledger: str, changed: list[date], before: Calendar, after: Calendar) -> list[str]:
    """Matters with an open clock whose span meets a changed day, or whose date was provisional till now."""
    opened = Clock.objects.filter(ledger=ledger, met_at__isnull=True).exclude(grade="source")
    touched: set[str] = set()
    if changed:
        spans = opened.filter(started_on__lt=max(changed), due_on__gte=min(changed))
        for matter, start, due in spans.values_list("matter", "started_on", "due_on").iterator():
            if due is not None and any(start < day <= due for day in changed):
                touched.add(matter)
        touched.update(opened.filter(due_on__isnull=True).values_list("matter", flat=True))
    if before.confirmed_until != after.confirmed_until:
        touched.update(opened.filter(provisional=True).values_list("matter", flat=True))
    return sorted(touched)


def redate(ledger: str, matters: list[str], *, at: datetime) -> list[dict[str, Any]]:
    """Judge these matters on the new calendar; the clocks whose due day or standing moved."""
    moved: list[dict[str, Any]] = []
    for start in range(0, len(matters), BATCH):
        chunk = matters[start : start + BATCH]
        was = dated(ledger, chunk)
        store.lock(ledger, chunk)
        store.settle(ledger, chunk, (), at=at)
        now = dated(ledger, chunk)
        moved += [
            {
                "matter": key[0],
                "clock": key[1],
                "instance": key[2],
                "before": old[0],
                "after": now[key][0],
                "provisional": now[key][1],
            }
            for key, old in sorted(was.items())
            if key in now and now[key] != old
        ]
    return moved


def dated(ledger: str, matters: list[str]) -> dict[tuple[str, str, str], tuple[str | None, bool]]:
    rows = Clock.objects.filter(ledger=ledger, matter__in=matters, met_at__isnull=True)
    return {
        (c.matter, c.clock, c.instance): (c.due_on.isoformat() if c.due_on else None, c.provisional)
        for c in rows
    }


def remember(
    ledger: str,
    year: int,
    changed: list[date],
    moved: list[dict[str, Any]],
    path: Path,
    *,
    actor: str,
    at: datetime,
) -> None:
    """The notice and what it moved, as an entry; the same notice is recorded once."""
    draft = Draft(
        matter=f"calendar:{law.NATION}:{year}",
        kind=NOTICE_LOADED.kind,
        happened_at=at,
        occasion=f"notice:{law.NATION}:{year}",
        actor=actor,
        law=ledger,
        source_digest=sha256(path.read_bytes()).hexdigest(),
        payload={
            "year": year,
            "changed": [d.isoformat() for d in changed],
            "redated": [{k: v for k, v in m.items() if k != "instance"} for m in moved[:1000]],
            "count": len(moved),
        },
    )
    record.append([draft], at=at, ledger=ledger)
