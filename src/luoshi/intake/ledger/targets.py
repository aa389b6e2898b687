"""Targets as offices write them: 20个, 新增学位3000个, 完成率不低于95%. The number, and what it counts."""

import re
from decimal import Decimal
from typing import NamedTuple

from luoshi.intake.ledger.numerals import chinese, narrow
from luoshi.law.words import say

NUMBER = re.compile(r"(?<![\d.第])(-?\d+(?:,\d{3})*(?:\.\d+)?)(?![\d.])(?![年月日号](?!均))")
SPAN = re.compile(r"\d+(?:\.\d+)?(?:个|%|万)?\s*(?:-|—|~|～|至)\s*\d+")
CHINESE = re.compile("[零一二两三四五六七八九十百千]+(?=[个处所家座条项件套栋台辆户亩场次])")
UNITS = (
    "个百分点", "万平方米", "平方公里", "平方千米", "万立方米", "万人次", "亿千瓦时", "万千瓦", "立方米", "平方米", "万元", "亿元",
    "万亩", "万户", "万人", "万吨", "万套", "人次", "公里", "千米", "公顷", "公斤", "千瓦", "人", "户", "家", "个", "处", "所", "座",
    "条", "项", "件", "套", "栋", "台", "辆", "亩", "场", "次", "吨", "米", "元", "期", "张", "份", "天", "%", "‰", "名", "万", "亿",
)  # fmt: skip


class Target(NamedTuple):
    """A figure, what it counts, and whether the text holds further figures that were passed over."""

    value: Decimal
    per: str
    more: bool


def target(text: str, per: str = "") -> Target | None:
    """What a cell asks for, or None for an empty one. ValueError if nobody could tell when it is reached."""
    if not text.strip():
        return None
    told = CHINESE.sub(lambda found: str(chinese(found[0])), narrow(text))
    if SPAN.search(told):
        raise ValueError(say(f"“{text}”是一个范围：请写一个数", f"“{text}” is a range: give one figure"))
    found = list(NUMBER.finditer(told))
    if not found:
        raise ValueError(
            say(
                f"“{text}”没有可衡量的数：请写数和单位，如 20个",
                f"“{text}” holds no figure to measure by: give a number and what it counts",
            )
        )
    value, after = Decimal(found[0][1].replace(",", "")), told[found[0].end() :]
    if value < 0:
        raise ValueError(say(f"“{text}”是负数：请核对", f"“{text}” is below zero: check it"))
    unit = next((name for name in UNITS if after.lstrip("余多").startswith(name)), "")
    return Target(value, per.strip() or unit, len(found) > 1)
