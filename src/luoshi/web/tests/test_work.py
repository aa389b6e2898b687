"""Working on cases by form: the morning's list, receiving, every act's page, refusals in words, files, looks."""

import re
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.approvals.fields import FIELDS
from luoshi.approvals.models import Ask, Attachment, Matter
from luoshi.ledger import read
from luoshi.sealed.models import Look
from luoshi.sealed.tests.people import person_number, somebody
from luoshi.web.tests import cases as story
from luoshi.web.tests.conftest import As
from luoshi.web.tests.office import PERMIT
from luoshi.web.tests.test_pages import MOST, NOW, Most, text


@pytest.fixture
def cases(people: Any) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield story.cases(now=NOW)


@pytest.fixture
def as_(cases: dict[str, str]) -> As:
    from django.test import Client

    from luoshi.org.models import User

    def client(name: str, language: str = "zh-hans") -> Client:
        made = Client(headers={"accept-language": language})
        made.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
        return made

    return client


def receipt(**more: Any) -> dict[str, Any]:
    told = {k: v for k, v in somebody(9).told().items() if v}
    return {"channel": "window", "filed": ["M1", "M2", "M3"], **told, "then": "accept", **more}


@pytest.mark.parametrize("who", ["clerk", "builder", "head", "water"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_my_work_asks_the_database_little(
    as_: As, django_assert_max_num_queries: Most, who: str, language: str
) -> None:
    client = as_(who, language)
    with django_assert_max_num_queries(MOST):
        page = text(client, "/work/?whose=unit")
    assert "<script>" not in page
    assert "style=" not in page


def test_the_morning_is_sorted_by_what_breaks_first(as_: As, cases: dict[str, str]) -> None:
    page = text(as_("head"), "/work/")
    names = re.findall(r'class="go" href="/matters/([^"]+)"', page)
    assert cases["overdue"] in names
    groups = re.findall(r'scope="colgroup">([^<]+)<', page)
    assert groups == [
        g for g in ("已超期", "今天到期", "下一个工作日到期", "剩余不到两成", "过半而停滞") if g in groups
    ]
    assert groups[0] == "已超期"
    ranks = [row["clock"].rank for row in as_("head").get("/work/").context["rows"]]
    assert ranks == sorted(ranks)


def test_what_waits_for_me_is_on_top(as_: As, cases: dict[str, str]) -> None:
    def waits(who: str) -> list[str]:
        return [a["act"] for a in as_(who).get("/work/").context["asks"]]

    assert waits("head") == ["take_over", "decide_extension"]
    assert waits("clerk") == ["take_over"]
    assert waits("water") == []
    Ask.objects.filter(kind="extension").update(asked_by="head")
    assert waits("head") == ["take_over"]


def test_mine_is_what_i_hold(as_: As, cases: dict[str, str]) -> None:
    page = as_("clerk").get("/work/")
    assert page.context["whose"] == "mine"
    assert cases["overdue"] in page.content.decode()
    assert cases["overdue"] not in as_("builder").get("/work/").content.decode()
    assert cases["overdue"] in as_("builder").get("/work/?whose=unit").content.decode()


def test_items_are_found_and_others_pointed_to(as_: As) -> None:
    page = text(as_("clerk"), "/receive/?q=许可")
    assert f'href="/receive/{PERMIT}/"' in page
    assert "由其他单位办理" in page
    assert story.WATER_ITEM not in page
    refused = as_("clerk").get(f"/receive/{story.WATER_ITEM}/")
    assert refused.status_code == 409
    assert "书面告知申请人向春城市水务局提出" in refused.content.decode()


def test_a_complete_application_is_received_and_accepted_at_once(as_: As) -> None:
    answer = as_("clerk").post(f"/receive/{PERMIT}/", receipt())
    assert answer.status_code == 302
    matter = Matter.objects.latest("pk")
    assert (matter.state, answer["Location"]) == ("accepted", "/receive/slip/")
    assert len(matter.applicant) == 16
    page = text(as_("clerk"), f"/matters/{matter.matter}")
    assert person_number(9) not in page
    assert matter.applicant[:6] in page


def test_what_is_not_ticked_goes_into_the_notice(as_: As) -> None:
    told = receipt(
        filed=["M1"], then="notify", materials=[], **{"materials-M1": "第 2 页看不清"}, other="盖章"
    )
    assert as_("clerk").post(f"/receive/{PERMIT}/", told).status_code == 302
    matter = Matter.objects.latest("pk")
    assert matter.state == "notified"
    page = text(as_("clerk"), f"/matters/{matter.matter}")
    assert "施工许可证申请表（第 2 页看不清）、建设工程规划许可证、施工图设计文件审查合格书" in page


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"filed": ["M1"]}, "还缺 建设工程规划许可证"), ({"number": "99"}, "校验位不对"), ({"name": ""}, "请填“姓名或单位名称”"),
        ({"filed": ["M9"]}, "M9"), ({"then": "notify"}, "请勾选缺少或不符的材料"),
    ],
)  # fmt: skip
def test_what_cannot_be_received_is_said_beside_the_field(as_: As, told: dict[str, Any], words: str) -> None:
    before = Matter.objects.count()
    answer = as_("clerk").post(f"/receive/{PERMIT}/", receipt(**told))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Matter.objects.count() == before


