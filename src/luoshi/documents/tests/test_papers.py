"""What papers say, that they are issued once, by whom, and that a copy can be checked."""

import dataclasses
import io
import re
from hashlib import sha256
from typing import Any

import orjson
import pdfplumber
import pytest

from luoshi.approvals import actions as approvals
from luoshi.documents import copies, queries
from luoshi.documents.actions import address
from luoshi.documents.effects import tell
from luoshi.documents.kinds import KINDS
from luoshi.documents.models import Owed
from luoshi.documents.models import Paper as Issued
from luoshi.documents.tests import story
from luoshi.documents.tests.story import MATTER, UNIT, act, at, paper, receive
from luoshi.law.articles import statutes
from luoshi.law.errors import CouldNot
from luoshi.law.registry import CLOCKS
from luoshi.ledger import read
from luoshi.ledger.models import LedgerEntry
from luoshi.monitor.acting import acting
from luoshi.monitor.sweep import sweep
from luoshi.org import actions as org
from luoshi.sealed.deposit import deposit
from luoshi.sealed.identity import Identity
from luoshi.sealed.models import Look

pytestmark = pytest.mark.django_db
QUOTED = re.compile(r"《([^《》]+)》(第[零一二三四五六七八九十百]+条[^“：]*)：?“([^”]+)”")


@pytest.fixture
def city() -> None:
    story.city()


def words(of: Any) -> str:
    return "\n".join(text for _, text in of.body)


def test_every_kind_can_be_issued_and_quotes_the_law_word_for_word(city: None) -> None:
    made = story.every_paper()
    assert set(made) == set(KINDS) - {"appeal_decision"}  # it rests on the office's own rules
    law = {text for _, _, texts in statutes().values() for text in (t.text for t in texts.values())}
    law |= {clock.citation.text for clock in CLOCKS.values()}
    for kind, one in made.items():
        quotations = QUOTED.findall(words(one))
        assert quotations, f"{kind} cites nothing"
        for statute, article, text in quotations:
            assert any(text in known for known in law), (kind, statute, article)
        assert one.number
        assert one.issuer


def test_a_notice_names_everything_at_once(city: None) -> None:
    receive()
    wrong = {"materials": ["M1", "M3"], "wrong": {"M1": "复印件没有盖章"}, "other": "申请表第 3 栏没有填写"}
    one = paper(act("approvals.correction_notified", "2026-09-09T11:20", wrong), "2026-09-09T11:25")
    assert "1．建设工程规划许可证：复印件没有盖章（要求：复印件加盖公章）。" in words(one)
    assert "2．建设资金已经落实承诺书：未提交，请补交（要求：法定代表人签字）。" in words(one)
    assert "3．申请表第 3 栏没有填写。" in words(one)
    assert one.addressee == "申请人（编号7F3K9Q）"


def test_a_refusal_tells_the_ways_to_review(city: None) -> None:
    made = story.every_paper()
    for kind in ("refusal", "acceptance_refusal"):
        assert "六十日内" in words(made[kind])
        assert "春城市人民政府申请行政复议" in words(made[kind])
        assert "六个月内" in words(made[kind])
    assert made["refusal"].number == "春建许不准〔2026〕5号"  # a decision keeps its own
    assert "行政复议" not in words(made["acceptance"])


def test_acceptance_says_by_when(city: None) -> None:
    receive()
    one = paper(act("approvals.accepted", "2026-09-14T16:40"), "2026-09-14T16:45")
    assert "20个工作日，至2026年10月16日届满" in words(one)  # 中秋、国庆 out, three make-up days in
    assert "15个工作日内办结，至2026年10月10日届满" in words(one)


def test_what_the_law_wants_in_writing_is_owed_until_it_is_issued(city: None) -> None:
    receive()
    accepted = act("approvals.accepted", "2026-09-14T16:40")
    assert [one.kind for one in queries.owed(MATTER)] == ["acceptance"]
    paper(accepted, "2026-09-14T16:45")
    assert not queries.owed(MATTER)
    act("approvals.accepted", "2026-09-15T09:00", matter="other:1", actor_kind="import")
    assert not queries.owed("other:1")  # its source told it


