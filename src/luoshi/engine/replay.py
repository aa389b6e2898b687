"""What a judgement of everything comes to: counts by unit and clock, and one digest of every row.

The digest adds up two 60-bit numbers from the MD5 of each row's canonical text. A sum does not
depend on order, partitions or engine, counts a doubled row twice, and needs no sorting; two runs
that differ in any row differ in it. It shows equality, it is no seal.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CARDS = ("blue", "yellow_warning", "yellow_card", "red_card", "escalated_5", "escalated_10")
COUNTS = ("due", "met", "late", "open", "open_overdue", *CARDS, "deemed")
REPLAYED = ("time_limit", "deemed_acceptance", "governed")
"""The steps that a replay counts."""
KEYS = ("unit", "mechanism", "clock")
CANONICAL = (
    "matter", "clock", "instance", "unit", "started", "due", "met", "state", "light", "extended", "paused_days",
    "provisional", "acting", "blue", "warn", "next",
)  # fmt: skip
"""What enters the digest of a clock; its other columns follow from these."""
FILING = ("matter", "instance", "filed", "arises", "answered", "fired")
NUMBER = {
    "duckdb": "CAST('0x' || substr({0}, {1}, 15) AS BIGINT)",
    "pyspark": "CAST(conv(substr({0}, {1}, 15), 16, 10) AS DECIMAL(38, 0))",
}
"""Fifteen hexadecimal digits as a number, in each engine's words."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """One row a unit, mechanism and clock, by name; and the digest of the clocks and filings beneath them."""

    rows: list[dict[str, Any]]
    digest: str


def text(columns: Sequence[str]) -> str:
    """A row as text: values between bars, nothing for what is absent."""
    return "concat_ws('|', " + ", ".join(f"coalesce(CAST({c} AS STRING), '')" for c in columns) + ")"


def reached(moment: str, rung: str = "") -> str:
    """How many of these rungs were reached while their clock was open."""
    of = f" AND rung = '{rung}'" if rung else ""
    return f"count(*) FILTER (WHERE acting AND {moment} <= as_of AND (met IS NULL OR met >= {moment}){of})"


def clocks(dialect: str) -> str:
    """Counts and digest of `time_limit` by unit and clock."""
    number = NUMBER[dialect]
    return f"""SELECT unit, clock, count(*) AS due,
      count(*) FILTER (WHERE state = 'met') AS met, count(*) FILTER (WHERE state = 'late') AS late,
      count(*) FILTER (WHERE met IS NULL) AS open, count(*) FILTER (WHERE met IS NULL AND due <= as_of) AS open_overdue,
      {reached("blue")} AS blue, {reached("warn")} AS yellow_warning, {reached("card", "yellow_card")} AS yellow_card,
      {reached("card", "red_card")} AS red_card, {reached("escalate_1")} AS escalated_5,
      {reached("escalate_2")} AS escalated_10,
      sum({number.format("row_digest", 1)}) AS one, sum({number.format("row_digest", 16)}) AS two
    FROM (SELECT t.*, md5({text(CANONICAL)}) AS row_digest, w.as_of FROM time_limit AS t CROSS JOIN (SELECT as_of FROM world) AS w) AS judged
    GROUP BY unit, clock"""


def filings(dialect: str) -> str:
    """Deemed acceptances by unit, and the digest of every filing."""
    number = NUMBER[dialect]
    return f"""SELECT unit, count(*) FILTER (WHERE fired) AS deemed,
      sum({number.format("row_digest", 1)}) AS one, sum({number.format("row_digest", 16)}) AS two
    FROM (SELECT g.holder AS unit, d.fired, md5({text([f"d.{c}" for c in FILING])}) AS row_digest
          FROM deemed_acceptance AS d JOIN governed AS g ON d.matter = g.matter) AS judged
    GROUP BY unit"""


def replayed(of_clocks: Iterable[Mapping[str, Any]], of_filings: Iterable[Mapping[str, Any]]) -> Replayed:
    """The sums of either engine, in one order and with one digest."""
    rows: list[dict[str, Any]] = []
    sums = [0, 0, 0, 0]
    for found in of_clocks:
        counts = {name: int(found.get(name) or 0) for name in COUNTS}
        rows.append(
            {"unit": found["unit"] or "", "mechanism": "time_limit", "clock": found["clock"], **counts}
        )
        sums[0], sums[1] = sums[0] + int(found["one"]), sums[1] + int(found["two"])
    for found in of_filings:
        sums[2], sums[3] = sums[2] + int(found["one"]), sums[3] + int(found["two"])
        if found["deemed"]:
            counts = dict.fromkeys(COUNTS, 0) | {"deemed": int(found["deemed"])}
            rows.append(
                {"unit": found["unit"] or "", "mechanism": "deemed_acceptance", "clock": "CLK-01", **counts}
            )
    rows.sort(key=lambda row: tuple(row[key] for key in KEYS))
    return Replayed(rows, hashlib.sha256(":".join(map(str, sums)).encode()).hexdigest())


def compared(before: Replayed, after: Replayed) -> list[dict[str, Any]]:
    """Before and after side by side: keys, then `before` and `after` with the counts of each."""
    sides = [{tuple(row[key] for key in KEYS): row for row in side.rows} for side in (before, after)]
    none = dict.fromkeys(COUNTS, 0)
    return [
        dict(zip(KEYS, key, strict=True))
        | {
            name: {c: side.get(key, none)[c] for c in COUNTS}
            for name, side in zip(("before", "after"), sides, strict=True)
        }
        for key in sorted({*sides[0], *sides[1]})
    ]
