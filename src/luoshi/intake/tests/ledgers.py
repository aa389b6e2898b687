"""Ledgers of tasks as offices lay them out, made here: a title row, merged cells, Chinese numbers, dates as text."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

TITLE = "春城市2026年重点工作任务台账"
HEADS = ("序号", "任务", "责任单位", "牵头单位", "协办单位", "责任人", "目标值", "完成时限", "进展", "状态")
WATER, PARKS, HOUSING = "春城市水务局", "春城市园林绿化局", "春城市住房城乡建设局"
DIGITS = "零一二三四五六七八九"
DATES = (
    "2026年6月30日", "2026.6.30", "2026-06-30", "2026/6/30", "2026年6月底前", "6月底", "二季度末", "上半年", "二〇二六年六月三十日",
    "2026年6月下旬", "20260630", "6月30日前",
)  # fmt: skip
"""Twelve ways of writing one day."""


def chinese(n: int) -> str:
    """The number in Chinese, from 1 to 999."""
    hundreds, tens, ones = n // 100, n // 10 % 10, n % 10
    told = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        told += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        told += "零"
    return told + (DIGITS[ones] if ones else "")


def row(n: int) -> list[Any]:
    """A row without fault, written in one of many ways."""
    lead, *others = ((PARKS, WATER), (WATER, PARKS, HOUSING), (HOUSING,))[n % 3]
    number: Any = (n, chinese(n), f"（{chinese(n)}）", f"{n}.")[n % 4]
    until: Any = datetime(2026, 6, 30) if n % 13 == 12 else DATES[n % 13 % 12]
    target: Any = ("20个", "新建改造不少于20个口袋公园", "二十个", "完成20个")[n % 4]
    return [
        number,
        f"新建口袋公园第{n}批",
        "、".join((lead, *others)),
        lead,
        "、".join(others),
        "",
        target,
        until,
        f"已完成{n % 20}个",
        "进行中",
    ]


FAULTS: Sequence[tuple[str, dict[str, Any]]] = (
    ("任务", {"任务": ""}),
    ("牵头单位", {"牵头单位": "", "责任单位": ""}),
    ("牵头单位", {"牵头单位": f"{WATER}、{PARKS}"}),
    ("牵头单位", {"牵头单位": "春城市不存在局"}),
    ("协办单位", {"协办单位": "春城市没有的局"}),
    ("目标值", {"目标值": ""}),
    ("目标值", {"目标值": "明显提升"}),
    ("目标值", {"目标值": "-3个"}),
    ("目标值", {"目标值": "10-15个"}),
    ("完成时限", {"完成时限": ""}),
    ("完成时限", {"完成时限": "长期坚持"}),
    ("完成时限", {"完成时限": "2026年2月30日"}),
    ("完成时限", {"完成时限": "2026年13月"}),
    ("完成时限", {"完成时限": "2025年12月31日"}),
    ("序号", {"序号": 1}),
    ("任务", {"任务": "很长的任务" * 50}),
    ("任务", {"任务": "请联系13800138000落实"}),
    ("目标值", {"目标值": "按要求推进"}),
    ("完成时限", {"完成时限": "6.3"}),
    ("牵头单位", {"牵头单位": "春城市园林局"}),
)
"""Twenty rows at fault, seventeen kinds: the column named, and what its cells say."""


def two_hundred() -> tuple[BytesIO, dict[int, str]]:
    """200 rows of which 20 are at fault; the file, and the column at fault by its row."""
    rows: list[list[Any]] = []
    wrong: dict[int, str] = {}
    for n in range(1, 201):
        cells = row(n)
        if n % 10 == 5:
            column, changes = FAULTS[n // 10]
            for title, value in changes.items():
                cells[HEADS.index(title)] = value
            wrong[n + 2] = column
        rows.append(cells)
    return book(rows), wrong


def book(
    rows: Sequence[Sequence[Any]],
    heads: Sequence[str] = HEADS,
    title: str = TITLE,
    merged: Sequence[Any] = (),
) -> BytesIO:
    """A workbook; `merged` are ranges with their value: first row, first column, last row, last column, value."""
    file = BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True})
    page = made.add_worksheet("Sheet1")
    day = made.add_format({"num_format": "yyyy/m/d"})
    top = 0
    if title:
        page.merge_range(0, 0, 0, max(len(heads) - 1, 1), title)
        top = 1
    page.write_row(top, 0, heads)
    for at, cells in enumerate(rows, top + 1):
        for n, value in enumerate(cells):
            if isinstance(value, datetime):
                page.write_datetime(at, n, value, day)
            elif value != "":
                page.write(at, n, value)
    for r1, c1, r2, c2, value in merged:
        page.merge_range(r1, c1, r2, c2, value)
    made.close()
    file.seek(0)
    return file
