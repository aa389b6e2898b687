"""What became of a workbook, row by row. Every row read is stored, unchanged or rejected: the sum is checked."""

from dataclasses import dataclass, field
from typing import Any, Literal

from luoshi.intake.workbook import Line, Sheet
from luoshi.law.words import say

State = Literal["new", "changed", "unchanged", "rejected"]
STATES: dict[str, tuple[str, str]] = {
    "new": ("新增", "new"),
    "changed": ("变更", "changed"),
    "unchanged": ("未变", "unchanged"),
    "rejected": ("拒收", "rejected"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one row; `field` is the title of the column at fault."""

    sheet: str
    row: int
    key: str
    state: State
    field: str = ""
    reason: str = ""

    def said(self) -> str:
        return say(*STATES[self.state])


@dataclass(slots=True)
class Answers:
    """The answers to a workbook, in the order of its rows."""

    file: str = ""
    dry_run: bool = False
    notes: list[str] = field(default_factory=list)
    rows: list[Answer] = field(default_factory=list)

    def give(
        self, sheet: Sheet, line: Line, key: str, state: State, *, field: str = "", reason: str = ""
    ) -> None:
        title = sheet.title(field) if field else ""
        self.rows.append(Answer(sheet.names[0], line.row, key, state, title, reason))

    def count(self, *states: str) -> int:
        return sum(row.state in states for row in self.rows)

    @property
    def rejected(self) -> list[Answer]:
        return [row for row in self.rows if row.state == "rejected"]

    @property
    def stored(self) -> int:
        return self.count("new", "changed")

    @property
    def unchanged(self) -> int:
        return self.count("unchanged")

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON has it; read = stored + duplicates + rejected."""
        return {
            "file": self.file,
            "read": len(self.rows),
            "stored": self.stored,
            "new": self.count("new"),
            "changed": self.count("changed"),
            "duplicates": self.unchanged,
            "rejected": [
                {"sheet": a.sheet, "row": a.row, "field": a.field, "reason": a.reason} for a in self.rejected
            ],
            "notes": self.notes,
            "dry_run": self.dry_run,
        }

    def said(self) -> str:
        would = say("（试运行，未写入）", " (dry run, nothing written)") if self.dry_run else ""
        return say(
            f"{self.file}{would}：读 {len(self.rows)} 行，新增 {self.count('new')}，变更 {self.count('changed')}，"
            f"未变 {self.unchanged}，拒收 {len(self.rejected)}",
            f"{self.file}{would}: read {len(self.rows)} rows, {self.count('new')} new, {self.count('changed')} changed, "
            f"{self.unchanged} unchanged, {len(self.rejected)} rejected",
        )
