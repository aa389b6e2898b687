"""The same city from the same seed and day; nothing where other data lies; and what its leads find of what was seeded."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from luoshi.demo import build, truth
from luoshi.demo.flow import SIZES, City, begin
from luoshi.demo.staff import midnight
from luoshi.law.errors import CouldNot
from luoshi.ledger import collector, record
from luoshi.ledger.entry import Draft
from luoshi.ledger.models import LedgerEntry
from luoshi.ledger.verify import verify
from luoshi.monitor import surroundings
from luoshi.monitor.replay import replay
from luoshi.supervision import surveying

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 18)


def test_the_same_seed_and_day_give_the_same_ledger() -> None:
    found: list[tuple[str, list[Any]]] = []
    for _ in range(2):
        with transaction.atomic():
            made = build.building("small", TODAY)
            build.build(made, progress=lambda _: None)
            told = LedgerEntry.objects.order_by("position")
            entries = list(told.values_list("occasion", "happened_at", "recorded_at", "officer"))
            found.append((replay({}, at=midnight(TODAY), ledger=made.ledger)["digest"], entries))
            assert verify().ok
            transaction.set_rollback(True)
    assert found[0] == found[1]


def test_other_data_is_left_alone() -> None:
    at = midnight(TODAY)
    record.append([Draft(matter="m", kind="approvals.received", happened_at=at, occasion="o")], at=at)
    with pytest.raises(CouldNot, match="LUOSHI_HOME"):
        build.building("small", TODAY)


def test_leads_find_most_of_what_was_seeded_and_little_else() -> None:
    """The surveys read the ledger alone; `truth` is opened only afterwards. Measured on this day: 7 of 8, none wrong."""
    size = SIZES["city"]
    city = City(
        size, since=begin(size, TODAY), seed=build.SEED, ledger="CN-530100", calendar=surroundings.calendar()
    )
    with collector.spared():
        learned = [one for day in city.days(TODAY) for one in day]
        record.append_as_learned(learned)
        found = truth.compared(surveying.survey(at=midnight(TODAY)).results)
    assert found.recall >= 0.75, sorted(found.seeded - found.found)
    assert found.precision >= 0.8, sorted(found.found - found.seeded)
