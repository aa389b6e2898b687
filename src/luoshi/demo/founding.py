"""Founding the sample city: bodies, posts and people, the catalogue, who applies. By the same acts as in an office."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache

from luoshi.catalogue.actions import publish_past
from luoshi.demo import catalogue, staff
from luoshi.demo.city import CITY, bodies, districts
from luoshi.demo.flow import City, desks_of
from luoshi.demo.staff import Officer, midnight
from luoshi.ledger import record
from luoshi.ledger.entry import Draft, instant
from luoshi.monitor import settings as office
from luoshi.monitor.acting import acting
from luoshi.org import events
from luoshi.org import staff as org
from luoshi.org.actions import found
from luoshi.org.models import Unit
from luoshi.org.staffing import Person

ACTOR = "sample"
FIRST, LAST = bodies()[0].code, bodies()[-1].code
"""The first unit of every sample, and one that only the whole city has."""


def establish(city: City) -> None:
    """Everything that stands before the first case: in force from the city's first day."""
    at = midnight(city.since)
    office.change(name=office.LIVE_SINCE, value=city.since.isoformat(), since=city.since, actor=ACTOR, at=at)
    units(small=city.size.small)
    people(city, at)
    with acting(actor=ACTOR, at=at) as book:
        for item in catalogue.items(city.since, small=city.size.small):
            publish_past(book, [(told, midnight(since)) for told, since in item.versions])


def units(*, small: bool) -> None:
    """The tree: the city, its departments and districts, in each a counter and sections."""
    top = found(code=CITY[0], name=CITY[1], name_en=CITY[2], kind="city")
    above = {
        zh: found(code=code, name=zh, name_en=en, kind="district", under=top)
        for code, zh, en in districts(small=small)
    }
    for body in bodies(small=small):
        held = found(
            code=body.code, name=body.name, name_en=body.name_en, under=above.get(body.district, top)
        )
        found(code=f"{body.code}-W", name=f"{body.name}政务窗口", kind="window", under=held)
        for n, section in enumerate(body.sections, 1):
            found(code=f"{body.code}-S{n}", name=f"{body.name}{section}", kind="section", under=held)


def people(city: City, at: datetime) -> None:
    """Officers and posts; each post has somebody as A and somebody as B from the first day."""
    items: dict[str, list[str]] = {}
    for item in catalogue.items(city.since, small=city.size.small):
        items.setdefault(item.body.code, []).append(item.versions[0][0].code)
    with acting(actor=ACTOR, at=at) as book:
        for code, team in city.world.teams.items():
            for it in team.officers:
                org.set_officer(book, code=it.code, unit=section(code, it))
            for post in team.posts:
                handled = items[code] if post not in team.handling else desk(city, code, post.code)
                org.set_post(book, code=post.code, unit=code, title=post.title, items=handled)
    record.append_bulk(holding(city, at), at=at, ledger=city.world.ledger)
    Person.objects.bulk_create(
        [Person(officer=it.code, display_name=it.name) for team in city.world.teams.values() for it in team.officers],
        ignore_conflicts=True,
    )  # fmt: skip


def holding(city: City, at: datetime) -> Iterator[Draft]:
    """Who holds each post from the first day, in the words of `org.staff.hold`."""
    for team in city.world.teams.values():
        for post in team.posts:
            for place, officer in (("A", post.a.code), ("B", post.b.code)):
                matter, since = f"{events.POST}{post.code}", city.since.isoformat()
                yield Draft(
                    matter=matter, kind=events.OFFICER_ASSIGNED.kind, happened_at=at,
                    occasion=f"{matter}:{place}:{since}:{instant(at)}", unit=team.body.name, post=post.code,
                    officer=officer, actor=ACTOR, law=city.world.ledger,
                    payload={"place": place, "officer": officer, "since": since},
                )  # fmt: skip


def section(code: str, it: Officer) -> str:
    """Where somebody sits: at the counter, in a section, or, heading all, in the body itself."""
    return (
        f"{code}-S{it.section}" if it.name.startswith("承办员") else f"{code}-W" if it.section == 0 else code
    )


def desk(city: City, code: str, post: str) -> list[str]:
    """The items that a desk decides."""
    team = city.world.teams[code]
    place = next(n for n, held in enumerate(team.handling) if held.code == post)
    return [
        item.versions[0][0].code for item in city.items[code] if place in desks_of(item, len(team.handling))
    ]


def absences(city: City, day: date) -> Iterator[Draft]:
    """Leave that is registered on a day: three days before it begins."""
    since = day + timedelta(days=3)
    quarter = since.year * 4 + (since.month - 1) // 3
    for team in city.world.teams.values():
        for it in team.officers:
            held = staff.absence(it, quarter, city.seed)
            if held is None or held[0] != since:
                continue
            matter = f"{events.OFFICER}{it.code}"
            begin = instant(midnight(held[0]))
            yield Draft(
                matter=matter, kind=events.ABSENCE_REGISTERED.kind, happened_at=midnight(day) + timedelta(hours=9),
                occasion=f"{matter}:absence:{begin}", unit=name_of(section(team.body.code, it)),
                officer=it.code, actor=it.code, law=city.world.ledger,
                payload={"since": begin, "until": instant(midnight(held[1])), "kind": held[2]},
            )  # fmt: skip


@cache
def name_of(code: str) -> str:
    return str(Unit.objects.values_list("name", flat=True).get(code=code))
