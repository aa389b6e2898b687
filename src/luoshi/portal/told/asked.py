"""What the applicant is asked for, and the stays of the clock with their grounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from luoshi.approvals.words import lawful_grounds, one_of
from luoshi.portal.told.case import Seen, as_day, civil


@dataclass(frozen=True, slots=True)
class Wanted:
    """One paper to mend or to file; `what` says how, `standard` what the item demands of it."""

    name: str
    what: str
    standard: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """The clock stood from `since` until before `until`; `lawful` only with a ground of the law and its paper."""

    ground: str
    document: str
    since: date
    until: date | None
    expected: date | None
    lawful: bool


def asked(seen: Seen) -> Sequence[Wanted]:
    """Everything the last one-time notice named, while it waits for the applicant."""
    told = seen.last("approvals.correction_notified")
    if seen.matter.state != "notified" or told is None:
        return ()
    wrong, named, other = told.get("wrong"), told.get("materials"), told.get("other")
    wrong = wrong if isinstance(wrong, dict) else {}
    found = []
    for code in named if isinstance(named, list) else ():
        paper = seen.case.definition.material(str(code)) if seen.case.definition else None
        what = str(wrong.get(code) or "") or _("未提交，请补交")
        found.append(Wanted(seen.case.material(str(code)), what, paper.standard if paper else ""))
    if isinstance(other, str) and other:
        found.append(Wanted(_("其他"), other))
    return found


def stays(seen: Seen) -> Sequence[Stay]:
    known = lawful_grounds()
    return [
        Stay(
            one_of(known, one.ground), one.document, civil(one.since), civil(one.until) if one.until else None,
            as_day(one.expected) if len(one.expected) == 10 else None, one.ground in known and bool(one.document),
        )
        for one in seen.case.pauses
    ]  # fmt: skip