def test_a_paper_is_issued_once_and_replaced_only_with_a_reason(city: None) -> None:
    receive()
    accepted = act("approvals.accepted", "2026-09-14T16:40")
    first = paper(accepted, "2026-09-14T16:45")
    with pytest.raises(CouldNot, match=re.escape(first.number)):
        paper(accepted, "2026-09-14T16:50")
    second = paper(accepted, "2026-09-14T16:55", reason="联系电话有误")
    assert (first.number, second.number) == (f"{UNIT}许受〔2026〕1号", f"{UNIT}许受〔2026〕2号")
    assert [one.replaced for one in queries.papers(MATTER)] == [True, False]


def test_who_may_issue(city: None) -> None:
    receive()
    accepted = act("approvals.accepted", "2026-09-14T16:40")
    for by in (story.office(), story.clerk("inspector"), story.clerk("administrator")):
        with pytest.raises(CouldNot, match="不能出具"):
            paper(accepted, "2026-09-14T16:45", by=by)
    received = next(r for r in read.current([MATTER]) if r.kind == "approvals.received")
    with pytest.raises(CouldNot, match="不出具文书"):
        paper(received.position, "2026-09-14T16:45")


def test_the_platform_issues_only_what_the_law_did(city: None) -> None:
    receive("2026-10-12T09:00")
    sweep(at=at("2026-10-19T23:59"))
    assert tell(at=at("2026-10-19T23:59")) == 0
    sweep(at=at("2026-10-20T00:00"))
    assert tell(at=at("2026-10-20T00:00")) == 1
    assert tell(at=at("2026-10-20T00:01")) == 0
    row = read.current([MATTER])[-1]
    assert (row.kind, row.actor_kind, row.officer) == ("documents.paper_issued", "system", "")
    content = orjson.loads(row.payload)["content"]
    assert content["title"] == "视为受理告知书"
    assert "自2026年10月12日收到申请材料之日起即为受理" in str(content["body"])
    receive("2026-10-12T09:00", "x-1")
    act("approvals.accepted", "2026-10-12T09:10", matter="x-1")
    assert tell(at=at("2026-10-20T00:02")) == 0  # a person's act is told by a person
    assert Owed.objects.get().kind == "acceptance"


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_copy_can_be_checked_and_made_again(city: None, form: Any) -> None:
    receive()
    paper(act("approvals.accepted", "2026-09-14T16:40"), "2026-09-14T16:45")
    issued = Issued.objects.get()
    file = queries.file(issued, form)
    assert file.same
    assert file.name.endswith(f".{form}")
    assert copies.of(file.content) == issued
    changed = bytearray(file.content)
    changed[len(changed) // 2] ^= 1
    assert copies.of(bytes(changed)) is None


def test_what_was_issued_stays_as_it_was_when_law_and_catalogue_change(city: None, monkeypatch: Any) -> None:
    receive()
    paper(act("approvals.accepted", "2026-09-14T16:40"), "2026-09-14T16:45")
    monkeypatch.setattr("luoshi.law.articles.statutes", dict)
    assert queries.file(Issued.objects.get(), "pdf").same


def test_a_missing_character_costs_the_pdf_and_not_the_notice(city: None) -> None:
    receive()
    told = {"materials": [], "other": "请更正“\ue000”字"}
    paper(act("approvals.correction_notified", "2026-09-09T11:20", told), "2026-09-09T11:25")
    issued = Issued.objects.get()
    assert issued.pdf == ""
    assert queries.file(issued, "docx").same
    with pytest.raises(CouldNot, match="字体"):
        queries.file(issued, "pdf")


def test_no_name_stands_in_the_ledger(city: None) -> None:
    story.every_paper()
    for payload in LedgerEntry.objects.filter(kind="documents.paper_issued").values_list(
        "payload", flat=True
    ):
        addressee = orjson.loads(payload)["content"]["addressee"]
        assert addressee == UNIT or addressee.startswith("申请人（编号")


def test_a_name_is_put_on_paper_only_after_an_agreed_look(city: None) -> None:
    org.found(code="S", name="某科")
    who = Identity(kind="organisation", name="春城市䶮水建设有限公司", number="91530100MA6K5TEX39")
    pseudonym = deposit(who, at=at("2026-09-09T11:00"))
    receive(applicant=pseudonym)
    paper(act("approvals.accepted", "2026-09-14T16:40"), "2026-09-14T16:45")
    issued, clerk = Issued.objects.get(), story.clerk()
    with pytest.raises(CouldNot, match="另一人同意"), acting(actor="S1", at=at("2026-09-14T17:00")) as book:
        address(book=book, by=clerk, issued=issued)
    with acting(actor="S1", at=at("2026-09-14T17:00")) as book:
        approvals.ask_identity(book=book, by=clerk, matter=MATTER, purpose="deliver")
    second = dataclasses.replace(story.clerk("unit_head"), name="S2")
    with acting(actor="S2", at=at("2026-09-14T17:05")) as book:
        approvals.grant_identity(book=book, by=second, matter=MATTER, answer="yes")
    with acting(actor="S1", at=at("2026-09-14T17:10")) as book:
        content = address(book=book, by=clerk, issued=issued)
    with pdfplumber.open(io.BytesIO(content)) as found:
        assert who.name in (found.pages[0].extract_text() or "")
    found_paper = copies.of(content)
    assert found_paper
    assert found_paper.position == issued.position
    assert Look.objects.get().purpose == "deliver"
    everything = "".join(LedgerEntry.objects.values_list("payload", flat=True))
    assert who.name not in everything
    assert sha256(content).hexdigest() not in everything
    with pytest.raises(CouldNot), acting(actor="S1", at=at("2026-09-14T17:20")) as book:
        address(book=book, by=clerk, issued=issued)


def test_cards_of_other_rules_and_appeals_have_their_papers(city: None) -> None:
    receive()
    told = {
        "clock": "manual",
        "instance": "x",
        "rung": "red_card",
        "item": "",
        "clause": "行政许可法第五十八条",
        "reason": "超标准收费",
    }
    by_hand = act("monitor.card_issued", "2026-10-10T09:00", told)
    one = paper(by_hand, "2026-10-10T09:05", by=story.office())
    assert one.title == "督办单（红牌）"
    assert "超标准收费。" in words(one)
    assert "行政许可法第五十八条。" in words(one)
    ruled = {"clock": "second_notice", "instance": "2", "rung": "yellow_card", "item": story.ITEM.name,
             "due_on": "2026-10-10", "mechanism": "one_time_notice", "rule": "2026.1"}  # fmt: skip
    one = paper(act("monitor.card_issued", "2026-10-10T10:00", ruled), "2026-10-10T10:05", by=story.office())
    assert "一次性告知" in words(one)
    act("monitor.card_appealed", "2026-10-11T09:00", {"card": by_hand, "reason": "收费有依据"})
    answer = {
        "card": by_hand,
        "outcome": "withdrawn",
        "clause": "云价收费〔2020〕1号",
        "reason": "经核对，收费有依据",
    }
    decided = act("monitor.appeal_decided", "2026-10-12T09:00", answer)
    one = paper(decided, "2026-10-12T09:05", by=story.office())
    assert one.title == "申诉处理决定书"
    assert "申诉理由：收费有依据。" in words(one)
    assert "决定撤回该红牌" in words(one)
    assert one.addressee == UNIT


def test_numbers_run_on_by_word_and_year(city: None, settings: Any, tmp_path: Any) -> None:
    settings.LUOSHI_HOME = tmp_path
    (tmp_path / "papers.toml").write_text(
        f'[units."{UNIT}"]\nword = "春建"\nreview = "云岭省住房和城乡建设厅"\n[words]\nacceptance = "许受"\n'
    )
    numbers = []
    for n, day in enumerate(("2026-09-14", "2026-09-15"), 1):
        receive(f"{day}T09:00", f"m-{n}")
        position = act("approvals.accepted", f"{day}T10:00", matter=f"m-{n}")
        numbers.append(paper(position, f"{day}T10:05", matter=f"m-{n}").number)
    assert numbers == ["春建许受〔2026〕1号", "春建许受〔2026〕2号"]
    (tmp_path / "papers.toml").write_text("[bureau]\n")
    receive("2026-09-16T09:00", "m-3")
    position = act("approvals.accepted", "2026-09-16T10:00", matter="m-3")
    with pytest.raises(CouldNot, match=r"papers\.toml"):
        paper(position, "2026-09-16T10:05", matter="m-3")
