"""Every act once: the tables equal their rebuild after each, and `may` said beforehand that it could be done."""

import inspect
from datetime import date
from typing import Any

from luoshi.approvals import actions
from luoshi.approvals.fields import FIELDS
from luoshi.approvals.models import Numbering
from luoshi.approvals.rules import RULES
from luoshi.law.event import EVENTS
from luoshi.ledger import read
from luoshi.monitor import rebuild as every
from luoshi.monitor.sweep import sweep
from luoshi.sealed.deposit import deposit
from luoshi.sealed.tests.people import somebody
from tests.cases.conftest import FIRE, WATER, Do, moment, why_not

Told = dict[str, Any]
ORDINARY: list[tuple[str, str, str, Told]] = [
    ("correct_on_spot", "clerk", "2026-09-18T09:10", {"what": "更正了笔误", "filed": ["M1"]}),
    ("decline_commitment", "clerk", "2026-09-18T09:20", {}),
    ("notify_corrections", "clerk", "2026-09-18T09:30", {"other": "加盖公章", "materials": ["M1"]}),
    ("supplement", "clerk", "2026-09-21T09:00", {"filed": ["M1"]}),
    ("accept", "clerk", "2026-09-21T09:30", {}),
    ("hand_over", "clerk", "2026-09-21T10:00", {"to_unit": FIRE, "reason": "误收"}),
    ("decline", "fire", "2026-09-21T10:10", {"reason": "不是我们的"}),
    ("hand_over", "clerk", "2026-09-21T10:20", {"to_unit": FIRE, "reason": "误收"}),
    ("take_back", "clerk", "2026-09-21T10:30", {}),
    ("hand_over", "clerk", "2026-09-21T10:40", {"to_unit": WATER, "reason": "转承办"}),
    ("take_over", "handler", "2026-09-21T10:50", {}),
    ("finish_step", "handler", "2026-09-21T11:00", {"activity": "现场核查"}),
    ("invite", "handler", "2026-09-21T11:10", {"unit": FIRE, "question": "是否符合"}),
    ("give_opinion", "fire", "2026-09-21T11:20", {"opinion": "agree"}),
    ("pause", "handler", "2026-09-21T14:00", {"ground": "hearing", "document": "书", "expected": date(2026, 9, 28)}),
    ("resume", "handler", "2026-09-22T14:00", {}),
    ("request_fast_lane", "second", "2026-09-22T14:10", {
        "ground": "emergency", "reason": "抗旱", "amount": 3, "deferred": [], "until": None,
    }),
    ("decide_fast_lane", "head", "2026-09-22T14:20", {"answer": "yes"}),
    ("request_extension", "handler", "2026-10-12T09:00", {"reason": "复杂"}),
    ("decide_extension", "head", "2026-10-12T10:00", {"answer": "yes", "reason": "复杂"}),
    ("explain", "head", "2026-11-20T09:00", {"reason": "专家评审延误"}),
    ("decide", "handler", "2026-11-20T10:00", {"outcome": "granted", "document": "文"}),
    ("deliver", "clerk", "2026-11-20T11:00", {}),
]  # fmt: skip
ENDINGS: list[tuple[str, str, str, Told]] = [
    ("refuse_acceptance", "clerk", "2026-11-20T11:20", {"ground": "not_needed", "reason": "不需要许可"}),
    ("withdraw", "clerk", "2026-11-20T11:20", {"document": "撤回书"}),
    ("commit", "handler", "2026-11-20T11:20", {"document": "承诺书"}),
]


def tables() -> dict[str, Any]:
    found = {}
    for table in every.tables():
        rows = list(table._default_manager.values())
        for row in rows:
            row.pop("id", None)
        found[table.__name__] = sorted(rows, key=str)
    return found


def check(at: str) -> None:
    sweep(at=moment(at))
    before = tables()
    assert before["Matter"]
    every.rebuild(at=moment(at))
    assert tables() == before


def test_after_every_act_the_tables_equal_their_rebuild(do: Do) -> None:
    covered: set[str] = set()
    matter = do("receive", "clerk", "2026-09-18T09:00", item="W2", applicant="P1", filed=["M1"])
    covered.add("receive")
    for act, who, at, told in ORDINARY:
        assert why_not(act, who, at, matter) == "", (act, at)
        do(act, who, at, matter=matter, **told)
        check(at)
        covered.add(act)
    for act, who, at, told in ENDINGS:
        another = do("receive", "clerk", "2026-11-20T11:10", item="W2", applicant="P2", filed=["M1"])
        do(act, who, at, matter=another, **told)
        covered.add(act)
    check("2026-11-20T11:20")
    do("check_commitment", "handler", "2026-11-20T12:00", matter=another, outcome="kept")
    deferred = do("receive", "clerk", "2026-11-20T13:00", item="W1", applicant="P3", filed=["M1", "M2", "M3"])
    told = ORDINARY[16][3] | {"deferred": ["审查"], "until": date(2026, 12, 20)}
    do("request_fast_lane", "clerk", "2026-11-20T13:10", matter=deferred, **told)
    do("decide_fast_lane", "head", "2026-11-20T13:20", matter=deferred, answer="yes")
    do("make_up", "clerk", "2026-11-20T13:30", matter=deferred, step="审查")
    name = deposit(somebody(), at=moment("2026-11-20T14:00"))
    sealed = do("receive", "clerk", "2026-11-20T14:00", item="W1", applicant=name)
    do("ask_identity", "clerk", "2026-11-20T14:10", matter=sealed, purpose="notify")
    do("grant_identity", "head", "2026-11-20T14:20", matter=sealed, answer="yes")
    do("see_identity", "clerk", "2026-11-20T14:30", matter=sealed)
    do("give_code", "clerk", "2026-11-20T14:30", matter=sealed)
    covered |= {"give_code", "check_commitment", "make_up", "ask_identity", "grant_identity", "see_identity"}
    check("2026-11-20T14:30")
    assert covered == set(actions.__all__)
    assert set(RULES) == covered - {"receive"}
    assert Numbering.objects.get().last == 6
    kinds = {row.kind for m in (matter, another, deferred, sealed) for row in read.entries([m])}
    assert kinds <= set(EVENTS)


def test_every_act_is_told_in_both_languages() -> None:
    for rule in RULES.values():
        for zh, en in (rule.title, rule.tells):
            assert zh
            assert en
            assert en.isascii() or "–" in en


def test_every_field_is_an_argument_of_its_act() -> None:
    assert set(FIELDS) == set(RULES)
    for act, fields in FIELDS.items():
        takes = set(inspect.signature(getattr(actions, act)).parameters) - {"book", "by", "matter"}
        asked = {field.name for field in fields} | ({"wrong"} if act == "notify_corrections" else set())
        assert asked <= takes, act
        for field in fields:
            assert all(field.label), (act, field.name)
            assert bool(field.help[0]) == bool(field.help[1]), (act, field.name)
