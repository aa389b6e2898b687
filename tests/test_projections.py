"""Every table that a registered app writes equals its rebuild from the ledger, whatever was done.

A story does everything its app can record. A registered app without one fails here.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from luoshi.approvals import numbers
from luoshi.catalogue import actions as catalogue
from luoshi.catalogue.definition import Definition
from luoshi.documents.tests import story
from luoshi.law.event import EVENTS
from luoshi.ledger import projections, read, record
from luoshi.ledger.entry import Draft
from luoshi.ledger.models import LedgerEntry
from luoshi.monitor import follow
from luoshi.monitor.acting import acting
from luoshi.monitor.rebuild import rebuild
from luoshi.org import staff
from luoshi.org.actions import end, enrol, found, give, note_refusal, set_open
from luoshi.org.staffing import Absence
from luoshi.supervision.tests.story import story as supervision
from tests.burden.story import story as burden
from tests.inspections.story import story as inspections
from tests.meetings.story import story as meetings
from tests.tasks.story import story as tasks

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def catalogue_story() -> None:
    found(code="W", name="春城市水务局")
    item = Definition(code="001", name="取水许可", unit="W", promise_amount=12, promise_per="working_day")
    for day, promise in (("2026-03-02", 12), ("2026-04-01", 10)):
        with acting(actor="测试", at=at(f"{day}T09:00")) as book:
            catalogue.publish(book, Definition(**{**_fields(item), "promise_amount": promise}))
    with acting(actor="测试", at=at("2026-05-06T09:00")) as book:
        catalogue.retire(book, "001", reason="取消行政许可事项目录")


def _fields(item: Definition) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__dataclass_fields__}


def org_story() -> None:
    city = found(code="C", name="春城市", kind="city")
    body = found(code="W", name="春城市水务局", under=city)
    with acting(actor="测试", at=at("2026-03-02T09:00")) as book:
        for officer in ("S1", "S2", "S3"):
            staff.set_officer(book, code=officer, unit="W")
        staff.set_post(book, code="P1", unit="W", title="取水审批岗", items=["001", "002"])
    with acting(actor="测试", at=at("2026-03-02T10:00")) as book:
        for place, officer in (("A", "S1"), ("B", "S2")):
            staff.appoint(book, post="P1", place=place, officer=officer, since=date(2026, 3, 2))
    with acting(actor="测试", at=at("2026-03-03T09:00")) as book:
        staff.appoint(book, post="P1", place="A", officer="S3", since=date(2026, 5, 1))
        span = {"since": at("2026-03-09T00:00"), "until": at("2026-03-14T00:00")}
        staff.register_absence(book, officer="S1", kind="leave", **span)
    user = enrol(username="someone", password="chuncheng-2026")
    with acting(actor="测试", at=at("2026-03-11T09:00")) as book:
        staff.end_absence(book, Absence.objects.get())
        role = give(book, user=user, unit=body, role="clerk", since=date(2026, 3, 2))
        end(book, role, until=date(2026, 4, 1))
        set_open(book, user, is_open=False)
        note_refusal(book, f"user:{user.pk}", way="password", why="paused", once="1")


def documents_story() -> None:
    story.city()
    story.every_paper()
    story.receive("2026-10-12T10:00", "late:1")
    story.act("approvals.correction_notified", "2026-10-12T10:05", {"materials": ["M1"]}, matter="late:1")
    deemed = next(r for r in read.current(["530101-2026-00321"]) if r.kind == "approvals.deemed_accepted")
    disproved = {"entry": deemed.position, "instance": "", "rule": "2026.1"}
    kind = "approvals.deemed_acceptance_superseded"
    story.act(kind, "2026-10-21T09:00", disproved, matter="530101-2026-00321")
    issued = next(r for r in read.current([story.MATTER]) if r.kind == "documents.paper_issued")
    for kind, keyed in (("documents.copy_addressed", "0"), ("documents.copy_encoded", "1")):
        story.act(kind, "2026-10-21T10:00", {"paper": issued.position, "keyed": keyed * 64})


def approvals_story() -> None:
    """One case with a number, a file and a question still open; then everything else that can be said of a case."""
    number = {"office": "W", "year": 2026, "n": 7}
    name = numbers.name(**number)
    file = {"digest": "a" * 64, "title": "申请书", "media": "application/pdf", "size": 9}
    first: dict[str, dict[str, Any]] = {
        "approvals.received": {"number": number, "attachments": [file]},
        "approvals.extension_requested": {"clock": "CLK-02", "amount": 5},
    }
    others = (kind for kind in EVENTS if kind.startswith(("approvals.", "clocks.")) and kind not in first)
    drafts = [
        Draft(
            matter=name if kind in first else "other", kind=kind, occasion=f"story:{n}", payload=first.get(kind, {}),
            happened_at=at("2026-03-02T09:00") + timedelta(minutes=n), law="none",
        )
        for n, kind in enumerate([*first, *sorted(others)])
    ]  # fmt: skip
    record.append_bulk(drafts, at=at("2026-03-03T09:00"))
    follow.catch_up(at=at("2026-03-03T09:00"))


STORIES: dict[str, Callable[[], None]] = {
    "approvals": approvals_story,
    "burden": burden,
    "catalogue": catalogue_story,
    "documents": documents_story,
    "inspections": inspections,
    "meetings": meetings,
    "org": org_story,
    "supervision": supervision,
    "tasks": tasks,
}


def tables(of: projections.Projection) -> dict[str, list[dict[str, Any]]]:
    told = {}
    for table in of.tables:
        rows = [{k: v for k, v in row.items() if k != "id"} for row in table._default_manager.values()]
        told[table.__name__] = sorted(rows, key=str)
    return told


@pytest.mark.django_db
@pytest.mark.parametrize("app", sorted(projections.registered_by_app()))
def test_tables_equal_their_rebuild(app: str) -> None:
    one = projections.registered_by_app()[app]
    STORIES[app]()
    before = tables(one)
    assert all(before.values()), "the story leaves a table empty"
    rebuild(at=at("2026-06-01T09:00"))
    assert tables(one) == before
    done = set(LedgerEntry.objects.values_list("kind", flat=True))
    kinds = {kind for kind in EVENTS if kind.startswith(one.kinds)}
    assert kinds <= done, "the story leaves a kind out"
