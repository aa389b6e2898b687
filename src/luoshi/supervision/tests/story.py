"""Leads without a city: the figures of the surveys' own cases, recorded as a survey would."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from luoshi.approvals.actor import actor_of
from luoshi.engine import surveys
from luoshi.engine.surveys import SURVEYS, Surveyed
from luoshi.engine.surveys import Lead as Found
from luoshi.engine.tests import stated
from luoshi.law.days import CHINA
from luoshi.monitor.acting import acting
from luoshi.org import actions as org
from luoshi.org.models import User
from luoshi.supervision import surveying
from luoshi.supervision.actions import review
from luoshi.supervision.events import FOUND, SUPERSEDED
from luoshi.supervision.models import Lead

DAY = date(2026, 10, 12)
CASES = tuple(f"permits:春建许受〔2026〕{n:04} 号" for n in range(12))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@cache
def told() -> tuple[tuple[Surveyed, Found], ...]:
    """Every lead that the cases of the surveys come to."""
    return tuple(found())


def found() -> Iterator[tuple[Surveyed, Found]]:
    for survey in SURVEYS:
        on = surveys.thresholds(survey, DAY)
        for case in stated.cases(survey):
            measured = list(survey.assess(stated.columns(survey, case), on, 1))
            held = surveys.leads(measured, on["alpha_per_mille"] / 1000)
            leads = [
                Found(
                    survey=survey.name,
                    version=survey.version,
                    measured=one,
                    q=q,
                    matters=CASES,
                )
                for one, q in held
            ]
            result = Surveyed(survey=survey, thresholds=on, measured=measured, leads=leads)
            yield from ((result, lead) for lead in leads)


def tell(when: datetime, *, units: dict[str, str] | None = None, most: int | None = None) -> list[str]:
    """Record these leads; `units` puts other names in the place of the cases'. The matters."""
    known = {lead.matter: lead for lead in Lead.objects.all()}
    names = []
    with acting(actor="survey", at=when) as book:
        for result, lead in told()[:most]:
            unit = (units or {}).get(lead.measured.subject.unit, lead.measured.subject.unit)
            name = surveying.name_of(lead)
            surveying.put(book, name, FOUND.kind, known.get(name), unit, surveying.told(result, lead))
            names.append(name)
    return names


NAMES = {"己局": "春城市水务局", "甲局": "春城市住房城乡建设局", "水务局": "春城市水务局"}
"""Bodies of the invented city in the place of those in the cases."""
MEASURES = (
    ("deadline_bunching", "bunching"), ("padded_promises", "padding"), ("clock_stopping", "paused"), ("back_entry", "lag"),
    ("fast_lane_use", "cap"), ("bottlenecks", "wait"),
)  # fmt: skip
"""One of each chart."""


def name(survey: str, measure: str) -> str:
    """The matter of the lead that the cases come to for a measure."""
    return next(
        surveying.name_of(lead)
        for _, lead in told()
        if (lead.survey, lead.measured.measure) == (survey, measure)
    )


def ran(when: datetime) -> None:
    """The run that such leads would have come of."""
    times = [
        {"unit": unit, "n": n, "net": net, "felt": felt, "again": again}
        for unit, n, net, felt, again in (("春城市住房城乡建设局", 1284, 9.0, 21.5, 31), ("春城市水务局", 212, 7.5, 12.0, 2))
    ]  # fmt: skip
    with acting(actor="survey", at=when) as book:
        surveying.write_run(
            book, surveying.Done([result for result, _ in told()], times), new=len(told()), gone=0
        )


def officer() -> User:
    """Somebody of the city's efficiency office."""
    city = org.found(code="530100", name="春城市", kind="city")
    user = org.enrol(username="survey-office", password="chuncheng-2026")
    org.assign(user=user, unit=city, role="efficiency_office", since=date(2020, 1, 1))
    return user


def story() -> None:
    """Found, found again, looked into, gone, found anew, and the run that says so."""
    office = officer()
    tell(at("2026-03-02T02:00"))
    tell(at("2026-04-02T02:00"), most=3)
    (one, two), when = Lead.objects.order_by("position")[:2], at("2026-04-03T09:00")
    with acting(actor="office", at=when) as book:
        by = actor_of(office, when)
        review(book=book, by=by, lead=one, outcome="explained", reason="每周二集中会审，不是压线")
    with acting(actor="survey", at=at("2026-05-02T02:00")) as book:
        gone = {"n": 12, "effect": 0.1, "why": "few"}
        surveying.put(book, two.matter, SUPERSEDED.kind, two, two.unit, gone)
        surveying.write_run(book, surveying.Done((), ()), new=0, gone=1)
    tell(at("2026-06-02T02:00"), most=3)
