"""The sweep: what it costs to find that nothing is due, however many clocks are open, and each clock that is.

The open clocks are rows put straight into the table: the look-up knows nothing of where they came from.
On PostgreSQL the look-up is measured again right after 200 thousand fired while a backup holds its
snapshot, so that none of the rows they left behind can be cleaned away.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter

from bench.drafts import AT, go_live, told
from bench.office import ABSENT, LEDGER, Desk, offices
from bench.table import Row

OPEN = (100_000, 1_000_000, 10_000_000)
FIRED = 200_000
GOAL = 5.0  # ms
DUE = AT + timedelta(days=10)  # the open clocks' next moments lie from here on
SWEEPS = 100


def run(*, quick: bool = False, most: int = OPEN[-1]) -> list[Row]:
    """A sweep with nothing due at each size, and the cost of one clock that is due."""
    sizes = [n for n in OPEN if n <= most] if not quick else [1_000, 10_000]
    fired, due = (2_000, 300) if quick else (FIRED, 5_000)
    rows: list[Row] = []
    for database, place in offices():
        if place is None:
            rows.append(Row(f"sweep, {database}", ABSENT))
            continue
        with place.desk() as call:
            spent = call(fire, due)
            rows += looked_up(database, call, sizes, fired)
            rows.append(Row(f"sweep, each matter that is due, {database}", f"{spent / due * 1e3:.2f} ms"))
    return rows


def looked_up(database: str, call: Desk, sizes: list[int], fired: int) -> list[Row]:
    rows: list[Row] = []
    first = 0.0
    held = 0
    for size in sizes:
        call(fill, held, size)
        held = size
        spent, write = call(idle)
        first = first or spent
        rows.append(
            row(f"sweep, nothing due, {size:,} open, {database}", spent, write, f"beside {sizes[0]:,}", first)
        )
    if database == "PostgreSQL":
        spent, write = call(idle_after, fired)
        name = f"sweep, nothing due, {held:,} open, {fired:,} just fired, snapshot held, {database}"
        rows.append(row(name, spent, write, f"beside {sizes[0]:,}", first))
    return rows


def row(name: str, spent: float, write: float, beside: str, first: float) -> Row:
    floor = f"{beside} {first * 1e3:.2f} ms; one durable write {write * 1e3:.2f} ms"
    return Row(
        name, f"{spent * 1e3:.2f} ms", floor, spent / first, f"≤ {GOAL:.0f} ms, flat", spent * 1e3 <= GOAL
    )


def fill(held: int, upto: int) -> None:
    """More open clocks by one statement, indexes made afterwards: as a database long in use has them."""
    from django.db import connection

    from luoshi.monitor.models import Clock

    indexes = Clock._meta.indexes if upto - held >= 500_000 else []
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(Clock, index)
        editor.execute(insert(Clock._meta.db_table, connection.vendor == "postgresql", held, upto), None)
        for index in indexes:
            editor.add_index(Clock, index)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE monitor_clock" if connection.vendor == "postgresql" else "ANALYZE")


def insert(table: str, postgresql: bool, held: int, upto: int) -> str:
    """`upto - held` running clocks; their next moments are spread over a year, one a few seconds."""
    if postgresql:
        moment = f"timestamptz '{DUE.isoformat()}' + (n % 31536000) * interval '1 second'"
        late, source = f"{moment} + interval '2 days'", f"generate_series({held + 1}, {upto}) AS t(n)"
        number, day, no = "lpad(n::text, 8, '0')", "date '2026-08-01'", "false"
    else:
        moment = f"datetime('{DUE.replace(tzinfo=None)}', '+' || (n % 31536000) || ' seconds')"
        late, source = moment, "t"
        number, day, no = "printf('%08d', n)", "'2026-08-01'", "0"
    series = "" if postgresql else (
        f"WITH RECURSIVE t(n) AS (SELECT {held + 1} UNION ALL SELECT n + 1 FROM t WHERE n < {upto}) "
    )  # fmt: skip
    return (
        f"INSERT INTO {table} (ledger, matter, clock, instance, grade, unit, item, law, started_at, started_on, amount, per, "
        "extended, due_on, due_at, provisional, met_at, state, light, paused_days, next_at) "
        f"{series}SELECT '{LEDGER}', 'open:' || {number}, 'CLK-02', '', 'statutory', 'unit ' || (n % 40), 'item ' || (n % 300), "
        f"'{LEDGER}', {moment}, {day}, 20, 'working_day', 0, {day}, {late}, {no}, NULL, 'running', 'green', 0, {moment} "
        f"FROM {source}"
    )


def idle() -> tuple[float, float]:
    """Median seconds of a sweep that finds nothing, watermark included; and of one durable write alone."""
    from luoshi.monitor.sweep import sweep

    begun = swept()
    spent = []
    for n in range(SWEEPS):
        at = begun + timedelta(milliseconds=n + 1)
        began = perf_counter()
        done = sweep(at=at)
        spent.append(perf_counter() - began)
        if done.matters:
            raise RuntimeError(f"{done.matters} matters were due")
    return median(spent), median(written(begun) for _ in range(SWEEPS))


def swept() -> datetime:
    """Sweep once, so that the worker is warm; where the watermark stands."""
    from luoshi.monitor import store
    from luoshi.monitor.sweep import sweep

    sweep(at=AT)
    return max(store.swept_at(LEDGER), AT)


def written(at: datetime) -> float:
    """Seconds of the least a sweep must do: move its mark, durably."""
    from luoshi.ledger import follow

    began = perf_counter()
    follow.advance("bench", int(at.timestamp() * 1e6) + int(began * 1e6), ledger="bench")
    return perf_counter() - began


def idle_after(fired: int) -> tuple[float, float]:
    """The same when so many have just been replaced, and a snapshot older than that is held."""
    import psycopg
    from django.db import connection

    from luoshi.monitor.models import Watermark

    settings = connection.get_connection_params()
    settings = {k: settings[k] for k in ("dbname", "user", "host", "port") if settings.get(k)}
    with psycopg.connect(**settings) as backup:
        backup.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        backup.execute("SELECT count(*) FROM ledger_entry").fetchone()
        upto = replaced(fired)
        Watermark.objects.filter(ledger=LEDGER).update(swept_at=upto)
        return idle()


def replaced(fired: int) -> datetime:
    """What firing does to the table: rows of matters deleted and written again with a later moment, 1,000 at a time."""
    from luoshi.ledger import bulk
    from luoshi.monitor.models import Clock

    upto = DUE
    for _ in range(0, fired, 1000):
        found = list(
            Clock.objects.filter(ledger=LEDGER, next_at__gte=upto).order_by("next_at")[:1000].values()
        )
        upto = found[-1]["next_at"] + timedelta(microseconds=1)
        rows = [{**each, "next_at": each["next_at"] + timedelta(days=800)} for each in found]
        bulk.replace(Clock, LEDGER, [each["matter"] for each in found], rows)
    return upto


def fire(matters: int) -> float:
    """Seconds of a sweep over so many matters that come due at once: judged, recorded, written down."""
    from luoshi.ledger import record
    from luoshi.monitor.follow import catch_up
    from luoshi.monitor.models import Clock
    from luoshi.monitor.sweep import sweep

    go_live()
    received = AT - timedelta(days=20)
    first = (draft for draft in told(matters=matters) if draft.kind == "approvals.received")
    record.append_bulk((replace(draft, happened_at=received) for draft in first), at=received)
    catch_up(at=received)
    began = perf_counter()
    done = sweep(at=AT - timedelta(days=1))
    spent = perf_counter() - began
    if done.matters < matters:
        raise RuntimeError(f"{done.matters} of {matters} came due")
    Clock.objects.all().delete()
    return spent
