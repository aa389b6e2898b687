"""The guide to services: found by words and unit, only what is in force on the day, for everybody, cheaply."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from luoshi.catalogue import actions as catalogue
from luoshi.monitor.acting import acting
from luoshi.org.models import User
from luoshi.web.tests import office, sample
from luoshi.web.tests.office import PERMIT

NOW = datetime.fromisoformat("2026-10-12T08:41+08:00")
WATER_ITEM = "11530100015112345C4000119001000"
Most = Callable[..., Any]


@pytest.fixture
def items(db: None) -> Iterator[dict[str, User]]:
    with time_machine.travel(NOW, tick=False):
        people = sample.people()
        office.items()
        yield people


def text(path: str, language: str = "zh-hans", status: int = 200) -> str:
    answer = Client(headers={"accept-language": language}).get(path)
    assert answer.status_code == status, path
    return str(answer.content.decode())


@pytest.mark.parametrize(
    "path", ["/portal/", "/portal/guide/", "/portal/guide/?q=许可&unit=530103", f"/portal/guide/{PERMIT}/", "/portal/complain/", "/due/"]
)  # fmt: skip
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_page_needs_no_sign_in_no_script_and_few_queries(
    items: object, django_assert_max_num_queries: Most, path: str, language: str
) -> None:
    with django_assert_max_num_queries(6):
        page = text(path, language)
    assert "<h1" in page
    assert "<script" not in page
    assert "style=" not in page
    assert "春城市政务公开" in page or "Chuncheng" in page


def test_items_are_found_by_all_words_and_by_unit(items: object) -> None:
    assert "取水许可" in text("/portal/guide/?q=取水 许可")
    assert "取水户名称变更" not in text("/portal/guide/?q=取水 许可").split('class="items"')[1]
    assert "房屋建筑工程施工许可" not in text("/portal/guide/?unit=530103").split('class="items"')[1]
    assert "取水许可" in text("/portal/guide/?q=水务局").split('class="items"')[1]
    assert "没有这样的事项" in text("/portal/guide/?q=火星")
    assert "取水许可" in text("/portal/guide/?q=%00&page=99")


@pytest.mark.django_db
def test_an_empty_guide_says_where_to_ask() -> None:
    assert "还没有公布事项" in text("/portal/guide/")


def test_an_item_tells_everything_it_takes(items: object) -> None:
    page = text(f"/portal/guide/{PERMIT}/")
    for told in (
        "15 个工作日内答复您", "法律规定最长 20 个工作日", "第四十二条", "建筑法 第七条", "建设工程规划许可证", "视情况", "不收费",
        "政务服务大厅二层 12 号窗口", "市效能办", "12345", "专家评审", "最多 1 次",
    ):  # fmt: skip
        assert told in page, told
    assert "ZJ-01" not in page  # a post is the office's own business
    water = text(f"/portal/guide/{WATER_ITEM}/")
    assert "应当公开而还没有公开的" in water


def test_only_the_version_of_the_day_is_shown(items: object) -> None:
    """A change that is published begins in November: until then the old promise stands."""
    path = f"/portal/guide/{PERMIT}/"
    assert "15 个工作日内答复您" in text(path)
    with time_machine.travel(datetime.fromisoformat("2026-11-01T00:00+08:00"), tick=False):
        assert "12 个工作日内答复您" in text(path)
    with time_machine.travel(datetime.fromisoformat("2026-01-05T08:59+08:00"), tick=False):
        assert "没有这个事项" in text(path, status=404)


def test_an_item_that_is_no_more_says_since_when(items: object) -> None:
    with acting(actor="sample", at=NOW) as book:
        catalogue.retire(book, WATER_ITEM, reason="取消行政许可事项目录")
    page = text(f"/portal/guide/{WATER_ITEM}/", status=404)
    assert "自 10月12日 起已经取消" in page
    assert WATER_ITEM not in text("/portal/guide/")
    assert "没有这个事项" in text("/portal/guide/nothing/", status=404)


def test_the_office_is_named_where_it_was_set(items: object, settings: Any) -> None:
    assert "效能办</dt>" not in text("/portal/complain/")
    settings.LUOSHI_COMPLAINTS = "春城市效能办 0871-6310 0000"
    assert "春城市效能办 0871-6310 0000" in text("/portal/complain/")
    settings.LUOSHI_COMPLAINTS_EN = "Chuncheng Efficiency Office 0871-6310 0000"
    assert "Chuncheng Efficiency Office" in text("/portal/complain/", "en")
    assert "先申请行政复议" not in text("/portal/complain/", "en").split("<blockquote")[0]


def test_the_calculator_is_for_everybody_in_the_public_frame(items: object) -> None:
    page = text("/due/?start=2026-09-14&clock=CLK-02")
    assert "到期" in page
    assert 'class="portal' in page
    assert "data-prints" not in page


def test_an_address_that_is_none_leads_back_to_the_front_page(items: object) -> None:
    page = text("/portal/nowhere/", status=404)
    assert 'href="/portal/"' in page.split("<main")[1]
    assert 'class="portal' in page
