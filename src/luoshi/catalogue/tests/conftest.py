"""A water bureau and one of its items."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from luoshi.catalogue.definition import Definition, Material, Step
from luoshi.org import actions
from luoshi.org.models import Unit

SHANGHAI = ZoneInfo("Asia/Shanghai")

WATER = Definition(
    code="11530100015112345C4000119001000",
    name="取水许可",
    unit="530100-03",
    catalog_code="000119001000",
    promise_amount=12,
    promise_per="working_day",
    legal_basis="取水许可和水资源费征收管理条例 第二条",
    conditions="取用水资源的单位和个人",
    quota="无数量限制",
    procedure="申请、受理、审查、决定、送达",
    result="取水许可证",
    sample_form="取水许可申请书（示范文本）",
    contact="政务服务大厅 3 号窗口",
    supervision="市效能办",
    visits=1,
    pause_grounds=("expert_review",),
    steps=(Step(name="受理", amount=1, per="working_day"), Step(name="审查", amount=8, per="working_day")),
    materials=(
        Material(code="M1", name="取水许可申请书", source="申请人自备"),
        Material(code="M2", name="水资源论证报告书", standard="原件 1 份"),
    ),
)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def changed(**values: Any) -> Definition:
    return replace(WATER, **values)


@pytest.fixture
def water(db: None) -> Unit:
    city = actions.found(code="530100", name="春城市", kind="city")
    return actions.found(code="530100-03", name="春城市水务局", under=city)
