"""The national case tables of an invented city, written as CSV: deterministic, with the variety of real ones.

Names are made of numbers; identity numbers carry a right check digit and belong to nobody (area 000000).
"""

import csv
import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

FIRST = datetime(2026, 1, 5, 9)
DAYS = 150
UNITS, ITEMS = 40, 300
GROUNDS = ("听证", "检验", "检测", "检疫", "鉴定", "专家评审")
STEPS = ("受理", "审查", "审核", "决定")
CARRIED = ("row_guid", "data_source", "cd_batch", "cd_operation", "cd_time")
WEIGHTS = tuple(2 ** (17 - n) % 11 for n in range(17))

HEADS: dict[str, tuple[str, ...]] = {
    "up_task_general_basic": (
        "catalog_code", "task_code", "task_version", "task_name", "task_state", "plan_effective_date", "dept_code",
        "dept_name", "project_type", "anticipate_day", "anticipate_type", "anticipate_explain", "promise_day",
        "promise_type", "by_law", "accept_condition", "handle_flow", "is_fee", "link_way", "supervise_way",
        "limit_scene_num",
    ),
    "up_task_general_material": ("task_code", "material_name", "is_need", "source_type", "accept_stand", "order_num"),
    "up_pro_accept": (
        "project_no", "task_code", "task_version", "task_name", "apply_date", "accept_date", "promise_date", "apply_type",
        "project_type", "org_code", "org_name", "handle_user_name", "applyer_name", "applyer_type", "applyer_page_code",
        "contact_mobile", "accept_doc_no",
    ),
    "up_pro_process": (
        "project_no", "process_name", "event_name", "event_start_time", "event_end_time", "handle_user_name",
        "handle_explain",
    ),
    "up_pro_special_procedure": (
        "project_no", "special_type", "special_name", "special_reason", "special_time", "end_time", "handle_user",
    ),
    "up_pro_result": (
        "project_no", "result_date", "result_type", "result_explain", "result_cetr_name", "result_cetr_no",
        "is_delivery_results", "satisfaction", "handle_user_name",
    ),
}  # fmt: skip


def write(folder: Path, cases: int, *, seed: int = 1) -> dict[str, int]:
    """One file a table; how many rows each has."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {"up_task_general_basic": list(items()), "up_task_general_material": list(papers())}
    counts = {name: _file(folder, name, lines) for name, lines in rows.items()}
    chance = random.Random(seed)
    names = [name for name in HEADS if name.startswith("up_pro")]
    opened = {name: (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") for name in names}
    writers = {name: csv.writer(file) for name, file in opened.items()}
    for name, writer in writers.items():
        writer.writerow((*CARRIED, *HEADS[name]))
        counts[name] = 0
    for n in range(cases):
        for name, row in case(n, chance):
            counts[name] += 1
            writers[name].writerow(row)
    for file in opened.values():
        file.close()
    return counts


def _file(folder: Path, name: str, rows: Iterable[Sequence[object]]) -> int:
    count = 0
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow((*CARRIED, *HEADS[name]))
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def carried(guid: str, told: datetime) -> tuple[str, ...]:
    return guid, "530100", f"B{told:%Y%m%d}", "I", f"{told:%Y-%m-%d %H:%M:%S}"


def items() -> Iterable[tuple[object, ...]]:
    for n in range(ITEMS):
        own = n % 10 == 0
        days = 45 if own else 20
        yield (
            *carried(f"item-{n}", FIRST - timedelta(days=30)), f"0001{n:05}000", code(n), 1, f"第{n:03}号许可", 1,
            "2025-01-01", f"U{n % UNITS:02}", unit(n % UNITS), 2, days, "工作日",
            "《春城市许可办法》第三条" if own else "", 5 + n % 12, "工作日", "《中华人民共和国行政许可法》", "材料齐全", "受理—审查—决定", 0,
            "0871-12345", "0871-12388", 1,
        )  # fmt: skip


def papers() -> Iterable[tuple[object, ...]]:
    for n in range(ITEMS):
        for k, name in enumerate(("申请表", "营业执照", "场所证明")):
            yield *carried(f"paper-{n}-{k}", FIRST - timedelta(days=30)), code(n), name, 1, 1, "原件", k + 1


def code(n: int) -> str:
    return f"11530100000000000{n:03}0001{n:05}"


def unit(n: int) -> str:
    return f"春城市第{n:02}局"


def person(n: int) -> str:
    """An identity number of nobody: area 000000, the right check digit."""
    digits = f"0000001980{n // 1000 % 12 + 1:02}{n % 28 + 1:02}{n % 1000:03}"
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11]


def case(n: int, chance: random.Random) -> Iterable[tuple[str, tuple[object, ...]]]:
    """The rows of one case; most in time, some late, some paused, a few told days afterwards."""
    item, number = n % ITEMS, f"530100{n:010}"
    office, officer = item % UNITS, f"officer {n % 600:03}"
    applied = FIRST + timedelta(days=chance.randrange(DAYS), seconds=chance.randrange(8 * 3600))
    accepted = applied + timedelta(minutes=chance.randrange(5, 300))
    lag = (
        timedelta(days=chance.randrange(2, 20))
        if chance.random() < 0.03
        else timedelta(minutes=chance.randrange(90))
    )
    span = timedelta(hours=chance.randrange(8, 24 * (30 if chance.random() < 0.06 else 9)))
    decided = accepted + span
    yield "up_pro_accept", (
        *carried(f"a-{n}", accepted + lag), number, code(item), 1, f"第{item:03}号许可", stamp(applied), stamp(accepted),
        "", "窗口", 2, f"U{office:02}", unit(office), officer, f"申请人{n % 70_000:05}", 1, person(n % 70_000),
        f"000{n % 10**8:08}", f"春受〔2026〕{n}号",
    )  # fmt: skip
    at = accepted
    for k, step in enumerate(STEPS):
        ended = at + span / len(STEPS)
        yield "up_pro_process", (
            *carried(f"p-{n}-{k}", ended + lag), number, step, "通过", stamp(at), stamp(ended), officer, "同意",
        )  # fmt: skip
        at = ended
    if chance.random() < 0.1:
        begins = accepted + span * 0.2
        ground = GROUNDS[n % len(GROUNDS)]
        yield "up_pro_special_procedure", (
            *carried(f"s-{n}", begins + lag), number, 2, ground, f"依法需要{ground}，特别程序告知书已送达", stamp(begins),
            stamp(accepted + span * 0.6), officer,
        )  # fmt: skip
    refused = chance.random() < 0.04
    yield "up_pro_result", (
        *carried(f"r-{n}", decided + lag), number, stamp(decided), "不予许可" if refused else "出证办结",
        "不符合法定条件" if refused else "", "" if refused else f"第{item:03}号许可证", "" if refused else f"C{n:010}", n % 2,
        1 + n % 3, officer,
    )  # fmt: skip


def stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"
