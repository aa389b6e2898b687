"""Many people at one tree on PostgreSQL: of parts that together are too much, only so many get in; no report is lost."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from luoshi.law.errors import CouldNot
from luoshi.ledger.verify import verify
from luoshi.tasks import queries
from luoshi.tasks.models import Node
from tests.tasks.office import GOAL, act, found_city, part
from tests.tasks.test_sums import compare

PEOPLE = ("office", "second", "head", "handler")


def adds(who: str, matter: str, target: int) -> str:
    try:
        act("break_down", who, "2026-01-05T09:10", matter=matter, parts=[part(target=Decimal(target))])
    except CouldNot as refused:
        return str(refused)
    finally:
        connection.close()
    return ""


def reports(matter: str, quantities: range) -> None:
    try:
        for n in quantities:
            act("progress", "handler", f"2026-03-{n:02}T09:00", matter=matter, text="推进", quantity=str(n))
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_of_parts_that_add_up_to_too_much_only_the_first_get_in() -> None:
    found_city()
    matter = act("draft", "office", "2026-01-05T09:00", plan=GOAL)  # twenty; each part asks for six
    with ThreadPoolExecutor(8) as pool:
        said = [job.result() for job in [pool.submit(adds, PEOPLE[n % 4], matter, 6) for n in range(8)]]
    assert said.count("") == 3
    assert all("写明理由" in one for one in said if one)
    assert sum(node.target or 0 for node in queries.parts(matter)) == 18
    assert len(queries.task(matter).parts) == 3
    assert list(Node.objects.order_by("n").values_list("n", flat=True)) == [1, 2, 3, 4]
    compare()
    assert verify().ok


def raises(who: str, matter: str) -> str:
    try:
        act("amend", who, "2026-01-05T09:30", matter=matter, plan=part(target=Decimal(11)))
    except CouldNot as refused:
        return str(refused)
    finally:
        connection.close()
    return ""


@pytest.mark.django_db(transaction=True)
def test_parts_raised_at_once_are_weighed_one_after_another() -> None:
    """Two parts of five each under twenty, four people: each part alone may ask for eleven, both may not."""
    found_city()
    matter = act("draft", "office", "2026-01-05T09:00", plan=GOAL)
    one, two = act(
        "break_down", "office", "2026-01-05T09:10", matter=matter, parts=[part(target=Decimal(5))] * 2
    )
    with ThreadPoolExecutor(4) as pool:
        jobs = [
            pool.submit(raises, who, on) for who, on in zip(PEOPLE[:2] * 2, (one, two, two, one), strict=True)
        ]
        said = [job.result() for job in jobs]
    assert said.count("") == 1
    assert sum(node.target or 0 for node in queries.parts(matter)) == 16


@pytest.mark.django_db(transaction=True)
def test_reports_on_different_parts_at_once_are_all_counted() -> None:
    found_city()
    matter = act("draft", "office", "2026-01-05T09:00", plan=GOAL)
    parts = act(
        "break_down", "office", "2026-01-05T09:10", matter=matter, parts=[part(target=Decimal(5))] * 4
    )
    act("publish", "office", "2026-01-05T09:20", matter=matter)
    act("assign", "office", "2026-01-05T09:30", matter=matter)
    for one in parts:
        act("receipt", "handler", "2026-01-06T09:00", matter=one)
    with ThreadPoolExecutor(4) as pool:
        for job in [pool.submit(reports, one, range(1, 4)) for one in parts]:
            job.result()
    assert queries.sums_of([matter])[matter]["by"]["个"] == (20 * 10_000, 12 * 10_000)
    compare()
