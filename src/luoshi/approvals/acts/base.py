"""What every act does: take hold of the case, ask the rules, write entries into the book."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from luoshi.approvals import queries
from luoshi.approvals.actor import Actor
from luoshi.approvals.case import Case
from luoshi.approvals.rules import RULES
from luoshi.law.errors import CouldNot, Unclear
from luoshi.law.words import say
from luoshi.ledger.book import Book

Files = Sequence[Mapping[str, Any]]
LONGEST = 2000
"""Characters of a text that somebody types."""


def begin(act: str, *, book: Book, by: Actor, matter: str) -> Case:
    """The case, held, if this act may be done to it now. CouldNot says why not and what to do."""
    book.hold(matter)
    case = queries.case(matter, ledger=book.ledger, limits=book.limits(matter), more=book.written(matter))
    if not case.size:
        raise CouldNot(
            say(f"没有办件 {matter}：请核对编号", f"There is no matter {matter}: check its number")
        )
    if reason := RULES[act].why_not(case, by, book.at):
        raise CouldNot(reason)
    return case


def put(
    book: Book,
    case: Case,
    by: Actor,
    kind: str,
    *,
    files: Files = (),
    unit: str = "",
    to_unit: str = "",
    **told: Any,
) -> None:
    """One entry of this case. What is empty is left out; `happened_at` may be given."""
    more = {name: told.pop(name) for name in ("happened_at",) if told.get(name)}
    payload = {name: value for name, value in told.items() if value not in (None, "", (), [], {})}
    if files:
        payload["attachments"] = [dict(one) for one in files]
    n = case.size + sum(draft.matter == case.matter for draft in book.drafts)
    book.record(
        matter=case.matter, kind=kind, occasion=f"{case.matter}:{kind}:{n}", unit=unit or case.unit, to_unit=to_unit,
        officer=by.name, post=post_of(case, by), source=by.source, law=case.law or book.ledger, payload=payload, **more,
    )  # fmt: skip


def post_of(case: Case, by: Actor) -> str:
    """The post in which this person acts on the case: the case's own, or the only one they act for."""
    if case.post and by.acts_for(case.post):
        return case.post
    return by.posts[0].code if len(by.posts) == 1 else ""


class Missing(Unclear):
    """Something that was typed or chosen cannot be used as it is; `field` names it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def needed(field: str, value: str, zh: str, en: str) -> str:
    """A text that must be given, without blanks around it."""
    text = value.strip()
    if not text:
        raise Missing(field, say(zh, en))
    if len(text) > LONGEST:
        raise Missing(field, say(f"超过 {LONGEST} 字，请缩短", f"More than {LONGEST} characters: shorten it"))
    return text


def chosen(field: str, value: str, among: Container[str], zh: str, en: str) -> str:
    """One of what may be chosen."""
    if value not in among:
        raise Missing(field, say(zh, en))
    return value
