"""The pages of key tasks: what they show and to whom, that filters hold, that they ask the database little."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoshi.tasks import queries
from luoshi.tasks.fields import FIELDS
from luoshi.tasks.models import Evidence, Node
from luoshi.tasks.rules import RULES
from luoshi.web.tests import task_story
from luoshi.web.tests.conftest import As
from luoshi.web.tests.test_pages import MOST, NOW, text
from luoshi.web.views.tasks.acts import PLANNED

Most = Callable[..., Any]
Told = dict[str, str]


@pytest.fixture
def told(people: Any) -> Iterator[Told]:
    with time_machine.travel(NOW, tick=False):
        found = task_story.tell(now=NOW)
        people |= {name: task_story.User.objects.get(username=name) for name in task_story.MORE}
        yield found


PAGES = ["/tasks/", "/tasks/?light=late&unit=春城市水务局&q=管网&since=2026-01-01&sort=-until", "/tasks/new/", "/tasks/tree/", "/tasks/tree/?of={pipes}", "/tasks/timeline/", "/tasks/matrix/", "/tasks/mine/",
    "/tasks/desk/", "/tasks/morning/", "/tasks/import/", "/tasks/sources/", "/tasks/sources/{report}/", "/tasks/sources/new/",
]  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_of_tasks_ask_the_database_little(
    signed_in: As, told: Told, django_assert_max_num_queries: Most, language: str
) -> None:
    client = signed_in("office", language)
    for path in PAGES:
        with django_assert_max_num_queries(MOST):
            body = text(client, path.format(**told))
        assert "<h1" in body
        assert "<script>" not in body
        assert "style=" not in body


def numbers(client: Client, path: str = "/tasks/") -> dict[str, int]:
    return dict(client.get(path).context["numbers"])


def test_one_task_asks_the_database_little(
    signed_in: As, told: Told, django_assert_max_num_queries: Most
) -> None:
    client = signed_in("office")
    client.get(f"/tasks/{told['pipes']}/")  # the rules are compiled once a process
    for name in ("pipes", "late", "reopened", "claimed", "draft"):
        with django_assert_max_num_queries(
            MOST + 2
        ):  # a role's posts and the source beside the lists of any page
            body = text(client, f"/tasks/{told[name]}/")
        assert "<script>" not in body
        assert "style=" not in body


def test_the_ledger_counts_what_it_shows(signed_in: As, told: Told) -> None:
    assert numbers(signed_in("office")) == {
        "leaves": 9, "verified": 1, "claimed": 1, "ownerless": 1, "behind": 1, "late": 2,
    }  # fmt: skip
    of_unit = numbers(signed_in("waterhead"))
    assert of_unit["leaves"] == 6  # four of its own, two parts, one it co-operates in counted by its leaf
    assert of_unit["ownerless"] == 0


FOUND = {
    "": 10, "light=late": 2, "light=behind": 1, "light=near": 1, "light=claimed": 1, "light=verified": 1,
    "light=ownerless": 1, "light=reopened": 1, "light=silent": 1, "light=order": 1, "light=inflated": 1, "level=goal": 0,
    "state=draft": 1, "q=管网": 1, "q=26": 1, "q=2026-00003": 1, "leader=市长": 1, "unit=530105": 2,
    "since=2026-10-01&until=2026-10-31": 2, "light=nonsense": 10, "sort=--drop": 10, "since=9999-99-99": 10, "q=%00": 10,
}  # fmt: skip


def test_filters_of_the_ledger(signed_in: As, told: Told) -> None:
    client = signed_in("office")
    assert {query: len(client.get(f"/tasks/?{query}").context["rows"]) for query in FOUND} == FOUND
    for sort in ("place", "title", "-title", "unit", "until", "-until", "share", "state"):
        assert len(client.get(f"/tasks/?sort={sort}").context["rows"]) == 10


def test_parts_stand_under_what_they_are_parts_of(signed_in: As, told: Told) -> None:
    rows = [r["node"].matter for r in signed_in("office").get("/tasks/").context["rows"]]
    at = rows.index(told["pipes"])
    assert rows[at : at + 3] == [told["pipes"], told["late"], told["behind"]]


def test_a_line_says_what_stands_on_it(signed_in: As, told: Told) -> None:
    page = text(signed_in("office"), "/tasks/")
    for words in (
        "逾期 32 日", "未达序时", "申报待核验", "还有 4 日", "已核验销号", "8 / 14 条", "2 / 3 条", "红色督办单", "待审核",
        "春城市住房城乡建设局 协办未反馈 13 日", "曾于 6月30日 销号，后重新打开", "时限比上级压缩", "1 个分解项逾期", "1 个分解项未达序时", "《2026年政府工作报告》第 1 条", "市长 春政督〔2026〕31号",
    ):  # fmt: skip
        assert words in page, words


def test_a_light_and_its_filter_agree(signed_in: As, told: Told) -> None:
    client = signed_in("office")
    for light in ("late", "behind", "near", "claimed", "verified", "good"):
        rows = client.get(f"/tasks/?light={light}").context["rows"]
        assert {r["light"] for r in rows} == {f"task_{light}"}
    every = client.get("/tasks/").context["rows"]
    assert next(r["light"] for r in every if r["node"].matter == told["pipes"]) == "task_under"
    assert sum(r["light"] == "task_good" for r in every) == len(
        client.get("/tasks/?light=good").context["rows"]
    )


def test_a_unit_sees_what_it_leads_and_helps_with(signed_in: As, told: Told) -> None:
    page = text(signed_in("fire"), "/tasks/")
    assert "新建消防站3座" in page
    assert "集成办理" in page  # it co-operates in this one
    assert "污水管网" not in page


def test_excel_of_the_ledger_holds_what_the_filters_select(signed_in: As, told: Told) -> None:
    Node.objects.filter(matter=told["late"]).update(title="=1+1")
    answer = signed_in("office").get("/tasks.xlsx?light=late")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))["Sheet1"]  # type: ignore[attr-defined]
    rows = list(sheet.iter_rows(values_only=True))
    head = rows[0]
    assert {"序号", "任务", "责任单位", "协办单位", "责任人", "目标值", "完成时限", "进展", "状态"} <= set(
        head
    )
    assert len(rows) == 3
    by = {row[head.index("任务")]: row for row in rows[1:]}
    assert by["=1+1"][head.index("完成量")] == 2
    assert by["老旧小区加装电梯300部"][head.index("完成时限")] == datetime(2026, 9, 30)
    assert by["老旧小区加装电梯300部"][head.index("序号")] == "26"


def test_an_empty_ledger_says_so(signed_in: As) -> None:
    assert "台账里还没有任务" in text(signed_in("office"), "/tasks/")
    assert "没有符合条件的任务" in text(signed_in("office"), "/tasks/?q=没有")
    assert signed_in("admin").get("/tasks/").status_code == 403


def test_every_act_has_a_form_and_every_form_an_act() -> None:
    assert set(FIELDS) | set(PLANNED) == set(RULES)


def sent(client: Client, matter: str, act: str, **told: Any) -> Any:
    return client.post(f"/tasks/{matter}/acts/{act}/", told)


def test_a_task_tells_its_whole_story(signed_in: As, told: Told) -> None:
    page = text(signed_in("office"), f"/tasks/{told['reopened']}/")
    for words in (
        "第 1 次申报", "春城市消防救援支队", "疑似虚假销号", "系统拒绝并记录", "验收汇总表", "抽查发现59部未通电", "累计 241",
        "9月30日 到期", "为什么是", "计划到 9月30日 达到 300 部",
    ):  # fmt: skip
        assert words in page, words
    own = text(signed_in("builder"), f"/tasks/{told['reopened']}/")
    assert "疑似虚假销号" not in own
    assert "系统拒绝并记录" not in own
    whole = text(signed_in("office"), f"/tasks/{told['pipes']}/")
    assert "末级 2 项，已销号 0 项" in whole
    assert "盘江大道段" in whole
    assert "请提供青年路地下管线资料" in whole


def test_the_rules_decide_which_buttons_there_are(signed_in: As, told: Told) -> None:
    def may(who: str, name: str) -> set[str]:
        answer = signed_in(who).get(f"/tasks/{told[name]}/")
        return {c.act for c in answer.context["doing"]["may"]} if answer.status_code == 200 else set()

    assert may("market", "claimed") == {"ask_co", "chase"}
    assert {"verify", "send_back"} <= may("builder", "claimed")
    assert may("inspector", "claimed") == set()
    assert {"progress", "claim"} <= may("fire", "good")
    assert "verify" not in may("fire", "good")
    assert {"publish", "amend", "cancel"} <= may("office", "draft")
    assert may("waterhead", "handed") >= {"receipt"}


def test_who_may_open_a_task(signed_in: As, told: Told) -> None:
    assert signed_in("fire").get(f"/tasks/{told['pipes']}/").status_code == 404
    assert signed_in("water").get(f"/tasks/{told['late']}/").status_code == 200
    assert signed_in("water").get(f"/tasks/{told['claimed']}/").status_code == 200  # it could verify it
    assert signed_in("fire").get(f"/tasks/{told['reopened']}/").status_code == 200  # it did verify it
    assert signed_in("fire").get("/tasks/task:2026-99999/").status_code == 404
    assert sent(signed_in("inspector"), told["good"], "claim").status_code == 403
    assert signed_in("office").get(f"/tasks/{told['good']}/acts/nonsense/").status_code == 404


def test_files_of_a_task_are_for_who_may_see_it(signed_in: As, told: Told) -> None:
    held = Evidence.objects.filter(matter=told["claimed"]).first()
    assert held is not None
    path = f"/tasks/{told['claimed']}/files/{held.digest}"
    answer = signed_in("office").get(path)
    assert answer.content.startswith(b"%PDF")
    assert "attachment" in answer["Content-Disposition"]
    assert signed_in("market").get(f"/tasks/{told['good']}/files/{held.digest}").status_code == 404
    assert signed_in("office").get(f"/tasks/{told['good']}/files/{held.digest}").status_code == 404


def test_a_units_own_write_off_is_refused_and_stands_on_record(signed_in: As, told: Told) -> None:
    answer = sent(signed_in("market"), told["claimed"], "verify", how="site", text="都看过")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "已拒绝，并已记录" in page
    assert "不能核验本单位的任务" in page
    assert queries.history(told["claimed"])[0].kind == "tasks.write_off_refused"
    assert queries.task(told["claimed"]).state == "claimed"
    answer = sent(signed_in("builder"), told["claimed"], "verify", how="site", text="逐项登录核对")
    assert answer.status_code == 302
    assert queries.task(told["claimed"]).state == "verified"


def test_what_cannot_be_done_says_why(signed_in: As, told: Told) -> None:
    answer = signed_in("office").get(f"/tasks/{told['good']}/acts/archive/")
    assert answer.status_code == 409
    assert "这一步在“已销号”时办理" in answer.content.decode()
    short = sent(signed_in("fire"), told["good"], "claim", quantity="2", text="完成")
    assert short.status_code == 422
    assert "没有佐证不能申报完成" in short.content.decode()


def test_publishing_names_every_gap(signed_in: As, told: Told) -> None:
    client = signed_in("office")
    answer = sent(client, told["draft"], "publish")
    assert answer.status_code == 409
    page = answer.content.decode()
    for words in ("缺 4 处", "没有牵头单位", "没有可衡量的目标值", "没有完成时限", "没有佐证类型", "去补"):
        assert words in page
    plan = {
        "title": "建成城市应急避难场所20处", "level": "task", "lead": "530105", "target": "20", "per": "处", "since": "2026-10-12",
        "until": "2026-12-30", "evidence": ["acceptance"], "milestones-TOTAL_FORMS": "1", "milestones-INITIAL_FORMS": "0",
        "milestones-0-name": "过半", "milestones-0-on": "2026-11-20", "milestones-0-quantity": "10",
    }  # fmt: skip
    assert sent(client, told["draft"], "amend", **plan).status_code == 302
    assert sent(client, told["draft"], "publish").status_code == 302
    assert sent(client, told["draft"], "assign").status_code == 302
    node = Node.objects.get(matter=told["draft"])
    assert (node.state, node.unit_name, str(node.until)) == ("assigned", "春城市消防救援支队", "2026-12-30")
    again = sent(client, told["draft"], "amend", **(plan | {"target": "十几"}))
    assert "不是数" in again.content.decode()
    assert (
        "请写批准调整的文号"
        in sent(client, told["draft"], "amend", **(plan | {"target": "25"})).content.decode()
    )


def test_a_part_that_grows_needs_its_reason(signed_in: As, told: Told) -> None:
    client = signed_in("fire")
    part = {
        "title": "第一座", "level": "step", "lead": "530105", "target": "3.5", "per": "座", "since": "2026-01-12",
        "until": "2026-12-20", "evidence": ["photo"], "milestones-TOTAL_FORMS": "0", "milestones-INITIAL_FORMS": "0",
    }  # fmt: skip
    answer = sent(client, told["good"], "break_down", **part)
    assert answer.status_code == 422
    assert "指标抬高" in answer.content.decode()
    assert sent(client, told["good"], "break_down", **part, reason="留有余地").status_code == 302
    made = queries.task(told["good"]).parts
    assert "指标合计比上级抬高" in text(client, f"/tasks/{told['good']}/")
    assert text(client, f"/tasks/{made[0]}/").count("新建消防站3座") >= 1


def test_drafting_on_a_page(signed_in: As, told: Told) -> None:
    client = signed_in("office")
    answer = client.post(
        "/tasks/new/",
        {"title": "", "level": "goal", "milestones-TOTAL_FORMS": "0", "milestones-INITIAL_FORMS": "0"},
    )
    assert "请写任务内容" in answer.content.decode()
    answer = client.post(
        "/tasks/new/",
        {"title": "新建停车位", "level": "goal", "clauses": "三", "milestones-TOTAL_FORMS": "1", "milestones-INITIAL_FORMS": "0", "milestones-0-name": "开工"},
    )  # fmt: skip
    assert "请写条款的编号" in answer.content.decode()
    answer = client.post(
        "/tasks/new/",
        {
            "title": "新建停车位",
            "level": "goal",
            "milestones-TOTAL_FORMS": "0",
            "milestones-INITIAL_FORMS": "0",
        },
    )
    assert answer.status_code == 302
    assert Node.objects.get(title="新建停车位").state == "draft"
    assert signed_in("water").get("/tasks/new/").status_code == 403


def test_every_act_of_a_task_on_its_form(signed_in: As, told: Told) -> None:
    """The rest of the acts, each by its form."""
    office, water, waterhead, builder = (signed_in(n) for n in ("office", "water", "waterhead", "builder"))
    for client, name, act, values in (
        (waterhead, "handed", "receipt", {}),
        (water, "handed", "progress", {"quantity": "1", "text": "演练一次"}),
        (builder, "pipes", "reply_co", {"text": "资料已提供"}),
        (water, "pipes", "ask_co", {"unit": "530102", "question": "请核对用地", "amount": "3"}),
        (office, "pipes", "chase", {"about": "co_reply"}),
        (office, "good", "issue_order", {"reason": "near", "text": "抓紧收尾", "until": "2026-10-20"}),
        (signed_in("fire"), "good", "answer_order", {"text": "按期完成"}),
        (office, "good", "lift_order", {"reason": "进度正常"}),
        (office, "claimed", "send_back", {"grounds": "evidence", "reason": "缺上线截图"}),
        (office, "verified", "archive", {}),
        (office, "verified", "reopen", {"reason": "复查仍有积水", "false_claim": "yes"}),
        (office, "near", "cancel", {"reason": "并入省级项目", "document": "春政办〔2026〕20号"}),
    ):  # fmt: skip
        assert client.get(f"/tasks/{told[name]}/acts/{act}/").status_code == 200, act
        answer = sent(client, told[name], act, **values)
        assert answer.status_code == 302, (act, answer.content.decode()[-3000:])
    states = {name: queries.task(told[name]).state for name in ("handed", "claimed", "verified", "near")}
    assert states == {"handed": "working", "claimed": "returned", "verified": "reopened", "near": "cancelled"}


def test_the_tree_unfolds(signed_in: As, told: Told) -> None:
    client = signed_in("office")
    branches = client.get("/tasks/tree/").context["branches"]
    assert len(branches) == 8
    top = next(b for b in branches if b["node"].matter == told["pipes"])
    assert [p["node"].matter for p in top["parts"]] == [told["late"], told["behind"]]
    page = text(client, f"/tasks/tree/?of={told['pipes']}")
    assert "末级 2 项，已销号 0 项" in page
    assert client.get("/tasks/tree/?of=task:2026-99999").status_code == 404
    assert {b["node"].matter for b in signed_in("fire").get("/tasks/tree/").context["branches"]} == {
        told["good"], told["claimed"],
    }  # fmt: skip


def test_the_timeline_draws_every_task_with_a_date(signed_in: As, told: Told) -> None:
    answer = signed_in("office").get("/tasks/timeline/")
    rows = answer.context["rows"]
    assert len(rows) == 9
    for row in rows:
        assert 0 <= row["x"] <= row["x"] + row["width"] <= 100.01
        assert row["done"] <= row["width"]
    late = next(r for r in rows if r["node"].matter == told["late"])
    assert late["x"] + late["width"] < answer.context["today_x"]
    assert [p["reached"] for p in late["points"]] == [False, True]


def test_the_matrix_marks_gaps_and_overlaps(signed_in: As, told: Told) -> None:
    client = signed_in("office")
    context = client.get("/tasks/matrix/").context
    assert (context["gaps"], context["overlaps"]) == (1, 0)
    names = [c["name"] for c in context["columns"]]
    pipes = next(r for r in context["rows"] if r["node"].matter == told["pipes"])
    cells = dict(zip(names, pipes["cells"], strict=True))
    assert cells["春城市水务局"] == "lead"
    assert cells["春城市住房城乡建设局"] == "co"
    assert cells["春城市消防救援支队"] == ""
    twin = replace(
        task_story.BASE, title="雨污分流改造", lead=task_story.HOUSING, source=told["report"], clauses=(1,)
    )
    task_story.do("draft", "office", "2026-10-12T08:00", plan=twin)
    context = client.get("/tasks/matrix/").context
    assert context["overlaps"] == 2
    assert "重叠" in text(client, "/tasks/matrix/")


def groups(client: Client) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in client.get("/tasks/mine/").context["rows"]:
        found.setdefault(row["group"], []).append(row["node"].matter)
    return found


def test_my_tasks_say_what_is_owed(signed_in: As, told: Told) -> None:
    assert groups(signed_in("builder")) == {
        "请我单位协办，等反馈": [told["pipes"]], "被退回或重新打开": [told["reopened"]],
    }  # fmt: skip
    water = groups(signed_in("water"))
    assert water["等签收"] == [told["handed"]]
    assert water["已逾期"] == [told["late"]]
    assert water["未达序时"] == [told["behind"]]
    assert water["七日内到期"] == [told["near"]]
    assert groups(signed_in("office")) == {"等审核发布": [told["draft"]]}
    assert "没有等您办的任务" in text(signed_in("market"), "/tasks/mine/")


def test_the_desk_shows_claims_of_other_units_only(signed_in: As, told: Told) -> None:
    for who, there in (("office", True), ("builder", True), ("market", False)):
        rows = signed_in(who).get("/tasks/desk/").context["rows"]
        assert [r["node"].matter for r in rows] == ([told["claimed"]] if there else [])
    task_story.do(
        "send_back", "office", "2026-10-12T08:00", matter=told["claimed"], grounds="evidence", reason="缺截图"
    )
    files = [task_story.file("补充截图")]
    task_story.do(
        "claim", "market", "2026-10-12T08:10", matter=told["claimed"], text="补齐", quantity="12", files=files
    )
    row = signed_in("office").get("/tasks/desk/").context["rows"][0]
    assert row["why"] == ["第 2 次申报"]
    assert row["files"] == 3


def test_the_morning_says_what_moved_and_what_is_stuck(signed_in: As, told: Told) -> None:
    context = signed_in("office").get("/tasks/morning/").context
    assert next((n.matter, what) for n, what in context["moved"]) == (told["claimed"], "申报完成")
    stuck = {u["unit"]: u for u in context["stuck"]}
    assert stuck["春城市水务局"] | {"unit": ""} == {
        "unit": "",
        "late": 1,
        "behind": 1,
        "unsigned": 1,
        "silent": 0,
    }
    assert stuck["春城市住房城乡建设局"]["silent"] == 1
    assert [n.matter for n, _days in context["claimed"]] == [told["claimed"]]
    assert [n.matter for n in context["ownerless"]] == [told["draft"]]
    assert [n.matter for n, *_light in context["due"]] == [told["near"]]
    assert any(one.matter == told["reopened"] for one, _what in context["left"])
    assert signed_in("head").get("/tasks/morning/").status_code == 403
    assert signed_in("inspector").get("/tasks/morning/").status_code == 200


def test_a_source_shows_what_nobody_took_up(signed_in: As, told: Told) -> None:
    client = signed_in("office")
    form = {
        "sort": "decision",
        "title": "常务会议决定",
        "document": "春政常〔2026〕8号",
        "clauses": "修复路灯\n\n疏通盘江",
    }
    made = client.post("/tasks/sources/new/", form)
    assert made.status_code == 302
    page = text(client, made.headers["Location"])
    assert "2 条没有任务" in page
    assert "clause=1" in page
    path = made.headers["Location"]
    assert "请写明无需立项的理由" in client.post(path, {"clause": "1", "reason": ""}).content.decode()
    assert client.post(path, {"clause": "1", "reason": "已纳入市政日常养护"}).status_code == 302
    assert "已纳入市政日常养护" in text(client, path)
    assert "已登记为" in client.post("/tasks/sources/new/", form).content.decode()
    missing = client.post(
        "/tasks/sources/new/", {"sort": "instruction", "title": "批示", "document": "春政督〔2026〕40号"}
    )
    assert "领导批示须写批示领导的职务" in missing.content.decode()
    assert "全部有着落" in text(client, f"/tasks/sources/{told['report']}/")
    assert signed_in("head").get("/tasks/sources/").status_code == 403
    assert client.get("/tasks/sources/source:2026-09999/").status_code == 404


def ledger_file(*rows: Sequence[Any]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2026年城市更新台账"])
    sheet.append(["序号", "任务", "牵头单位", "协办单位", "目标值", "完成时限"])
    for row in rows:
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return SimpleUploadedFile("台账.xlsx", held.getvalue())


def test_a_ledger_is_brought_in_row_by_row(signed_in: As, told: Told) -> None:
    client = signed_in("office")
    rows = (
        [
            "一",
            "修复路灯300盏",
            "春城市住房城乡建设局",
            "春城市水务局、春城市消防救援支队",
            "300盏",
            "2026年12月20日",
        ],
        ["二", "疏通盘江支流", "不存在的局", "", "3条", "12月底"],
        ["三", "新建公厕12座", "春城市住房城乡建设局", "", "12座", "2025-02-30"],
    )
    looked = client.post("/tasks/import/", {"file": ledger_file(*rows)})
    assert looked.status_code == 200
    page = looked.content.decode()
    assert "试运行" in page
    assert "不存在的局" in page
    assert looked.context["report"]["stored"] == 1
    assert len(looked.context["report"]["rejected"]) == 2
    assert not Node.objects.filter(title__startswith="修复路灯").exists()
    done = client.post("/tasks/import/", {"token": str(looked.context["token"]), "name": "台账.xlsx"})
    assert "已写入" in done.content.decode()
    node = Node.objects.get(title__startswith="修复路灯")
    assert (node.state, node.unit_name) == ("draft", "春城市住房城乡建设局")
    assert client.post("/tasks/import/", {"token": "nonsense"}).status_code == 422
    assert client.post("/tasks/import/", {}).status_code == 422
    assert signed_in("head").get("/tasks/import/").status_code == 403


def test_the_exported_ledger_can_be_brought_in_again(signed_in: As, told: Told) -> None:
    client = signed_in("office")
    answer = client.get("/tasks.xlsx?q=消防站")
    held = SimpleUploadedFile("again.xlsx", b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    looked = client.post("/tasks/import/", {"file": held})
    assert looked.context["report"]["read"] == 1, looked.content.decode()[:500]


def test_empty_pages_of_tasks_say_what_to_do(signed_in: As) -> None:
    office = signed_in("office")
    for path, words in (
        ("/tasks/tree/", "还没有任务"), ("/tasks/timeline/", "还没有任务"), ("/tasks/matrix/", "还没有任务"),
        ("/tasks/mine/", "没有等您办的任务"), ("/tasks/desk/", "没有等核验的申报"), ("/tasks/morning/", "没有新的进展"),
        ("/tasks/sources/", "还没有登记来源"),
    ):  # fmt: skip
        assert words in text(office, path), path
