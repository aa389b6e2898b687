"""What verifying found, for programs and for people."""

from dataclasses import dataclass, field
from typing import Any

from luoshi.law.words import say

KEPT = 100  # problems told in words; all are counted


def _clean(text: str) -> str:
    """Printable whatever was found in the tables."""
    return text.encode("utf-8", "backslashreplace").decode()


@dataclass
class Report:
    """`ok` only when nothing is wrong; `first_broken` the lowest position known to be touched.

    When every digest was computed anew after the change, only a root tells: then `first_broken` is the
    first entry after the last root that still holds.
    """

    entries: int = 0
    first_broken: int | None = None
    problems: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0
    warnings: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return self.count == 0

    def wrong(self, ledger: object, position: int | None, what: str) -> None:
        self.count += 1
        if position is not None and (self.first_broken is None or position < self.first_broken):
            self.first_broken = position
        if len(self.problems) < KEPT:
            self.problems.append({"ledger": _clean(str(ledger)), "position": position, "what": _clean(what)})

    def told(self) -> dict[str, Any]:
        return {
            "entries": self.entries,
            "ok": self.ok,
            "first_broken": self.first_broken,
            "problems": self.problems,
            "problem_count": self.count,
            "warnings": self.warnings,
        }

    def lines(self) -> str:
        """The report for a person."""
        head = say(
            f"{self.entries} 条，{'完好' if self.ok else f'有 {self.count} 处不符'}",
            f"{self.entries} entries, {'sound' if self.ok else f'{self.count} problem(s)'}",
        )
        lines = [head]
        if self.first_broken is not None:
            lines.append(
                say(
                    f"最先出问题的是第 {self.first_broken} 条",
                    f"The first broken entry is {self.first_broken}",
                )
            )
        lines += [
            f"{p['ledger']} {'' if p['position'] is None else p['position']} {p['what']}".strip()
            for p in self.problems
        ]
        return "\n".join([*lines, *self.warnings])
