"""What is to be told about the rows of a file: refused ones, doubtful ones, and values seen for the first time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from luoshi.intake.record import Bad
from luoshi.intake.report import Report
from luoshi.law.words import say


@dataclass(slots=True)
class FileNotes:
    """One file's report as it grows. What is doubtful about a value is told at its first row, with how often it occurs."""

    report: Report
    short: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    values: dict[tuple[str, str], tuple[int, str, int]] = field(default_factory=dict)

    def title(self, field: str) -> str:
        """What the file calls a field."""
        return self.titles.get(field, field)

    def reject(self, row: int, field: str, reason: str) -> None:
        self.report.rejected.append(Bad(row, field, reason))

    def warn(self, row: int, field: str, reason: str) -> None:
        self.report.warnings.append(Bad(row, field, reason))

    def once(self, row: int, field: str, value: str, reason: str) -> None:
        """A doubt about a value, not about this row alone."""
        first, said, times = self.values.get((field, value), (row, reason, 0))
        self.values[field, value] = min(first, row), said, times + 1

    def close(self) -> None:
        """Put the rows in order; nothing may be missing from the sum."""
        for (name, _), (row, reason, times) in self.values.items():
            more = say(f"（共 {times} 行）", f" ({times} rows)") if times > 1 else ""
            self.report.warnings.append(Bad(row, name, reason + more))
        self.values.clear()
        for lines in (self.report.rejected, self.report.warnings):
            lines.sort(key=lambda bad: bad.row)
        self.report.check()
