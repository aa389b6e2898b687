"""What an entry of a case says in particular, in one line: which papers, which ground, how many days, why."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from luoshi.approvals import words
from luoshi.law.period import UNITS, Period
from luoshi.law.words import Pair, say
from luoshi.sealed.identity import PURPOSES

Told = Mapping[str, Any]
Name = Callable[[str], str]
Part = Callable[[Told, Name, datetime], str]


def detail(kind: str, told: Told, name: Name, at: datetime) -> str:
    """The particulars of an entry; "" where there are none. `name` gives a paper's name by its code."""
    parts = PARTS.get(kind, ())
    found = [part(told, name, at) for part in parts]
    return " · ".join(text for text in found if text)


def text(field: str) -> Part:
    def part(told: Told, name: Name, at: datetime) -> str:
        value = told.get(field)
        return value if isinstance(value, str) else ""

    return part


def word(field: str, among: Mapping[str, Pair]) -> Part:
    return lambda told, *_: words.one_of(among, str(told.get(field) or ""))


def ground(told: Told, name: Name, at: datetime) -> str:
    return words.one_of(words.lawful_grounds(), str(told.get("ground") or ""))


def papers(field: str) -> Part:
    """The names of the papers, each with what is wrong with it."""

    def part(told: Told, name: Name, at: datetime) -> str:
        codes, wrong = told.get(field), told.get("wrong")
        wrong = wrong if isinstance(wrong, dict) else {}
        if not isinstance(codes, list):
            return ""
        return words.listed(
            f"{name(code)}{say('（', ' (')}{wrong[code]}{say('）', ')')}" if wrong.get(code) else name(code)
            for code in codes
            if isinstance(code, str)
        )

    return part


def amount(told: Told, name: Name, at: datetime) -> str:
    """20 个工作日; what an extension adds is in the unit of its term, working days."""
    n, per = told.get("amount"), str(told.get("per") or "working_day")
    if type(n) is not int or n < 0 or per not in UNITS:
        return ""
    return say(f"{n} {'个' if per.startswith('working_') else ''}{UNITS[per][0]}", Period(n, per).said())


def day(field: str, zh: str, en: str) -> Part:
    def part(told: Told, name: Name, at: datetime) -> str:
        try:
            found = date.fromisoformat(str(told.get(field) or ""))
        except ValueError:
            return ""
        return f"{say(zh, en)}{words.day(found, at)}"

    return part


def limit(told: Told, name: Name, at: datetime) -> str:
    clock, instance = str(told.get("clock") or ""), str(told.get("instance") or "")
    return f"{words.limit_name(clock)} {instance}".strip()


def deferred(told: Told, name: Name, at: datetime) -> str:
    names = told.get("deferred")
    if not isinstance(names, list) or not names:
        return ""
    listed = words.listed(str(one) for one in names)
    return say(f"缓办{listed}", f"deferred: {listed}")


PARTS: Mapping[str, tuple[Part, ...]] = {
    "approvals.received": (word("channel", words.CHANNELS), papers("filed")),
    "approvals.corrected_on_spot": (text("what"), papers("filed")),
    "approvals.correction_notified": (papers("materials"), text("other"), text("reason")),
    "approvals.supplemented": (papers("filed"),),
    "approvals.acceptance_refused": (word("ground", words.REFUSALS), text("reason"), text("pointed_to")),
    "approvals.step": (text("note"),),
    "approvals.paused": (ground, text("document"), day("expected", "预计恢复 ", "expected until ")),
    "approvals.resumed": (text("document"),),
    "approvals.extension_requested": (amount, text("reason")),
    "approvals.extended": (amount, text("reason")),
    "approvals.extension_refused": (text("reason"),),
    "approvals.hand_over_offered": (text("to_post"), text("reason")),
    "approvals.hand_over_declined": (text("reason"),),
    "approvals.opinion_invited": (text("instance"), text("question"), amount),
    "approvals.opinion_given": (word("opinion", words.OPINIONS), text("text")),
    "approvals.decided": (word("outcome", words.OUTCOMES), text("document"), text("reason")),
    "approvals.delivered": (word("how", words.CHANNELS), text("document")),
    "approvals.withdrawn": (text("document"),),
    "approvals.fast_lane_requested": (word("ground", words.FAST_GROUNDS), text("document"), amount, text("reason"), deferred, day("until", "补办至 ", "made up by ")),
    "approvals.fast_lane_granted": (word("ground", words.FAST_GROUNDS), amount, deferred, day("until", "补办至 ", "made up by ")),
    "approvals.fast_lane_refused": (text("reason"),),
    "approvals.deferred_made_up": (text("step"), text("document")),
    "approvals.commitment_made": (text("document"),),
    "approvals.commitment_checked": (word("outcome", words.CHECKS), text("reason")),
    "approvals.lateness_explained": (text("reason"),),
    "approvals.identity_requested": (word("purpose", PURPOSES),),
    "approvals.identity_seen": (word("purpose", PURPOSES), text("approver")),
    "approvals.identity_refused": (text("reason"),),
    "clocks.set": (limit, amount),
    "clocks.met": (limit,),
}  # fmt: skip