@pytest.mark.parametrize("act", sorted(FIELDS))
def test_every_act_has_a_page_that_asks_little(
    as_: As, cases: dict[str, str], django_assert_max_num_queries: Most, act: str
) -> None:
    for who in ("clerk", "builder", "head"):
        client = as_(who)
        for name in ("fresh", "extension", "offered"):
            with django_assert_max_num_queries(MOST):
                answer = client.get(f"/matters/{cases[name]}/acts/{act}/")
            assert answer.status_code in (200, 409)
            assert ("现在不能办" in answer.content.decode()) == (answer.status_code == 409)


def test_the_page_of_a_case_asks_the_database_little(
    as_: As, cases: dict[str, str], django_assert_max_num_queries: Most
) -> None:
    for who in ("builder", "head", "office"):
        for language in ("zh-hans", "en"):
            client = as_(who, language)
            client.get(f"/matters/{cases['extension']}")
            with django_assert_max_num_queries(MOST):
                page = text(client, f"/matters/{cases['extension']}")
            assert ('id="acts"' in page) == (who != "office")


def test_a_case_shows_what_may_be_done_and_why_the_rest_may_not(as_: As, cases: dict[str, str]) -> None:
    page = text(as_("clerk"), f"/matters/{cases['fresh']}")
    assert f'href="/matters/{cases["fresh"]}/acts/accept/"' in page
    late = text(as_("builder"), f"/matters/{cases['overdue']}")
    assert "acts/request_extension/" not in late
    assert "只能由负责人说明理由；延期申请应在到期前提出" in late
    asked = text(as_("head"), f"/matters/{cases['extension']}")
    assert "acts/decide_extension/" in asked
    assert "已申请延期，等负责人决定" in asked
    assert "两人到场，图纸与现场一致" in asked


def test_an_act_is_done_and_said(as_: As, cases: dict[str, str]) -> None:
    client = as_("head")
    path = f"/matters/{cases['extension']}/acts/decide_extension/"
    page = text(client, path)
    assert "会怎样" in page
    assert "builder" in page
    wrong = client.post(path, {"answer": "yes", "amount": "11", "reason": "论证"})
    assert (wrong.status_code, "最多延长 10 个工作日" in wrong.content.decode()) == (422, True)
    done = client.post(path, {"answer": "yes", "amount": "10", "reason": "消防意见未回"}, follow=True)
    assert "已办：批复延期" in done.content.decode()
    assert "10 个工作日 · 消防意见未回" in done.content.decode()
    again = client.get(path)
    assert (again.status_code, "没有待批的延期申请" in again.content.decode()) == (409, True)


def test_acts_without_fields_are_confirmed(as_: As, cases: dict[str, str]) -> None:
    path = f"/matters/{cases['fresh']}/acts/accept/"
    assert "受理通知书" in text(as_("clerk"), path)
    assert as_("clerk").post(path).status_code == 302
    assert Matter.objects.get(matter=cases["fresh"]).state == "accepted"


