"""Every kind of paper: what it is called, which entry it rests on, who may issue it, what it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from luoshi.documents.kinds import acceptance, cards, decisions, time
from luoshi.documents.paper import Line, Paper
from luoshi.documents.told import Told
from luoshi.law.words import Pair, say

WINDOW = frozenset({"clerk", "handler", "unit_head"})
OFFICE = frozenset({"efficiency_office"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind. `rests_on` is the entry it tells of, where its payload is as `where` says.

    `owed` names the article that demands it in writing; "" where it is only useful. `word` follows the
    unit's word in its number.
    """

    id: str
    title: Pair
    rests_on: str
    word: str
    body: Callable[[Told], tuple[Line, ...]]
    owed: str = ""
    roles: frozenset[str] = WINDOW
    where: Mapping[str, str] | None = None
    addressee: Callable[[Told], str] = lambda told: told.addressee
    heading: Callable[[Told], str] | None = None

    def said(self) -> str:
        return say(*self.title)

    def fits(self, kind: str, payload: Mapping[str, Any]) -> bool:
        """Is an entry of this sort and content one that the paper rests on?"""
        return kind == self.rests_on and all(payload.get(k) == v for k, v in (self.where or {}).items())


KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind(
            id="correction_notice", title=("一次性告知书", "One-time notice of corrections"),
            rests_on="approvals.correction_notified", word="许补", body=acceptance.corrections,
            owed="第三十二条第一款第四项",
        ),
        Kind(
            id="acceptance", title=("受理通知书", "Letter of acceptance"), rests_on="approvals.accepted", word="许受",
            body=acceptance.accepted, owed="第三十二条第二款",
        ),
        Kind(
            id="acceptance_refusal", title=("不予受理决定书", "Refusal to accept"),
            rests_on="approvals.acceptance_refused", word="许不受", body=acceptance.refused, owed="第三十二条第二款",
        ),
        Kind(
            id="deemed_acceptance", title=("视为受理告知书", "Notice of acceptance by law"),
            rests_on="approvals.deemed_accepted", word="许视受", body=acceptance.deemed, owed="第三十二条第二款",
        ),
        Kind(
            id="pause", title=("特别程序时间告知书", "Notice of the time a special procedure takes"),
            rests_on="approvals.paused", word="许特", body=time.paused, owed="第四十五条",
        ),
        Kind(
            id="extension", title=("延期告知书", "Notice of extension"), rests_on="approvals.extended", word="许延",
            body=time.extended, owed="第四十二条第一款",
        ),
        Kind(
            id="grant", title=("准予行政许可决定书", "Decision to grant"), rests_on="approvals.decided", word="许准",
            body=decisions.granted, owed="第三十八条第一款", where={"outcome": "granted"},
        ),
        Kind(
            id="refusal", title=("不予行政许可决定书", "Decision to refuse"), rests_on="approvals.decided",
            word="许不准", body=decisions.refused, owed="第三十八条第二款", where={"outcome": "refused"},
        ),
        Kind(
            id="card", title=("督办单", "Supervision card"), rests_on="monitor.card_issued", word="督",
            body=cards.issued, roles=OFFICE, addressee=cards.addressee, heading=cards.heading,
        ),
        Kind(
            id="appeal_decision", title=("申诉处理决定书", "Decision on an appeal"), rests_on="monitor.appeal_decided",
            word="督申", body=cards.decided, roles=OFFICE, addressee=cards.addressee,
        ),
    )
}  # fmt: skip


def paper(kind: str, told: Told, *, number: str = "") -> Paper:
    """The content of a paper of this kind, from what is told; nothing is read and nothing written."""
    one = KINDS[kind]
    return Paper(
        kind=kind, title=one.heading(told) if one.heading else one.title[0], issuer=told.office.name,
        addressee=one.addressee(told), body=one.body(told), on=told.on, number=number,
    )  # fmt: skip
