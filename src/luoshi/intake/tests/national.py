"""Small national tables for the tests, row by row, and what an import of them comes to."""

import csv
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson

from luoshi.intake.national import mapping
from luoshi.intake.national.finding import sources
from luoshi.intake.national.run import Outcomes, import_tables
from luoshi.intake.record import Bad
from luoshi.ledger import read
from luoshi.ledger.entry import Row
from luoshi.org.models import Unit

AT = datetime(2026, 9, 1, 1, tzinfo=UTC)
TOLD = "2026-03-03 12:00:00"
NUMBER = "000000198001010013"
"""Nobody's: an area that does not exist; the check digit is right."""

PHONE = "0871-9900000"

BLANK: dict[str, dict[str, str]] = {
    "up_task_general_basic": {
        "row_guid": "i1", "task_code": "T1", "task_version": "1", "task_name": "房屋建筑工程施工许可", "task_state": "1",
        "dept_code": "ZJ", "dept_name": "住建局", "project_type": "2", "anticipate_day": "20", "anticipate_type": "工作日",
        "promise_day": "10", "promise_type": "工作日", "by_law": "《中华人民共和国建筑法》第七条", "cd_operation": "I", "cd_time": TOLD,
    },
    "up_task_general_material": {
        "row_guid": "n1", "task_code": "T1", "material_name": "申请表", "is_need": "1", "order_num": "1", "cd_operation": "I",
        "cd_time": TOLD,
    },
    "up_pro_accept": {
        "row_guid": "a1", "project_no": "P1", "task_code": "T1", "task_version": "1", "task_name": "房屋建筑工程施工许可",
        "apply_date": "2026-03-02 09:00:00", "accept_date": "2026-03-03 10:00:00", "promise_date": "", "apply_type": "窗口",
        "project_type": "2", "org_code": "ZJ", "org_name": "住建局", "handle_user_name": "officer 1",
        "applyer_name": "某建设公司", "applyer_type": "1", "applyer_page_code": NUMBER, "contact_mobile": "0871-9900000",
        "accept_doc_no": "春建受〔2026〕1号", "cd_operation": "I", "cd_time": TOLD,
    },
    "up_pro_process": {
        "row_guid": "p1", "project_no": "P1", "process_name": "审查", "event_name": "通过",
        "event_start_time": "2026-03-03 10:00:00", "event_end_time": "2026-03-05 10:00:00", "handle_user_name": "officer 1",
        "handle_explain": "同意", "cd_operation": "I", "cd_time": "2026-03-05 12:00:00",
    },
    "up_pro_special_procedure": {
        "row_guid": "s1", "project_no": "P1", "special_type": "2", "special_name": "检测", "special_reason": "检测告知书已送达",
        "special_time": "2026-03-06 09:00:00", "end_time": "2026-03-10 09:00:00", "handle_user": "officer 1",
        "cd_operation": "I", "cd_time": "2026-03-10 12:00:00",
    },
    "up_pro_result": {
        "row_guid": "r1", "project_no": "P1", "result_date": "2026-03-12 15:00:00", "result_type": "出证办结",
        "result_explain": "", "result_cetr_name": "施工许可证", "result_cetr_no": "X-1", "is_delivery_results": "0",
        "satisfaction": "1", "handle_user_name": "officer 1", "cd_operation": "I", "cd_time": "2026-03-12 16:00:00",
    },
    "up_pro_material": {
        "row_guid": "m1", "project_no": "P1", "material_name": "申请表", "get_type": "1", "get_num": "2", "cd_operation": "I",
        "cd_time": TOLD,
    },
}  # fmt: skip
"""One good row of each table: a case that is received, accepted, looked at, tested, granted."""
PROCESS, SPECIAL, RESULT = "up_pro_process", "up_pro_special_procedure", "up_pro_result"
ACCEPT, MATERIAL, ITEMS, PAPERS = (
    "up_pro_accept",
    "up_pro_material",
    "up_task_general_basic",
    "up_task_general_material",
)
Rows = list[dict[str, str]]


def row(table: str, **changes: str) -> dict[str, str]:
    """The good row of a table with other values."""
    assert set(changes) <= set(BLANK[table]) | {"extra"}, changes
    return {**BLANK[table], **changes}


def put(folder: Path, tables: dict[str, Rows], *, codec: str = "utf-8", suffix: str = "") -> Path:
    """A folder of CSV files, one a table."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        with (folder / f"{table}{suffix}.csv").open("w", newline="", encoding=codec) as file:
            writer = csv.DictWriter(file, list(rows[0] if rows else BLANK[table]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


def whole(**changes: Rows) -> dict[str, Rows]:
    """Every table with its good row, some of them with other rows."""
    return {**{table: [row(table)] for table in BLANK}, **changes}


def bodies() -> None:
    Unit.objects.get_or_create(code="ZJ", defaults={"name": "住建局"})


def taken(*paths: Path, at: datetime = AT, told: Path | None = None, **more: Any) -> Outcomes:
    """Import without judging."""
    known = mapping.load(told)
    with ExitStack() as stack:
        found, _ = sources(paths, known, stack)
        return import_tables(found, known, at=at, judge=more.pop("judge", False), **more)


def rejected(outcomes: Outcomes) -> list[Bad]:
    return [bad for report in outcomes.reports for bad in report.rejected]


def warned(outcomes: Outcomes) -> list[Bad]:
    return [bad for report in outcomes.reports for bad in report.warnings]


def counts(outcomes: Outcomes) -> tuple[int, int, int, int]:
    """Read, stored, duplicates, rejected, over all tables."""
    reports = outcomes.reports
    for report in reports:
        report.check()
    return (
        sum(r.read for r in reports), sum(r.stored for r in reports), sum(r.duplicates for r in reports),
        len(rejected(outcomes)),
    )  # fmt: skip


def entries(number: str = "P1") -> list[Row]:
    """What stands of a case now, in the order of what happened."""
    return sorted(read.current([f"national:{number}"]), key=lambda r: (r.happened_at, r.kind))


def kinds(number: str = "P1") -> list[str]:
    return [r.kind for r in entries(number)]


def told(kind: str, number: str = "P1") -> dict[str, Any]:
    """The payload of the only entry of a kind."""
    (found,) = [r for r in entries(number) if r.kind == kind]
    payload: dict[str, Any] = orjson.loads(found.payload)
    return payload


def live(since: date = date(2026, 1, 1)) -> None:
    """From here on this office acts."""
    from luoshi.monitor import settings

    settings.change(
        name=settings.LIVE_SINCE,
        value=since.isoformat(),
        since=since,
        actor="test",
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )
