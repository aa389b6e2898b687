"""The organisation on pages: who is on duty now, leave registered and refused, A and B assigned, the workbook."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client

from luoshi.intake.tests.test_org_file import workbook
from luoshi.monitor import settings as office_settings
from luoshi.monitor.acting import acting
from luoshi.monitor.models import Task
from luoshi.monitor.sweep import sweep
from luoshi.org import queries, staff
from luoshi.org.models import Unit, User
from luoshi.org.staffing import Absence, Person
from luoshi.web.tests import office
from luoshi.web.tests.conftest import As

NOW = datetime.fromisoformat("2026-10-12T08:41+08:00")
NEW = "/organisation/absences/new/"


@pytest.fixture(autouse=True)
def moment(settings: Any, tmp_path: Path) -> Any:
    settings.LUOSHI_HOME = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def posts(people: dict[str, User]) -> None:
    office.posts(people)


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def leave(client: Client, officer: str, since: str, until: str, **more: str) -> Any:
    told = {"officer": officer, "kind": "leave", "since": since, "until": until} | more
    return client.post(NEW, told, follow=True)


def test_the_page_says_who_is_on_duty_now(signed_in: As, posts: None) -> None:
    page = signed_in("office").get("/organisation/")
    assert page.context["counts"] == {"a_acts": 2, "b_acts": 1, "nobody": 1, "vacant": 0}
    told = page.content.decode()
    assert "赵丙" in told
    assert "B 岗顶岗" in told
    assert "10-12 00:00 – 10-17 00:00" in told


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 4), ("unit=530101", 3), ("unit=530103", 1), ("unit=none", 0), ("q=审查", 1), ("q=zj", 3), ("show=nobody", 1),
     ("show=b_acts", 1), ("show=nonsense", 4), ("q=%00", 4)],
)  # fmt: skip
def test_filters_live_in_the_address(signed_in: As, posts: None, query: str, found: int) -> None:
    assert len(signed_in("office").get(f"/organisation/?{query}").context["rows"]) == found


def test_units_see_their_own_part_of_the_tree(signed_in: As, posts: None) -> None:
    page = signed_in("water").get("/organisation/")
    assert [unit.code for unit in page.context["units"]] == [office.WATER]
    assert [row["post"].code for row in page.context["rows"]] == ["SW-01"]
    assert "赵丙" not in page.content.decode()
    assert signed_in("water").get("/organisation/posts/ZJ-01/").status_code == 404
    sheet = openpyxl.load_workbook(BytesIO(b"".join(signed_in("water").get("/organisation.xlsx").streaming_content))).active  # type: ignore[attr-defined]  # fmt: skip
    assert sheet.max_row == 2


def test_leave_is_registered_and_says_who_acts(signed_in: As, posts: None) -> None:
    page = leave(signed_in("head"), "Z01", "2026-11-02T00:00", "2026-11-06T00:00", handover="1 件在审")
    assert "施工许可受理岗：赵乙" in page.content.decode()
    assert queries.duties(["ZJ-01"], datetime.fromisoformat("2026-11-03T09:00+08:00"))["ZJ-01"].covered


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (("Z01", "2026-10-13T00:00", "2026-10-14T00:00"), "施工许可审查岗”自 2026-10-13 00:00 起将无人顶岗"),
        (("Z02", "2026-10-14T00:00", "2026-10-13T00:00"), "结束必须晚于开始"),
        (("Z03", "2026-10-13T00:00", "2026-10-14T00:00"), "重叠"),
        (("Z02", "", "2026-10-14T00:00"), "请填开始的时刻"),
        (("S01", "2026-10-13T00:00", "2026-10-14T00:00"), "field-error"),
    ],
)
def test_leave_that_cannot_be_is_refused_in_words(
    signed_in: As, posts: None, told: tuple[str, str, str], why: str
) -> None:
    answer = leave(signed_in("head"), *told)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert Absence.objects.count() == 2


def test_who_is_no_head_registers_only_themselves(signed_in: As, posts: None) -> None:
    client = signed_in("water")
    page = client.get(NEW)
    assert [code for code, _ in page.context["form"].fields["officer"].choices] == ["S01"]
    assert leave(client, "S01", "2026-11-02T00:00", "2026-11-06T00:00").status_code == 200
    Person.objects.all().delete()
    assert "没有对应的工号" in text(client, NEW)


def test_coming_back_ends_an_absence(signed_in: As, posts: None) -> None:
    absence = Absence.objects.get(officer="Z03")
    assert signed_in("water").post(f"/organisation/absences/{absence.pk}/end/").status_code == 404
    assert signed_in("head").get(f"/organisation/absences/{absence.pk}/end/").status_code == 405
    page = signed_in("head").post(f"/organisation/absences/{absence.pk}/end/", follow=True)
    assert "已登记返岗" in page.content.decode()
    assert page.context["counts"]["b_acts"] == 0


def test_the_head_assigns_a_and_b_and_nobody_else(signed_in: As, posts: None) -> None:
    path = "/organisation/posts/ZJ-03/"
    told = {"place": "A", "officer": "Z02", "since": "2026-10-12"}
    for who in ("water", "inspector", "office"):
        assert signed_in(who).post(path, told).status_code in (403, 404)
    page = signed_in("head").post(path, told, follow=True)
    assert "已安排" in page.content.decode()
    assert "赵乙" in page.content.decode()
    again = signed_in("head").post(path, told | {"place": "B"})
    assert "A、B 岗应是两个人" in again.content.decode()
    assert "没有改动" in signed_in("head").post(path, told, follow=True).content.decode()
    assert "安排 A 岗" not in text(signed_in("office"), path)


def test_the_workbook_is_for_administrators(signed_in: As, posts: None) -> None:
    for who in ("office", "head", "inspector"):
        assert signed_in(who).get("/organisation/workbook.xlsx").status_code == 403
        assert signed_in(who).get("/organisation/upload/").status_code == 403
    admin = signed_in("admin")
    file = BytesIO(b"".join(admin.get("/organisation/workbook.xlsx").streaming_content))  # type: ignore[attr-defined]
    file.name = "x.xlsx"
    page = admin.post("/organisation/upload/", {"file": file})
    assert page.context["counts"]["rejected"] == page.context["counts"]["changed"] == 0
    assert "没有要写入的内容" in page.content.decode()


def test_an_organisation_comes_in_by_workbook(signed_in: As, people: Any) -> None:
    file = workbook(单位=[["Z-9", "春城市新局", "部门", "530100"], ["Z-8", "无上级", "部门", "nowhere"]])
    file.name = "x.xlsx"
    admin = signed_in("admin")
    looked = admin.post("/organisation/upload/", {"file": file})
    assert not Unit.objects.filter(code="Z-9").exists()
    assert "没有上级单位" in looked.content.decode()
    admin.post("/organisation/upload/", {"token": looked.context["token"], "name": "x.xlsx"})
    assert Unit.objects.filter(code="Z-9").exists()


def test_a_post_vacant_for_too_long_is_marked_until_somebody_holds_it(signed_in: As, posts: None) -> None:
    office_settings.change(
        name=office_settings.LIVE_SINCE, value="2026-01-01", since=date(2026, 1, 1), actor="t", at=office.moment("2026-01-01T09:00"),
    )  # fmt: skip
    sweep(at=office.moment("2026-01-09T23:59"))
    assert not Task.objects.exists()
    sweep(at=office.moment("2026-01-10T00:00"))  # the fifth working day was Friday 9 January
    alarm = Task.objects.get()
    assert (alarm.matter, alarm.unit) == ("post:ZJ-03", "春城市住房城乡建设局")
    page = signed_in("office").get("/organisation/?show=vacant")
    assert page.context["counts"]["vacant"] == 1
    assert [r["post"].code for r in page.context["rows"]] == ["ZJ-03"]
    assert "1月10日起报警" in page.content.decode()
    assert "空缺报警" not in signed_in("water").get("/organisation/").content.decode().split("</form>")[-1]
    told = signed_in("head").get("/organisation/posts/ZJ-03/").content.decode()
    assert "设岗以来" in told
    with acting(actor="t", at=office.moment("2026-10-12T09:00")) as book:
        staff.appoint(book, post="ZJ-03", place="B", officer="Z02", since=date(2026, 10, 12))
    assert Task.objects.get().done_at is not None
    assert signed_in("office").get("/organisation/").context["counts"]["vacant"] == 0
    sweep(at=office.moment("2026-10-13T00:00"))
    assert Task.objects.count() == 1