def test_a_case_offered_to_my_unit_can_be_seen_and_taken(as_: As, cases: dict[str, str]) -> None:
    client, path = as_("builder"), f"/matters/{cases['offered']}"
    assert "实为施工降水" in text(client, path)
    assert client.post(f"{path}/acts/take_over/").status_code == 302
    assert Matter.objects.get(matter=cases["offered"]).unit == "春城市住房城乡建设局"
    assert as_("water").get(path).status_code == 404


def test_a_unit_is_chosen_before_its_posts(as_: As, cases: dict[str, str]) -> None:
    path = f"/matters/{cases['fresh']}/acts/hand_over/"
    assert "先选接收单位" in text(as_("clerk"), path)
    page = text(as_("clerk"), f"{path}?to_unit=春城市水务局")
    assert 'name="to_post"' in page
    assert 'type="hidden" name="to_unit"' in page
    told = {"to_unit": "春城市水务局", "to_post": "", "reason": "误收"}
    assert as_("clerk").post(path, told).status_code == 302
    assert Ask.objects.get(matter=cases["fresh"]).unit == "春城市水务局"


def test_files_are_saved_never_shown_and_only_to_who_may_see_the_case(as_: As, cases: dict[str, str]) -> None:
    content = b"%PDF-1.7 drawing"
    told = {
        "ground": "testing",
        "document": "告知书〔1〕",
        "expected": "2026-10-20",
        "files": [SimpleUploadedFile("某人.pdf", content)],
    }
    path = f"/matters/{cases['fresh']}"
    story.do("accept", "clerk", "2026-10-12T08:10", matter=cases["fresh"])
    assert as_("builder").post(f"{path}/acts/pause/", told).status_code == 302
    held = Attachment.objects.get()
    assert held.title == "告知书〔1〕"
    assert "某人" not in "".join(row.payload for row in read.entries([cases["fresh"]]))
    link = f"{path}/files/{held.digest}"
    assert link in text(as_("builder"), path)
    answer = as_("builder").get(link)
    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert as_("water").get(link).status_code == 404
    assert as_("builder").get(f"{path}/files/{'0' * 64}").status_code == 404
    bad = told | {"files": [SimpleUploadedFile("x.pdf", b"<html>")]}
    story.do("resume", "builder", "2026-10-12T08:20", matter=cases["fresh"])
    refused = as_("builder").post(f"{path}/acts/pause/", bad)
    assert (refused.status_code, "只收 PDF" in refused.content.decode()) == (422, True)


def test_who_applied_is_shown_once_and_listed(as_: As, cases: dict[str, str]) -> None:
    path = f"/matters/{cases['fresh']}/acts"
    assert as_("clerk").post(f"{path}/ask_identity/", {"purpose": "notify"}).status_code == 302
    assert as_("clerk").get(f"{path}/see_identity/").status_code == 409
    assert as_("head").post(f"{path}/grant_identity/", {"answer": "yes"}).status_code == 302
    seen = as_("clerk").post(f"{path}/see_identity/")
    assert person_number(6) in seen.content.decode()
    assert "no-store" in seen["Cache-Control"]
    assert as_("clerk").post(f"{path}/see_identity/").status_code == 409
    assert Look.objects.get().who == "clerk"
    page = text(as_("office"), "/looks/")
    assert cases["fresh"] in page
    assert person_number(6) not in page
    assert as_("clerk").get("/looks/").status_code == 403
    assert "查看了申请人身份信息" in text(as_("office"), f"/matters/{cases['fresh']}")


def test_silence_is_told_with_its_article(as_: As, cases: dict[str, str]) -> None:
    page = text(as_("clerk"), f"/matters/{cases['silent']}")
    assert "视为受理" in page
    assert "自 9月28日（周一） 起" in page
    assert "逾期不告知的，自收到申请材料之日起即为受理" in page


@pytest.mark.parametrize("path", ["/work/", "/receive/", f"/receive/{PERMIT}/"])
def test_who_does_not_work_on_cases_is_kept_out(as_: As, path: str) -> None:
    assert as_("office").get(path).status_code == 403
    assert as_("inspector").post(path, {}).status_code == 403
