"""What a bench reports: a figure beside the floor or peer it was measured with, in the same run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`measured` and `floor` in the same unit (seconds unless the name says otherwise); `goal` in words."""

    name: str
    measured: float
    floor: float
    goal: str
    unit: str = "s"

    @property
    def ratio(self) -> float:
        return self.measured / self.floor if self.floor else float("nan")
