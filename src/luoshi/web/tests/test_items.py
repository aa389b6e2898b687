"""Items on pages: what is shown, what a form publishes, what a workbook does, and who may do it."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from luoshi.catalogue import queries
from luoshi.catalogue.models import Item, ItemVersion
from luoshi.intake.tests.test_catalogue_file import workbook
from luoshi.ledger.models import LedgerEntry
from luoshi.web import importing
from luoshi.web.tests import office, sample
from luoshi.web.tests.conftest import As

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime.fromisoformat("2026-10-12T08:41+08:00")
HEAD = ["实施编码", "事项名称", "实施主体编码", "承诺时限", "承诺时限单位"]
ITEM = f"/catalogue/item/{office.PERMIT}/"


@pytest.fixture(autouse=True)
def moment(settings: Any, tmp_path: Path) -> Any:
    settings.LUOSHI_HOME = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def items(people: Any) -> None:
    office.items()


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def fields(client: Client, path: str) -> dict[str, Any]:
    """Everything a browser would send back of the form as it is shown."""
    context = client.get(path).context
    told: dict[str, Any] = {}
    for form in (context["form"], context["steps"].management_form, context["materials"].management_form,
                 *context["steps"], *context["materials"]):  # fmt: skip
        for bound in form:
            value = bound.value()
            value = f"{value.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else value
            if value is not None and value is not False and value != "":
                told[bound.html_name] = "on" if value is True else value
    return told


def publish(client: Client, path: str, **changed: Any) -> Any:
    """Fill in, look, confirm."""
    sent = fields(client, path) | changed
    looked = client.post(path, sent | {"action": "check"})
    if "confirmed" not in looked.context:
        return looked
    return client.post(path, sent | {"action": "publish", "confirmed": looked.context["confirmed"]})


def test_the_list_shows_limits_and_what_is_missing(signed_in: As, items: None) -> None:
    page = text(signed_in("water"), "/catalogue/")
    assert "共 3 条" in page, "the catalogue is public to every unit"
    assert "12 个工作日" in page
    assert "要素齐全" in page
    assert "缺 8 项" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3), ("q=取水", 2), ("q=000115", 1), ("unit=530101", 1), ("kind=instant", 1), ("show=incomplete", 2),
        ("show=complete", 1), ("show=nonsense", 3), ("q=%00", 3),
    ],
)  # fmt: skip
def test_filters_live_in_the_address(signed_in: As, items: None, query: str, found: int) -> None:
    assert f"共 {found} 条" in text(signed_in("office"), f"/catalogue/?{query}")


def test_an_item_shows_the_version_in_force_what_is_to_come_and_what_changed(
    signed_in: As, items: None
) -> None:
    page = text(signed_in("office"), ITEM)
    assert "第 2 版，7月1日 起" in page
    assert "15 个工作日" in page
    assert "行政许可法 第四十二条第一款" in page
    assert "11 项公开要素齐全" in page
    assert "将生效" in page
    assert "<del>18 工作日</del> → <ins>15 工作日</ins>" in page
    assert "以前的版本" in text(signed_in("office"), f"{ITEM}?version=1")
    assert "未公开，请补上" in text(signed_in("office"), "/catalogue/item/11530100015112345C4000119001000/")
    assert signed_in("office").get("/catalogue/item/none/").status_code == 404


def test_a_form_publishes_only_what_was_looked_at(signed_in: As, items: None) -> None:
    client, path = signed_in("head"), f"{ITEM}change/"
    sent = fields(client, path) | {"promise_amount": "11"}
    looked = client.post(path, sent | {"action": "check"})
    assert looked.status_code == 200
    page = looked.content.decode()
    assert "<del>12 工作日</del> → <ins>11 工作日</ins>" in page
    assert ItemVersion.objects.filter(code=office.PERMIT).count() == 3
    other = sent | {"promise_amount": "10", "action": "publish", "confirmed": looked.context["confirmed"]}
    assert "确认发布" in client.post(path, other).content.decode()
    assert ItemVersion.objects.filter(code=office.PERMIT).count() == 3
    due = sent | {"since": "2026-12-01T00:00"}
    confirmed = client.post(path, due | {"action": "check"}).context["confirmed"]
    done = client.post(path, due | {"action": "publish", "confirmed": confirmed})
    assert done.status_code == 302
    newest = queries.versions(office.PERMIT)[0]
    wanted = replace(
        office.permit(11), unit_name=sample.BODIES[0][0], statutory_amount=20, statutory_per="working_day"
    )
    assert newest.definition == wanted
    assert (newest.version, newest.since.isoformat()) == (4, "2026-11-30T16:00:00+00:00")


def test_cases_in_hand_are_counted_before_a_change(signed_in: As, items: None) -> None:
    sample.matters(60, now=NOW)
    client = signed_in("office")
    looked = client.post(
        f"{ITEM}change/", fields(client, f"{ITEM}change/") | {"promise_amount": "11", "action": "check"}
    )
    assert looked.context["open"] > 0
    assert f"现在在办的 {looked.context['open']} 件" in looked.content.decode()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"promise_amount": "21"}, "长于法定时限"),
        ({"promise_amount": "0"}, "1 至"),
        ({"name": ""}, "请填此项"),
        ({"since": "2026-10-20T00:00"}, "不能早于"),
        ({"steps-0-amount": "99"}, "长于整个事项"),
        ({"materials-1-code": "M1"}, "写了两次"),
        ({"commitment": "on"}, "不得实行告知承诺"),
        ({"contact": "13812345678"}, "手机号"),
        ({"expecting": "1"}, "已有人发布"),
    ],
)
def test_what_may_not_be_published_is_said_at_its_field(
    signed_in: As, items: None, changed: dict[str, str], why: str
) -> None:
    answer = publish(signed_in("office"), f"{ITEM}change/", **changed)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert ItemVersion.objects.filter(code=office.PERMIT).count() == 3


def test_rows_are_added_and_removed_without_losing_what_was_typed(signed_in: As, items: None) -> None:
    client, path = signed_in("office"), f"{ITEM}change/"
    sent = fields(client, path) | {"name": "施工许可（试点）"}
    grown = client.post(path, sent | {"action": "steps"})
    assert len(grown.context["steps"].forms) == int(sent["steps-TOTAL_FORMS"]) + 3
    assert "施工许可（试点）" in grown.content.decode()
    kept = {k: v for k, v in sent.items() if not k.startswith("materials-3-")}
    kept |= {"materials-4-name": "新材料", "since": "2026-11-01T00:00"}
    looked = client.post(path, kept | {"action": "check"})
    done = client.post(path, kept | {"action": "publish", "confirmed": looked.context["confirmed"]})
    assert done.status_code == 302
    names = [m.name for m in queries.versions(office.PERMIT)[0].materials]
    assert "变更情况说明" not in names
    assert names[-1] == "新材料"


def test_a_new_item_belongs_to_a_unit_of_ones_own(signed_in: As, people: Any) -> None:
    head = signed_in("head")
    told = {
        "code": "NEW-1",
        "name": "乙事项",
        "kind": "promised",
        "promise_amount": "5",
        "promise_per": "working_day",
    }
    done = publish(head, "/catalogue/new/", **told, unit=office.WORKS)
    assert done.status_code == 302, done.context["form"].errors
    assert Item.objects.get().unit == office.WORKS
    refused = publish(head, "/catalogue/new/", **told | {"code": "NEW-2"}, unit=office.WATER)
    assert refused.status_code == 422
    again = publish(head, "/catalogue/new/", **told, unit=office.WORKS)
    assert "已有人发布" in again.content.decode()


def test_units_change_their_own_items_only_and_others_none(signed_in: As, items: None) -> None:
    theirs = "/catalogue/item/11530100015112345C4000119001000/"
    assert signed_in("head").get(f"{theirs}change/").status_code == 404
    assert signed_in("head").get(f"{theirs}retire/").status_code == 404
    assert "发布新版本" not in text(signed_in("head"), theirs)
    assert "发布新版本" in text(signed_in("office"), theirs)
    for who in ("water", "inspector", "admin"):
        for path in (f"{theirs}change/", f"{theirs}retire/", "/catalogue/new/", "/catalogue/upload/"):
            assert signed_in(who).get(path).status_code == 403
        assert "从 Excel 带入" not in text(signed_in(who), "/catalogue/")


def test_an_item_is_retired_with_its_ground(signed_in: As, items: None) -> None:
    path = "/catalogue/item/11530100015112345C4000119002000/"
    client = signed_in("office")
    assert "请写明取消的依据" in client.post(f"{path}retire/", {"reason": ""}).content.decode()
    assert client.post(f"{path}retire/", {"reason": "国发〔2026〕1 号"}).status_code == 302
    assert "不再受理新的申请" in text(client, path)
    assert "共 2 条" in text(client, "/catalogue/")
    assert "共 1 条" in text(client, "/catalogue/?show=retired")


def test_the_workbook_goes_out_and_comes_back_unchanged(signed_in: As, items: None) -> None:
    client = signed_in("office")
    file = BytesIO(b"".join(client.get("/catalogue.xlsx").streaming_content))  # type: ignore[attr-defined]
    file.name = "catalogue.xlsx"
    before = LedgerEntry.objects.count()
    page = client.post("/catalogue/upload/", {"file": file})
    assert page.context["counts"] == {"new": 0, "changed": 0, "unchanged": 11, "rejected": 0}
    assert "没有要写入的内容" in page.content.decode()
    assert LedgerEntry.objects.count() == before
    assert not list(importing.folder().glob("staged-*"))


def chosen() -> BytesIO:
    file = workbook([HEAD, ["001", "甲事项", office.WORKS, 5, "工作日"], ["002", "乙事项", office.WATER, 99, "工作日"]])  # fmt: skip
    file.name = "事项.xlsx"
    return file


def test_a_workbook_is_looked_at_first_and_written_once_confirmed(signed_in: As, people: Any) -> None:
    client = signed_in("office")
    looked = client.post("/catalogue/upload/", {"file": chosen()})
    page = looked.content.decode()
    assert "试运行，还没有写入" in page
    assert "长于法定时限" in page
    assert not Item.objects.exists()
    token = {"token": looked.context["token"], "name": "事项.xlsx"}
    other = signed_in("head").post("/catalogue/upload/", token)
    assert "已处理过或已过期" in other.content.decode()
    done = client.post("/catalogue/upload/", token)
    assert "已写入" in done.content.decode()
    assert [i.code for i in Item.objects.all()] == ["001"]
    assert client.post("/catalogue/upload/", token).status_code == 422
    assert not list(importing.folder().glob("staged-*"))


def test_a_head_brings_in_items_of_the_own_unit_only(signed_in: As, people: Any) -> None:
    file = workbook(
        [HEAD, ["001", "甲事项", office.WORKS, 5, "工作日"], ["002", "乙", office.WATER, 5, "工作日"]]
    )
    file.name = "x.xlsx"
    looked = signed_in("head").post("/catalogue/upload/", {"file": file})
    assert looked.context["counts"]["rejected"] == 1
    assert "不是您单位的事项" in looked.content.decode()


def test_what_is_no_workbook_is_said(signed_in: As, people: Any) -> None:
    file = BytesIO(b"hello")
    file.name = "x.xlsx"
    answer = signed_in("office").post("/catalogue/upload/", {"file": file})
    assert answer.status_code == 422
    assert "另存为 .xlsx" in answer.content.decode()
    assert "请选一个文件" in signed_in("office").post("/catalogue/upload/", {}).content.decode()
    assert not list(importing.folder().glob("staged-*"))
