"""The catalogue as the cases of an import need it: which version of an item a case was received under."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from luoshi.catalogue.definition import Definition
from luoshi.catalogue.models import ItemVersion
from luoshi.intake.national.stamps import civil
from luoshi.intake.national.tables import Accept
from luoshi.law.period import Period
from luoshi.law.words import say

if TYPE_CHECKING:
    from luoshi.intake.national.telling import Telling


@dataclass(frozen=True)
class Version:
    """One version of an item, in force from `since` until before `until` ("": until another begins)."""

    number: int
    since: str
    until: str
    definition: Definition

    @property
    def name(self) -> str:
        return self.definition.name

    @cached_property
    def _limits(self) -> dict[str, Period]:
        return {step.name: step.limit for step in self.definition.steps if step.limit}

    @cached_property
    def _materials(self) -> dict[str, str]:
        return {material.name: material.code for material in self.definition.materials}

    def limit(self, step: str) -> Period | None:
        return self._limits.get(step)

    def material(self, name: str) -> str:
        """The code of a listed paper by its name."""
        return self._materials.get(name, "")


@dataclass(slots=True)
class Items:
    """Looks every item up once. `planned` are versions of a dry run, which stand nowhere yet."""

    ledger: str
    known: dict[str, list[Version]] = field(default_factory=dict)
    planned: dict[str, list[Version]] = field(default_factory=lambda: defaultdict(list))

    def versions(self, code: str) -> list[Version]:
        """The versions of an item, oldest first."""
        found = self.known.get(code)
        if found is None:
            rows = ItemVersion.objects.filter(ledger=self.ledger, code=code).order_by("version")
            found = [
                Version(v.version, civil(v.since), civil(v.until) if v.until else "", v.definition)
                for v in rows
            ]
            found = self.known[code] = found + self.planned.get(code, [])
        return found

    def numbered(self, code: str, number: Any) -> Version | None:
        return next((v for v in self.versions(code) if v.number == number), None)

    def find(self, code: str, edition: str, moment: str, row: Accept, telling: "Telling") -> Version | None:
        """The version that the source names, else the one in force at a moment; what is doubtful is told once."""
        versions = self.versions(code)
        notes = telling.shared.notes[row.file]
        if not versions:
            reason = say(
                f"目录里没有事项 {code[:60]}：只按来源的承诺办结时间和一般法定期限计时；请先导入事项",
                f"the catalogue has no item {code[:60]}: only the source's promised day and the ordinary term run",
            )
            notes.once(row.row, notes.title("code"), code, reason)
            return None
        named = [v for v in versions if edition and v.definition.edition == edition]
        if named:
            return in_force(named, moment) or named[-1]
        found = in_force(versions, moment)
        if edition and any(v.definition.edition for v in versions):
            reason = say(
                f"目录里没有 {code[:60]} 的第 {edition[:20]} 版，按收件时有效的版本计时",
                f"the catalogue has no version {edition[:20]} of {code[:60]}: the one in force then is taken",
            )
            notes.once(row.row, notes.title("version"), f"{code} {edition}", reason)
        if found is None:
            reason = say(
                f"事项 {code[:60]} 收件时没有有效的版本", f"no version of {code[:60]} was in force then"
            )
            notes.once(row.row, notes.title("code"), f"{code} ?", reason)
        return found


def in_force(versions: Iterable[Version], moment: str) -> Version | None:
    """The last of these that holds at a moment."""
    found = [v for v in versions if v.since <= moment and (not v.until or moment < v.until)]
    return found[-1] if found else None
