"""Looking a case up: what is told and what never is, one answer to every mistake, patience with nobody, few queries."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pdfplumber
import pytest
import time_machine
from django.test import Client

from luoshi.approvals.actor import actor_of
from luoshi.approvals.models import Matter
from luoshi.documents import actions as documents
from luoshi.documents import copies
from luoshi.documents.models import Paper
from luoshi.ledger import read
from luoshi.monitor.acting import acting
from luoshi.org.models import User
from luoshi.portal import tries
from luoshi.portal.models import Tries
from luoshi.sealed.models import Code
from luoshi.sealed.tests.people import person_number, somebody
from luoshi.web.tests import cases as story
from luoshi.web.tests import sample
from luoshi.web.tests.office import PERMIT

NOW = datetime.fromisoformat("2026-10-12T08:41+08:00")
WRONG = "编号或查询码不对"
Most = Callable[..., Any]


@pytest.fixture
def cases(db: None, settings: Any) -> Iterator[dict[str, str]]:
    settings.LUOSHI_COMPLAINTS = "春城市效能办 0871-6310 0000"
    with time_machine.travel(NOW, tick=False):
        sample.people()
        yield story.cases(now=NOW)


def code_of(matter: str, who: str = "clerk") -> str:
    return str(story.do("give_code", who, "2026-10-12T08:40", matter=matter))


def looked_up(matter: str, code: str, *, language: str = "zh-hans", **more: Any) -> tuple[Client, Any]:
    client = Client(headers={"accept-language": language}, **more)
    return client, client.post("/portal/case/", {"number": matter, "code": code})


def shown(matter: str, code: str = "", language: str = "zh-hans") -> str:
    client, answer = looked_up(matter, code or code_of(matter), language=language)
    assert answer.status_code == 302
    assert answer["Location"] == "/portal/case/"
    page = client.get("/portal/case/")
    assert page.status_code == 200
    return str(page.content.decode())


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_number_and_code_open_the_case(cases: dict[str, str]) -> None:
    matter = story.accepted("2026-10-09T09:00", 50)
    page = plain(shown(matter))
    assert matter in page
    assert "我们承诺最迟在这一天答复您 10月29日（周四） 还有 13 个工作日" in page
    assert "状态： 已受理" in page
    assert "房屋建筑工程施工许可" in page
    assert "法定时限" in page or "许可决定" in page
    assert "从您第一次递交（10月9日）算起" in page
    assert "12345" in page
    assert "春城市效能办 0871-6310 0000" in page


def test_a_pause_tells_ground_paper_and_when_it_may_end(cases: dict[str, str]) -> None:
    page = plain(shown(cases["paused"]))
    assert "恢复后再定答复日期" in page
    assert "专家评审" in page
    assert "特别程序时间告知书〔2026〕3号" in page
    assert "10月8日 起，预计 10月20日 恢复" in page
    assert (
        "专家评审 3 个工作日，我们办理 13 个工作日。" in page
    )  # 8, 9 and the make-up day 10 October; 14 September is not counted


def test_what_is_late_says_what_holds_it_and_why(cases: dict[str, str]) -> None:
    code = code_of(cases["overdue"])
    page = plain(shown(cases["overdue"], code))
    assert "应当最迟在这一天答复您 9月" in page
    assert "“承诺时限”到 9月21日 为止，晚了 10 个工作日" in page
    assert "“许可决定”到 9月29日 为止，晚了 5 个工作日" in page
    assert "春城市住房城乡建设局的“审查”环节，应在" in page
    assert "还没有说明" in page
    story.do("explain", "head", "2026-10-12T08:41", matter=cases["overdue"], reason="专家名单调整，补充评审")
    page = plain(shown(cases["overdue"], code))
    assert "专家名单调整，补充评审" in page
    assert "还没有说明" not in page


def test_what_the_applicant_must_mend_is_listed(cases: dict[str, str]) -> None:
    page = plain(shown(cases["notified"]))
    assert "请您补正" in page
    assert "施工图设计文件审查合格书 审查机构未盖章" in page
    assert "建设工程规划许可证 未提交，请补交 电子证照" in page
    assert "申请表第 3 页补签字" in page
    assert "等您补正 " in page


def test_an_opinion_that_is_awaited_names_the_unit(cases: dict[str, str]) -> None:
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        code = str(story.do("give_code", "clerk", "2026-10-26T08:40", matter=cases["extension"]))
        page = plain(shown(cases["extension"], code))
    assert "等春城市消防救援支队的协办意见，10月8日征求" in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nobodys_name_and_no_inner_matter_is_shown(cases: dict[str, str], language: str) -> None:
    matters = list(Matter.objects.all())
    for name in ("overdue", "paused", "extension", "notified", "silent", "fresh"):
        page = shown(cases[name], language=language)
        for secret in (
            *(m.applicant for m in matters if m.applicant), *(person_number(n) for n in range(1, 8)),
            *(somebody(n).name for n in range(1, 8)), "builder", "deputy", "ZJ-0", "两人到场，图纸与现场一致",
            "消防意见未回，须补充论证", "黄牌", "yellow card", "Yellow card", "<script", "style=",
        ):  # fmt: skip
            assert secret not in page, (name, secret)
        for other in cases.values():
            assert other == cases[name] or other not in page
        if language == "en":
            body = re.sub(r'lang="zh-Hans".*?</', "", page)
            assert "暂停" not in body
            assert "答复您" not in body


def test_a_wrong_number_and_a_wrong_code_get_one_answer(cases: dict[str, str]) -> None:
    code = code_of(cases["fresh"])
    bodies = []
    for number, typed in (
        (cases["fresh"], "0" * 12),
        ("530101-2026-99999", code),
        (cases["paused"], code),
        ("530101-2026-77777", "ZZZZ"),
    ):
        client, answer = looked_up(number, typed)
        assert answer.status_code == 422
        assert "sessionid" not in client.cookies
        body = answer.content.decode().replace(number, "").replace(typed, "")
        bodies.append(re.sub(r'value="[^"]*"', "", body))
    assert WRONG in bodies[0]
    assert len(set(bodies)) == 1


def test_both_are_compared_with_the_same_work(cases: dict[str, str], django_assert_num_queries: Most) -> None:
    code = code_of(cases["fresh"])
    with time_machine.travel(NOW, tick=False):
        counts = []
        for number, typed in ((cases["fresh"], "0" * 12), ("530101-2026-99998", code)):
            from django.db import connection
            from django.test.utils import CaptureQueriesContext

            with CaptureQueriesContext(
                connection,
            ) as asked:
                looked_up(number, typed)
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_code_is_typed_as_people_type(cases: dict[str, str]) -> None:
    code = code_of(cases["fresh"])
    loose = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert looked_up(f" {cases['fresh']} ", loose)[1].status_code == 302
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in cases["fresh"])
    assert looked_up(wide, code)[1].status_code == 302


def test_only_a_keyed_digest_is_kept(cases: dict[str, str], settings: Any) -> None:
    code = code_of(cases["fresh"])
    signs = code.replace("-", "")
    assert len(signs) == 12
    told = str(list(Code.objects.values())) + "".join(str(r) for r in read.entries([cases["fresh"]]))
    assert code not in told
    assert signs not in told
    settings.QUERY_KEY = b"another" * 5
    assert looked_up(cases["fresh"], code)[1].status_code == 422


def test_a_new_code_ends_the_old_one(cases: dict[str, str]) -> None:
    old, new = code_of(cases["fresh"]), code_of(cases["fresh"])
    assert looked_up(cases["fresh"], old)[1].status_code == 422
    assert looked_up(cases["fresh"], new)[1].status_code == 302


def test_who_tries_too_often_waits(cases: dict[str, str]) -> None:
    code = code_of(cases["fresh"])
    most, within = tries.LIMITS["address"]
    for n in range(most):
        assert looked_up(f"530101-2026-9{n:04}", code)[1].status_code == 422
    _client, refused = looked_up(cases["fresh"], code)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= within.total_seconds() + 1
    assert "分钟后再试" in refused.content.decode()
    assert looked_up(cases["fresh"], code, REMOTE_ADDR="10.0.0.9")[1].status_code == 302
    with time_machine.travel(NOW + within, tick=False):
        assert looked_up(cases["fresh"], code)[1].status_code == 302


def test_one_number_cannot_be_guessed_from_many_places(cases: dict[str, str]) -> None:
    code = code_of(cases["fresh"])
    for number in (cases["fresh"], "530101-2026-99999"):
        answers = [
            looked_up(number, "0" * 12, REMOTE_ADDR=f"10.0.{n}.1")[1].status_code for n in range(tries.LIMITS["number"][0] + 1)
        ]  # fmt: skip
        assert answers == [422] * tries.LIMITS["number"][0] + [429]
    assert looked_up(cases["fresh"], code, REMOTE_ADDR="10.1.1.1")[1].status_code == 429


def test_those_who_know_their_code_shut_nobody_out(cases: dict[str, str]) -> None:
    code = code_of(cases["fresh"])
    for _ in range(tries.LIMITS["address"][0] * 2):
        assert looked_up(cases["fresh"], code)[1].status_code == 302
    assert not Tries.objects.filter(count__gt=0).exists()


def test_addresses_are_not_kept_as_they_are(cases: dict[str, str], settings: Any) -> None:
    looked_up(cases["fresh"], "0" * 12, REMOTE_ADDR="203.0.113.7")
    assert "203.0.113.7" not in str(list(Tries.objects.values()))
    settings.SECURE = True
    before = Tries.objects.count()
    for told in (
        "198.51.100.1",
        "198.51.100.2",
    ):  # what a client says of itself is not believed, what the proxy saw is
        looked_up("1", "0" * 12, HTTP_X_FORWARDED_FOR=f"{told}, 203.0.113.7", HTTP_X_FORWARDED_PROTO="https")
    assert Tries.objects.count() == before + 1
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        looked_up("2", "0" * 12)
        assert Tries.objects.count() == 2


def test_an_answer_is_kept_by_nobody(cases: dict[str, str]) -> None:
    client, answer = looked_up(cases["fresh"], code_of(cases["fresh"]))
    for one in (answer, client.get("/portal/case/"), Client().get("/portal/case/"), looked_up("1", "2")[1]):
        assert "no-store" in one["Cache-Control"]
        assert "noindex" in one["X-Robots-Tag"]
        assert one["Referrer-Policy"] == "same-origin"
        assert "default-src 'self'" in one["Content-Security-Policy"]
    assert cases["fresh"] in client.get("/portal/case/").content.decode()
    assert client.post("/portal/case/close/").status_code == 302
    assert cases["fresh"] not in client.get("/portal/case/").content.decode()


def test_what_was_opened_closes_by_itself(cases: dict[str, str]) -> None:
    client, _ = looked_up(cases["fresh"], code_of(cases["fresh"]))
    with time_machine.travel(NOW + timedelta(minutes=19), tick=False):
        assert cases["fresh"] in client.get("/portal/case/").content.decode()
    with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
        assert cases["fresh"] not in client.get("/portal/case/").content.decode()


@pytest.mark.parametrize("name", ["overdue", "paused", "extension", "notified", "silent", "fresh"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_answer_asks_the_database_little(
    cases: dict[str, str], django_assert_max_num_queries: Most, name: str, language: str
) -> None:
    client, _ = looked_up(cases[name], code_of(cases[name]), language=language)
    client.get("/portal/case/")
    with django_assert_max_num_queries(12):
        client.get("/portal/case/")


def test_papers_go_to_their_applicant_only(cases: dict[str, str]) -> None:
    by = actor_of(User.objects.get(username="clerk"), NOW)
    rows = {
        n: next(r for r in read.current([cases[n]]) if r.kind == "approvals.accepted")
        for n in ("extension", "paused")
    }
    for name, row in rows.items():
        with acting(actor=by.name, at=NOW) as book:
            documents.issue(book=book, by=by, matter=cases[name], rests_on=row.position)
    client, _ = looked_up(cases["extension"], code_of(cases["extension"]))
    page = client.get("/portal/case/").content.decode()
    links = re.findall(r"/portal/case/papers/\d+\.\w+", page)
    assert len(links) == 2
    answer = client.get(links[0])
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    other, _ = looked_up(cases["paused"], code_of(cases["paused"]))
    assert other.get(links[0]).status_code == 404
    assert Client().get(links[0])["Location"] == "/portal/case/"


def test_filed_again_the_waiting_goes_on(cases: dict[str, str]) -> None:
    first = story.received("2026-10-09T09:00", 30)
    story.do("withdraw", "clerk", "2026-10-09T10:00", matter=first, document="撤回书")
    again = story.received("2026-10-12T08:20", 30)
    page = plain(shown(again))
    assert "从您第一次递交（10月9日）算起" in page
    assert "此前 1 次递交同一事项没有准予，连着算" in page
    later = story.received("2026-10-12T08:30", 31)
    assert "此前" not in plain(shown(later))


def test_a_granted_case_says_so(cases: dict[str, str]) -> None:
    fresh = story.accepted("2026-10-09T09:00", 40)
    story.do(
        "decide",
        "builder",
        "2026-10-12T08:30",
        matter=fresh,
        outcome="granted",
        document="春建许准〔2026〕1号",
    )
    page = plain(shown(fresh))
    assert "准予许可" in page
    assert "等待送达" in page
    story.do("deliver", "clerk", "2026-10-12T08:35", matter=fresh, how="window", document="证1")
    assert "证件已于 10月12日（周一） 送达" in plain(shown(fresh))


def test_the_counter_hands_the_code_over_once(cases: dict[str, str]) -> None:
    clerk = Client(headers={"accept-language": "zh-hans"})
    clerk.force_login(User.objects.get(username="clerk"), backend="django.contrib.auth.backends.ModelBackend")
    told = {k: v for k, v in somebody(9).told().items() if v}
    sent = {"channel": "window", "filed": ["M1", "M2", "M3"], **told, "then": "accept"}
    answer = clerk.post(f"/receive/{PERMIT}/", sent)
    assert answer["Location"] == "/receive/slip/"
    slip = clerk.get("/receive/slip/").content.decode()
    found = re.search(r'id="slip-code">([0-9A-Z-]{14})<', slip)
    assert found
    assert "http://testserver/portal/case/" in slip
    assert "施工许可证申请表" in slip
    number = Matter.objects.latest("pk").matter
    assert number in slip
    assert found[1] not in clerk.get("/receive/slip/").content.decode()
    assert looked_up(number, found[1])[1].status_code == 302
    page = clerk.get(f"/matters/{number}").content.decode()
    assert found[1] not in page
    assert "给了申请人查询本件的查询码" in page
    again = clerk.post(f"/matters/{number}/acts/give_code/", follow=True).content.decode()
    assert 'id="slip-code"' in again
    assert looked_up(number, found[1])[1].status_code == 422


def test_the_letter_of_acceptance_carries_a_code_of_its_own(cases: dict[str, str]) -> None:
    first = code_of(cases["extension"])
    clerk = Client(headers={"accept-language": "zh-hans"})
    clerk.force_login(User.objects.get(username="clerk"), backend="django.contrib.auth.backends.ModelBackend")
    row = next(r for r in read.current([cases["extension"]]) if r.kind == "approvals.accepted")
    clerk.post("/papers/issue/", {"matter": cases["extension"], "rests_on": str(row.position)})
    page = clerk.get("/papers/", {"matter": cases["extension"]}).content.decode()
    link = re.search(r"/papers/\d+/coded/", page)
    assert link
    letter = clerk.post(link[0])
    assert letter["Content-Disposition"].startswith("attachment")
    with pdfplumber.open(io.BytesIO(letter.content)) as pdf:
        told = "".join(page.extract_text() for page in pdf.pages).replace("\n", "").replace(" ", "")
    found = re.search(r"查询码([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})", told)
    assert found
    for code in (first, found[1]):
        assert looked_up(cases["extension"], code)[1].status_code == 302
    assert copies.of(letter.content)
    assert found[1] not in "".join(r.payload for r in read.entries([cases["extension"]]))
    assert link[0] not in Client().get("/papers/").content.decode()


def test_cards_are_no_papers_of_the_applicant(cases: dict[str, str]) -> None:
    by = actor_of(User.objects.get(username="office"), NOW)
    card = next(r for r in read.current([cases["overdue"]]) if r.kind == "monitor.card_issued")
    with acting(actor=by.name, at=NOW) as book:
        documents.issue(book=book, by=by, matter=cases["overdue"], rests_on=card.position)
    position = Paper.objects.get(matter=cases["overdue"]).position
    client, _ = looked_up(cases["overdue"], code_of(cases["overdue"]))
    assert "督办" not in client.get("/portal/case/").content.decode()
    assert client.get(f"/portal/case/papers/{position}.docx").status_code == 404
