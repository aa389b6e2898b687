"""The busiest pages over a million matters, beside a page of the same frame with nothing on it; and the wall's news.

The rows are put straight into the tables of the present state, as an import of years would leave them.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from time import perf_counter
from typing import Any

from bench.office import ABSENT, LEDGER, offices
from bench.table import Row

FEW, MANY = 10_000, 1_000_000
TIMES, WARM = 60, 5
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
QUERIES = 12
PAGES = {
    "overview": "/",
    "matters": "/matters/",
    "matters overdue": "/matters/?light=overdue",
    "cards": "/cards/",
    "wall": "/wall/",
}
Spent = dict[str, tuple[float, int]]


def run(*, quick: bool = False) -> list[Row]:
    few, many = (500, 2_000) if quick else (FEW, MANY)
    rows: list[Row] = []
    for database, place in offices():
        if place is None:
            rows.append(Row(f"pages, {database}", ABSENT))
            continue
        with place.desk() as call:
            call(found)
            call(grow, 0, few)
            before: Spent = call(asked)
            call(grow, few, many)
            after: Spent = call(asked)
        bare = after.pop("bare")[0]
        for name, (p95, queries) in after.items():
            met = p95 <= 3 * bare and queries <= QUERIES
            what = f"{p95 * 1e3:.1f} ms p95, {queries} queries"
            rows.append(
                Row(f"page {name}, {many:,} matters, {database}", what, f"bare page {bare * 1e3:.1f} ms", p95 / bare, "ratio ≤ 3, ≤ 12 queries", met)
            )  # fmt: skip
        wall = after["wall"][0] / before["wall"][0]
        rows.append(
            Row(f"the wall over {many:,} matters, {database}", f"{after['wall'][0] * 1e3:.1f} ms", f"over {few:,}: {before['wall'][0] * 1e3:.1f} ms", wall, "as cheap however long the history is", wall <= 1.5)
        )  # fmt: skip
    return rows


def found() -> None:
    """The bodies and who looks."""
    from luoshi.web.tests.sample import people

    people()


def grow(since: int, until: int) -> None:
    """Matters numbered from `since` on, two clocks each; the numbers are counted from them."""
    from django.db import connection

    from luoshi.approvals.models import Matter
    from luoshi.ledger import bulk, follow
    from luoshi.monitor import tallies
    from luoshi.monitor.models import Clock

    for start in range(since, until, 50_000):
        part = range(start, min(start + 50_000, until))
        bulk.insert(Matter, map(matter, part))
        bulk.insert(Clock, (row for n in part for row in clocks(n)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    follow.rewind(tallies.COUNTED)
    tallies.complete(LEDGER)


def life(n: int) -> tuple[datetime, datetime | None]:
    """When a matter came and when it ended: all but one in fifty of the old ones did."""
    came = NOW - timedelta(days=n % 700, minutes=n % 480)
    ended = came + timedelta(days=3 + n % 25)
    return came, ended if ended < NOW and n % 50 else None


def matter(n: int) -> dict[str, Any]:
    from luoshi.web.tests.sample import BODIES, ITEMS

    came, ended = life(n)
    texts = dict.fromkeys(("outcome", "officer", "post", "code", "applicant", "channel", "lane"), "")
    return texts | {
        "ledger": LEDGER, "matter": f"p:{n}", "source": "p", "source_id": str(n), "item": ITEMS[n % len(ITEMS)],
        "unit": BODIES[n % len(BODIES)][0], "law": LEDGER, "version": None, "state": "decided" if ended else "accepted",
        "received_at": came, "accepted_at": came + timedelta(hours=20), "decided_at": ended, "delivered_at": None,
        "ended_at": ended, "last_at": ended or came, "last_position": n + 1,
    }  # fmt: skip


def clocks(n: int) -> Iterator[dict[str, Any]]:
    from luoshi.web.tests.sample import BODIES, ITEMS

    came, ended = life(n)
    for grade, days in (("promise", 21), ("statutory", 28)):
        due = came + timedelta(days=days)
        late = (ended or NOW) > due
        yield {
            "ledger": LEDGER, "matter": f"p:{n}", "clock": "CLK-02", "instance": grade, "grade": grade,
            "unit": BODIES[n % len(BODIES)][0], "item": ITEMS[n % len(ITEMS)], "law": LEDGER, "started_at": came,
            "started_on": came.date(), "amount": 20, "per": "working_day", "extended": 0, "due_on": due.date(), "due_at": due,
            "provisional": False, "met_at": ended, "state": ("late" if late else "met") if ended else "running",
            "light": "green" if ended or not late else "overdue", "paused_days": 0, "next_at": None,
        }  # fmt: skip


def asked() -> Spent:
    """For each page p95 in seconds and how many queries, and for a bare one."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from luoshi.org.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ROOT_URLCONF = "bench.bare"
    client = Client()
    client.force_login(User.objects.get(username="office"))
    spent: Spent = {}
    for name, path in (("bare", "/bare/"), *PAGES.items()):
        taken = []
        for _ in range(TIMES + WARM):
            began = perf_counter()
            answer = client.get(path)
            body = b"".join(answer) if answer.streaming else answer.content
            taken.append(perf_counter() - began)
            assert answer.status_code == 200, (path, answer.status_code, body[:200])
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        spent[name] = (quantiles(taken[WARM:], n=20)[18], len(queries))
    return spent
