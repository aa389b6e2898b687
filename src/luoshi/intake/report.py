"""What became of a file, row by row. Every row read is stored, a duplicate or rejected: the sum is checked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from luoshi.intake.record import Bad


@dataclass(slots=True, kw_only=True)
class Report:
    """Counts of file rows (XES: events), never of entries. `corrections` is a part of `stored`."""

    file: str = ""
    read: int = 0
    stored: int = 0
    duplicates: int = 0
    corrections: int = 0
    matters: int = 0
    rejected: list[Bad] = field(default_factory=list)
    warnings: list[Bad] = field(default_factory=list)
    not_kept: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    dry_run: bool = False

    def check(self) -> None:
        """Nothing lost: raises when the rows do not add up."""
        if self.read != self.stored + self.duplicates + len(self.rejected):
            raise AssertionError(
                f"{self.file}: read {self.read} ≠ stored {self.stored} + duplicates {self.duplicates} "
                f"+ rejected {len(self.rejected)}"
            )

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON has it."""
        self.check()
        return {
            "file": self.file,
            "read": self.read,
            "stored": self.stored,
            "duplicates": self.duplicates,
            "rejected": [_line(bad) for bad in self.rejected],
            "warnings": [_line(bad) for bad in self.warnings],
            "matters": self.matters,
            "corrections": self.corrections,
            "not_kept": self.not_kept,
            "notes": self.notes,
            "dry_run": self.dry_run,
        }


def together(reports: Sequence[Report], *, matters: int | None = None) -> dict[str, Any]:
    """One object for several files: counts summed, lines with their file, each report under `files`.

    `matters` is how many they speak of together, where several files speak of the same.
    """
    parts = [report.as_dict() for report in reports]
    if len(parts) == 1:
        return parts[0]
    whole: dict[str, Any] = {
        name: sum(part[name] for part in parts)
        for name in ("read", "stored", "duplicates", "matters", "corrections")
    }
    if matters is not None:
        whole["matters"] = matters
    for name in ("rejected", "warnings"):
        whole[name] = [{"file": part["file"], **line} for part in parts for line in part[name]]
    whole["dry_run"] = any(part["dry_run"] for part in parts)
    whole["files"] = parts
    return whole


def _line(bad: Bad) -> dict[str, Any]:
    return {"row": bad.row, "field": bad.field, "reason": bad.reason}
