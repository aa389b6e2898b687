"""Eight counters at once on PostgreSQL: numbers without gaps, and of two people on one case only one acts."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from luoshi.approvals.models import Matter, Numbering
from luoshi.law.errors import CouldNot
from luoshi.ledger.verify import verify
from luoshi.monitor.models import Clock
from tests.cases.conftest import Do

COUNTERS, EACH = 8, 6


def at_counter(do: Do, n: int) -> list[str]:
    """Some cases received, every third attempt failing on the way."""
    made = []
    try:
        for i in range(EACH):
            filed = ["M9"] if (n + i) % 3 == 0 else ["M1", "M2", "M3"]
            try:
                made.append(
                    do("receive", "clerk", "2026-09-18T09:00", item="W1", applicant=f"P{n}", filed=filed)
                )
            except CouldNot:
                continue
    finally:
        connection.close()
    return made


def tried(do: Do, matter: str, who: str) -> str:
    try:
        do("decide", who, "2026-09-22T09:00", matter=matter, outcome="granted", document="文")
    except CouldNot as refused:
        return str(refused)
    finally:
        connection.close()
    return ""


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_whoever_receives(do: Do) -> None:
    with ThreadPoolExecutor(COUNTERS) as pool:
        made = [
            matter
            for job in [pool.submit(at_counter, do, n) for n in range(COUNTERS)]
            for matter in job.result()
        ]
    expected = [f"530103-2026-{n:05}" for n in range(1, len(made) + 1)]
    assert sorted(made) == expected
    assert Numbering.objects.get().last == len(made)
    assert verify().ok


@pytest.mark.django_db(transaction=True)
def test_of_two_people_on_one_case_only_one_decides(do: Do) -> None:
    matter: Any = do(
        "receive", "clerk", "2026-09-18T09:00", item="W1", applicant="P", filed=["M1", "M2", "M3"]
    )
    do("accept", "clerk", "2026-09-18T10:00", matter=matter)
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(tried, do, matter, who) for who in ("handler", "second", "head", "handler")]
        said = [job.result() for job in jobs]
    assert said.count("") == 1
    assert all("已作出决定" in one for one in said if one)
    assert Matter.objects.get(matter=matter).state == "decided"
    assert Clock.objects.get(matter=matter, clock="CLK-02").state == "met"
