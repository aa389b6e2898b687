"""A survey of a real ledger: what it records, what it leaves as it is, what it takes back; who may say what of it."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from luoshi.approvals.actor import actor_of
from luoshi.law.errors import CouldNot
from luoshi.ledger import read, record
from luoshi.ledger.entry import Draft
from luoshi.ledger.models import LedgerEntry
from luoshi.monitor import follow
from luoshi.monitor.acting import acting
from luoshi.monitor.export import parquet
from luoshi.org import actions as org
from luoshi.supervision import queries, surveying
from luoshi.supervision.actions import review
from luoshi.supervision.events import FOUND, REVIEWED, RUNS, SUPERSEDED, SURVEYED
from luoshi.supervision.models import Lead, Survey
from luoshi.supervision.tests.story import at, officer, tell

pytestmark = pytest.mark.django_db
UNITS = ("甲局", "乙局", "丙局", "丁局", "戊局", "春城市水务局")
NIGHT = at("2026-05-12T02:00")


def case(unit: str, n: int) -> list[Draft]:
    """Received in March, told to correct once, or twice at one unit in half of all cases; accepted and decided."""
    begun = at("2026-03-02T09:00") + timedelta(hours=n % 7, days=n % 21)
    twice = 2 if unit == "春城市水务局" and n % 2 else 1
    acts: list[tuple[str, int, dict[str, Any]]] = [
        ("received", 0, {"item": "取水许可", "applicant": f"{unit}{n}"})
    ]
    for k in range(twice):
        acts += [("correction_notified", 2 * k + 1, {}), ("supplemented", 2 * k + 2, {})]
    acts += [("accepted", 5, {}), ("decided", 9, {"outcome": "granted"})]
    return [
        Draft(
            matter=f"permits:{unit}-{n:03d}", kind=f"approvals.{kind}", happened_at=begun + timedelta(days=days, minutes=n),
            occasion=f"{unit}-{n}-{place}", unit=unit, actor_kind="import", officer=f"{unit}-{n % 5}", law="CN-530100", payload=payload,
        )
        for place, (kind, days, payload) in enumerate(acts)
    ]  # fmt: skip


@pytest.fixture
def city() -> None:
    for unit in UNITS:
        org.found(code=unit, name=unit)
    drafts = [draft for unit in UNITS for n in range(40) for draft in case(unit, n)]
    record.append(drafts, at=at("2026-04-20T09:00"))
    follow.catch_up(at=at("2026-04-20T09:00"))


def kinds() -> list[str]:
    rows = LedgerEntry.objects.filter(kind__startswith="supervision.").order_by("position")
    return list(rows.values_list("kind", flat=True))


def test_a_survey_records_what_is_new_and_takes_back_what_is_gone(city: None, tmp_path: Path) -> None:
    """One ledger through a year: found, found again and left alone, told anew in another month, gone."""
    done = surveying.record(at=NIGHT)
    lead = Lead.objects.get()
    assert (lead.survey, lead.measure, lead.unit) == ("clock_stopping", "corrections", "春城市水务局")
    assert (lead.n, lead.effect, lead.state) == (40, 0.5, "open")
    assert lead.p <= lead.q <= 0.01
    assert lead.told["compared"] == 6
    assert len(lead.told["matters"]) == 20
    assert (done.new, done.gone) == (1, 0)
    assert kinds() == [FOUND.kind, SURVEYED.kind]

    surveying.record(at=NIGHT + timedelta(days=1))
    assert kinds()[2:] == [SURVEYED.kind], "nothing has changed, so only the run is recorded"

    surveying.record(at=at("2026-06-01T02:00"))
    assert kinds()[3:] == [FOUND.kind, SURVEYED.kind], "once a month its figures are told anew"
    lead = Lead.objects.get(matter=lead.matter)
    assert lead.found_at == NIGHT

    surveying.record(at=at("2027-06-01T02:00"))
    assert kinds()[5:] == [SUPERSEDED.kind, SURVEYED.kind]
    lead = Lead.objects.get(matter=lead.matter)
    assert lead.state == "superseded"
    assert [orjson.loads(row.payload).get("why") for row in queries.history(lead)] == ["none", None, None]

    parquet(tmp_path / "ledger")
    told = surveying.survey(at=NIGHT + timedelta(days=2), folder=tmp_path / "ledger")
    again = [one for result in told.results for one in result.leads]
    assert [one.measured.effect for one in again] == [0.5]
    assert {row["unit"]: row["n"] for row in told.times} == dict.fromkeys(UNITS, 40)
    assert all(row["felt"] == 9 for row in told.times)
    assert Survey.objects.count() == 4


def test_surveys_run_at_night_once_and_at_once_when_nights_were_missed(city: None) -> None:
    ledger = "CN-530100"
    assert surveying.due(at("2026-05-12T14:00"), ledger), "never was one"
    with acting(actor="survey", at=NIGHT) as book:
        surveying.write_run(book, surveying.Done((), ()), new=0, gone=0)
    assert not surveying.due(at("2026-05-12T03:00"), ledger)
    assert not surveying.due(at("2026-05-13T00:30"), ledger)
    assert surveying.due(at("2026-05-13T01:00"), ledger)
    assert not surveying.due(at("2026-05-13T14:00"), ledger)
    assert surveying.due(at("2026-05-14T14:00"), ledger), "two nights were missed"


def test_two_surveys_at_the_same_time_record_a_lead_once() -> None:
    from luoshi.supervision.tests.story import told

    result, lead = told()[0]
    for _ in range(2):
        with acting(actor="survey", at=NIGHT) as book:
            surveying.put(
                book, surveying.name_of(lead), FOUND.kind, None, "甲局", surveying.told(result, lead)
            )
    assert kinds() == [FOUND.kind]


def test_an_effect_beyond_what_was_told_is_told_at_once() -> None:
    from luoshi.supervision.tests.story import told

    tell(NIGHT)
    _, lead = told()[0]
    before = Lead.objects.get(matter=surveying.name_of(lead))
    assert not surveying.moved(before, lead, NIGHT + timedelta(days=1))
    before.high = before.low = 0.0
    assert surveying.moved(before, lead, NIGHT + timedelta(days=1))


def look(user: Any, lead: Lead, when: datetime, **told: str) -> None:
    with acting(actor="test", at=when) as book:
        given = {"outcome": "explained", "reason": "每周二集中会审", **told}
        review(book=book, by=actor_of(user, when), lead=lead, **given)


def test_looking_into_a_lead_keeps_every_word() -> None:
    user, when = officer(), NIGHT + timedelta(days=1)
    tell(NIGHT)
    lead = Lead.objects.exclude(unit="").first()
    assert lead is not None
    look(user, lead, when)
    lead = Lead.objects.get(matter=lead.matter)
    assert (lead.state, lead.outcome, lead.reviewed_by) == ("reviewed", "explained", "survey-office")
    look(user, lead, when, outcome="referred", reason="又核对了三月的件，转办")
    lead = Lead.objects.get(matter=lead.matter)
    assert lead.outcome == "referred"
    rows = [row for row in queries.history(lead) if row.kind == REVIEWED.kind]
    assert [orjson.loads(row.payload)["reason"] for row in rows] == [
        "又核对了三月的件，转办",
        "每周二集中会审",
    ]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"reason": "  "}, "请写明"), ({"outcome": "nothing"}, "核查结果"), ({"reason": "好" * 2001}, "缩短"),
        ({"reason": "问过13800138000"}, "手机号"),
    ],
)  # fmt: skip
def test_a_look_without_reason_or_with_what_must_not_stay_is_refused(told: dict[str, str], said: str) -> None:
    user = officer()
    tell(NIGHT, most=1)
    with pytest.raises(CouldNot, match=said):
        look(user, Lead.objects.get(), NIGHT, **told)


def test_the_supervised_and_those_who_only_look_cannot_write() -> None:
    """A head, an inspector, somebody of the unit concerned who is of the efficiency office as well."""
    officer()
    tell(NIGHT)
    lead = Lead.objects.filter(unit="水务局").first()
    assert lead is not None
    water = org.found(code="W", name="水务局")
    city = org.found(code="530100", name="春城市", kind="city")
    for n, roles in enumerate(
        ([("unit_head", water)], [("inspector", city)], [("efficiency_office", city), ("handler", water)])
    ):
        user = org.enrol(username=f"somebody-{n}", password="chuncheng-2026")
        for role, unit in roles:
            org.assign(user=user, unit=unit, role=role, since=date(2020, 1, 1))
        with pytest.raises(CouldNot):
            look(user, lead, NIGHT)
    assert REVIEWED.kind not in kinds()


def test_what_is_no_longer_found_is_not_looked_into() -> None:
    user = officer()
    tell(NIGHT, most=1)
    before = Lead.objects.get()
    with acting(actor="survey", at=NIGHT + timedelta(days=1)) as book:
        surveying.put(book, before.matter, SUPERSEDED.kind, before, before.unit, {"n": 0, "why": "none"})
    with pytest.raises(CouldNot, match="不再发现"):
        look(user, Lead.objects.get(), NIGHT + timedelta(days=2))


def test_a_lead_is_no_case() -> None:
    """It makes no matter, no clock and no card, and the name of its entry tells nobody whom it is about."""
    from luoshi.approvals.models import Matter
    from luoshi.monitor.models import Card, Clock

    names = tell(NIGHT)
    assert not Matter.objects.exists()
    assert not Clock.objects.exists()
    assert not Card.objects.exists()
    assert all(name.startswith("lead:") and "水务局" not in name for name in names)
    assert RUNS.startswith("lead:")
    assert read.current(names)
