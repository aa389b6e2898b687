"""What can be asked of a case: how it stands, and what somebody may do to it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from luoshi.approvals.actor import WINDOW, Actor
from luoshi.approvals.case import Case, Limit
from luoshi.approvals.reading import read
from luoshi.approvals.rules import RULES, Rule
from luoshi.catalogue import queries as catalogue
from luoshi.catalogue.models import ItemVersion
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger import read as entries
from luoshi.ledger.entry import Row


@dataclass(frozen=True, slots=True)
class Chance:
    """An act, and why it cannot be done now (""; then it can). `ever` says that the person's role does it at all."""

    rule: Rule
    why_not: str
    ever: bool

    @property
    def act(self) -> str:
        return self.rule.act

    @property
    def allowed(self) -> bool:
        return not self.why_not


def case(
    matter: str,
    *,
    ledger: str,
    limits: Sequence[Limit],
    more: Sequence[Row] = (),
    rows: Sequence[Row] | None = None,
) -> Case:
    """A case from its entries (`rows` where they were read already) and `more` that are not recorded yet.

    Papers and steps are those of the version under which it was received.
    """
    held = entries.current([matter], ledger=ledger) if rows is None else rows
    found = read(ledger, matter, [*held, *more])
    found.limits = limits
    if found.code and found.version is not None:
        version = catalogue.version(found.code, found.version, ledger=ledger)
        found.definition = version.definition if version else None
    return found


def may(case: Case, by: Actor, at: datetime) -> list[Chance]:
    """Every act on the case, each with the reason why it cannot be done now, in the order of the rules."""
    return [Chance(rule, rule.why_not(case, by, at), rule.may_ever(case, by)) for rule in RULES.values()]


def in_force(code: str, *, by: Actor, at: datetime, ledger: str) -> ItemVersion:
    """The version of an item that this person may receive a case under now; CouldNot says why not."""
    version = catalogue.version_at(code, at, ledger=ledger)
    if version is None:
        raise CouldNot(
            say(f"事项 {code} 现在没有实施：请核对事项", f"Item {code} is not in force now: check the item")
        )
    if not (by.holds(WINDOW, version.unit) or by.holds(WINDOW, version.unit_name)):
        raise CouldNot(
            say(
                f"“{version.name}”由{version.unit_name}办理，不在您的窗口范围；请书面告知申请人向{version.unit_name}提出",
                f"“{version.name}” is for {version.unit_name}, outside your counter: tell the applicant in writing to "
                "apply there",
            )
        )
    return version
