"""The sample city as it stands in the database: judged, lively on the day, the same each time, and going on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count

from luoshi.approvals.models import Ask, Matter
from luoshi.demo import build, founding
from luoshi.demo.arrivals import Arrivals
from luoshi.demo.staff import midnight
from luoshi.ledger import read
from luoshi.ledger.book import Book
from luoshi.ledger.models import LedgerEntry
from luoshi.monitor.models import Card, Clock
from luoshi.monitor.why import why
from luoshi.org import queries as org
from luoshi.org.staff import hold
from luoshi.sealed.models import Applicant

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 18)


def silent(day: date) -> None:
    """Nobody waits."""


@pytest.fixture(scope="module")
def stood(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The small city built once for all tests of this file, and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert build.build(build.building("small", TODAY), progress=silent)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def here(stood: None, db: None) -> build.Building:
    """The city that is there, told again up to its day."""
    made = build.building("city", TODAY + timedelta(days=3))
    assert not build.build(made, progress=silent)
    return made


def test_the_day_begins_with_work_to_do(here: build.Building) -> None:
    running = Clock.objects.filter(met_at__isnull=True)
    assert running.filter(due_at__lte=midnight(TODAY)).count() > 3
    assert running.filter(due_on=TODAY).count() > 3
    assert running.filter(light="stopped").count() > 3
    states = dict(Card.objects.values_list("state").annotate(n=Count("pk")))
    assert min(states.get(state, 0) for state in ("issued", "appealed", "upheld", "withdrawn")) > 0
    assert Card.objects.filter(acknowledged_at__isnull=False, state="issued").count() > 10
    assert Card.objects.filter(acknowledged_at__isnull=True).exists()
    assert Ask.objects.filter(state=Ask.State.OPEN).exists()
    assert Matter.objects.filter(ended_at__isnull=False).count() > 300
    post = here.city.world.teams["530100-01"].counter[0]
    assert org.on_duty(post.code, midnight(TODAY)) is not None


def test_the_story_of_a_case_that_nobody_answered_is_judged_as_the_law_says(here: build.Building) -> None:
    silent = LedgerEntry.objects.filter(kind="approvals.deemed_accepted").order_by("position").first()
    assert silent is not None
    matter = Matter.objects.get(matter=silent.matter)
    assert matter.accepted_at == matter.received_at
    kinds = list(
        LedgerEntry.objects.filter(matter=silent.matter)
        .order_by("happened_at")
        .values_list("kind", flat=True)
    )
    assert kinds.index("approvals.received") < kinds.index("approvals.deemed_accepted")
    due = Clock.objects.get(matter=silent.matter, clock="CLK-01")
    assert due.due_on is not None
    assert here.city.world.calendar.between(due.started_on, due.due_on) == 5
    told = why(silent.matter, at=midnight(TODAY))
    assert told


def test_who_applied_is_sealed_and_stands_in_no_entry(here: build.Building) -> None:
    pseudonyms = set(Matter.objects.exclude(applicant="").values_list("applicant", flat=True))
    assert pseudonyms
    assert pseudonyms <= set(Applicant.objects.values_list("pseudonym", flat=True))
    assert not LedgerEntry.objects.filter(payload__contains="样例申请").exists()


def test_posts_are_held_in_the_words_of_the_act(here: build.Building) -> None:
    (post,) = [it for it in here.city.world.teams["530100-02"].counter if it.code.endswith("C1")]
    at = midnight(TODAY)
    book = Book(actor="somebody", at=at, ledger=here.ledger)
    hold(book, post=post.code, places={"A": post.b.code, "B": post.a.code}, since=TODAY)
    by_act = book.drafts[0]
    told = next(one for one in founding.holding(here.city, at) if one.matter == by_act.matter)
    changed = {
        "officer": by_act.officer,
        "payload": by_act.payload,
        "occasion": by_act.occasion,
        "actor": "somebody",
    }
    assert replace(told, **changed) == by_act
    assert told.payload.keys() == by_act.payload.keys()


def test_it_is_built_once_and_is_the_same_city_on_a_later_day(here: build.Building) -> None:
    assert here.built == TODAY
    assert here.city.size.small
    assert here.city.next == TODAY


def test_the_day_goes_on_once_however_often_it_is_told(here: build.Building) -> None:
    evening = midnight(TODAY) + timedelta(hours=18)
    assert Arrivals(here).come(evening) > 20
    received = Matter.objects.filter(received_at__gte=midnight(TODAY)).count()
    assert received > 2
    later = build.building("small", TODAY)
    build.build(later, progress=silent)
    assert Arrivals(later).come(evening) == 0
    assert Matter.objects.filter(received_at__gte=midnight(TODAY)).count() == received


def test_visitors_are_seen_to_act_by_act_at_any_hour(here: build.Building) -> None:
    arrivals, at = Arrivals(here), midnight(TODAY) + timedelta(hours=2)
    positions, recorded = [read.head(ledger=here.ledger)[0]], []
    for n in range(60):
        recorded += arrivals.visit(at + timedelta(seconds=4 * n))
        positions.append(read.head(ledger=here.ledger)[0])
    assert all(a < b for a, b in pairwise(positions))
    assert {one.happened_at for one in recorded} <= {at + timedelta(seconds=4 * n) for n in range(60)}
    done = Matter.objects.filter(received_at__gte=at, state=Matter.State.DELIVERED)
    assert done.count() > 3
    assert len(arrivals.visits) <= 12
