"""What an entry of a task says in particular, in one line."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from luoshi.law.words import Pair, say
from luoshi.tasks import words
from luoshi.web import says

Told = Mapping[str, Any]
Part = Callable[[Told], str]


def detail(kind: str, told: Told) -> str:
    """The particulars; "" where there are none. Nothing in a payload is taken for granted."""
    found = (part(told) for part in PARTS.get(kind, ()))
    return " · ".join(text for text in found if text)


def text(name: str) -> Part:
    def part(told: Told) -> str:
        value = told.get(name)
        return value if isinstance(value, str) else ""

    return part


def labelled(name: str, zh: str, en: str) -> Part:
    def part(told: Told) -> str:
        value = told.get(name)
        return say(f"{zh} {value}", f"{en} {value}") if isinstance(value, (str, int)) and value != "" else ""

    return part


def word(name: str, among: Mapping[str, Pair]) -> Part:
    def part(told: Told) -> str:
        pair = among.get(str(told.get(name) or ""))
        return say(*pair) if pair else ""

    return part


def until(told: Told) -> str:
    try:
        on = says.as_day(told.get("until"))
    except ValueError:
        on = None
    return _("%(day)s 前") % {"day": says.day(on)} if on else ""


def how_long(told: Told) -> str:
    n = told.get("amount")
    return says.period(n, str(told.get("per") or "working_day")) if type(n) is int else ""


def share(told: Told) -> str:
    n = told.get("share")
    return f"{n / 10:g}%" if type(n) is int else ""


def inflated(told: Told) -> str:
    n = told.get("n")
    return f"{n / 10:g}%" if type(n) is int else ""


def parts(told: Told) -> str:
    made = told.get("parts")
    return say("、", ", ").join(says.source_of(str(one)) for one in made) if isinstance(made, list) else ""


def seen(told: Told) -> str:
    """Where evidence was seen before."""
    found = told.get("found")
    of = (
        [says.source_of(str(one.get("of"))) for one in found if isinstance(one, dict)]
        if isinstance(found, list)
        else []
    )
    return _("与 %(of)s 的佐证相同或相似") % {"of": say("、", ", ").join(dict.fromkeys(of))} if of else ""


def money(told: Told) -> str:
    held = told.get("money")
    names = {"arranged": _("到位"), "paid": _("支付")}
    if not isinstance(held, dict):
        return ""
    return say("、", ", ").join(
        _("%(name)s %(n)s 万元") % {"name": names[k], "n": v} for k, v in held.items() if k in names
    )


REASONS: Mapping[str, Pair] = {name: told for name, (_colour, told) in words.ORDER_REASONS.items()}
PARTS: Mapping[str, tuple[Part, ...]] = {
    "tasks.drafted": (text("item"), text("register"), labelled("row", "第", "row")),
    "tasks.amended": (text("reason"), text("approved_by")),
    "tasks.published": (until,),
    "tasks.broken_down": (parts,),
    "tasks.part_dropped": (text("reason"),),
    "tasks.inflation_found": (word("cause", words.CAUSES), inflated, text("reason")),
    "tasks.inflation_approved": (word("cause", words.CAUSES), inflated, text("reason")),
    "tasks.inflation_refused": (word("cause", words.CAUSES), inflated, text("reason")),
    "tasks.co_asked": (text("question"), how_long),
    "tasks.co_replied": (text("text"),),
    "tasks.progressed": (labelled("quantity", "累计", "in all"), share, text("milestone"), text("text"), money),
    "tasks.claimed": (labelled("quantity", "累计", "in all"), text("text")),
    "tasks.verified": (word("how", words.HOW), text("text")),
    "tasks.returned": (word("grounds", words.GROUNDS), text("reason")),
    "tasks.reopened": (text("reason"), labelled("n", "销号后天数", "days since the write-off:")),
    "tasks.archived": (text("text"),),
    "tasks.order_issued": (word("colour", words.COLOURS), word("reason", REASONS), text("text"), until),
    "tasks.order_answered": (text("text"),),
    "tasks.order_lifted": (text("reason"),),
    "tasks.chased": (word("about", words.CHASED), text("text")),
    "tasks.cancelled": (text("reason"), text("document")),
    "tasks.evidence_reused": (seen,),
    "clocks.set": (how_long,),
}  # fmt: skip
TO_UNIT = frozenset({"tasks.assigned", "tasks.co_asked", "tasks.chased"})


OWN = frozenset(
    {"tasks.receipted", "tasks.co_asked", "tasks.progressed", "tasks.claimed", "tasks.order_answered"}
)
"""Acts of the lead unit; the rest names the actor's unit where it is another."""


def who(entry: Mapping[str, Any]) -> str:
    """The unit that acted, where the entry says so."""
    by = entry["payload"].get("by_unit")
    if isinstance(by, str) and by:
        return by
    return str(entry["unit"]) if entry["kind"] in OWN else ""
