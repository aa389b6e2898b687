"""What a paper is written from: the entries of its matter, the one it rests on, the item, the limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol

import orjson

from luoshi.catalogue.definition import Definition
from luoshi.documents.office import Office
from luoshi.documents.paper import chinese
from luoshi.law.articles import LICENSING, quote
from luoshi.law.period import UNITS
from luoshi.ledger.entry import SHANGHAI, Row


class Limit(Protocol):
    """A stored time limit."""

    clock: str
    instance: str
    grade: str
    started_on: date
    amount: int | None
    per: str
    extended: int
    due_on: date | None
    provisional: bool


@dataclass(kw_only=True)
class Told:
    """Everything a paper may say. `row` is what it rests on; `rows` the current entries, by position."""

    matter: str
    rows: Sequence[Row]
    row: Row
    office: Office
    on: date
    definition: Definition | None = None
    limits: Sequence[Limit] = ()
    item: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def payload(self) -> Mapping[str, Any]:
        return read(self.row)

    def text(self, name: str) -> str:
        value = self.payload.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    @property
    def happened_on(self) -> date:
        return day(self.row)

    @property
    def effective_on(self) -> date:
        """The day from which an effect of the law holds."""
        return datetime.fromisoformat(self.text("effective_at")).astimezone(SHANGHAI).date()

    def first(self, kind: str) -> Row | None:
        """The first entry of a kind up to the one the paper rests on."""
        return next((r for r in self.rows if r.kind == kind and r.happened_at <= self.row.happened_at), None)

    @property
    def received(self) -> str:
        """2026年9月9日, or 此前 for a case whose receipt is not on record."""
        row = self.first("approvals.received")
        return f"于{chinese(day(row))}" if row else "此前"

    @property
    def applied(self) -> str:
        """The case in one phrase."""
        name = self.matter.split(":", 1)[-1]
        what = f"“{self.item}”" if self.item else "行政许可"
        return f"你（单位）{self.received}提出的{what}申请（办件编号：{name}）"

    @property
    def addressee(self) -> str:
        """Who it goes to, without a name: the applicant's pseudonym, or the number of the case."""
        row = self.first("approvals.received")
        told = read(row).get("applicant", "") if row else ""
        return f"申请人（编号{told if isinstance(told, str) and told else self.matter.split(':', 1)[-1]}）"

    def limit(self, grade: str) -> Limit | None:
        """The limit for deciding, of a grade."""
        return next(
            (
                c
                for c in self.limits
                if c.grade == grade and c.clock not in ("CLK-01", "CLK-05") and not c.instance
            ),
            None,
        )

    def material(self, code: str) -> str:
        found = self.definition.material(code) if self.definition else None
        return found.name if found else code

    def cite(self, article: str, statute: str = LICENSING) -> str:
        """《中华人民共和国行政许可法》第四十五条“……”, word for word."""
        text = quote(statute, article, self.on).text.rstrip("；。")
        return f"《{statute}》{article}“{text}”"


def read(row: Row) -> Mapping[str, Any]:
    told: Any = orjson.loads(row.payload)
    return told if isinstance(told, dict) else {}


def day(row: Row) -> date:
    return datetime.fromisoformat(row.happened_at).astimezone(SHANGHAI).date()


def term(amount: int | None, per: str) -> str:
    """20个工作日."""
    if amount is None:
        return ""
    unit = UNITS.get(per, (per, per))[0]
    return f"{amount}{'个' if unit.startswith('工作') else ''}{unit}"


def until(limit: Limit) -> str:
    """，至2026年10月15日届满; nothing while a stay holds it."""
    if limit.due_on is None:
        return ""
    doubt = "（暂定，以该年度放假安排公布后为准）" if limit.provisional else ""
    return f"，至{chinese(limit.due_on)}届满{doubt}"
