"""The burden account: a new form names the one it replaces, and every unit sees what it is asked for, by whom."""

import pytest

from luoshi.burden import queries
from luoshi.burden.models import Form
from luoshi.law.errors import CouldNot
from luoshi.law.typed import Missing
from tests.burden.story import act, asked

pytestmark = pytest.mark.usefixtures("city")
WATER, HOUSING, PARKS = "春城市水务局", "春城市住房城乡建设局", "春城市园林绿化局"


def test_a_new_form_names_the_one_it_replaces_and_that_one_ends() -> None:
    old = asked()
    with pytest.raises(Missing, match="新增一张须停用一张") as refused:
        asked(title="绿化养护周报")
    assert refused.value.field == "retires"
    with pytest.raises(Missing, match="不是贵单位在用的报表"):
        asked("waterhead", retires=old)
    new = asked(title="绿化养护季报", times=4, retires=old)
    assert dict(Form.objects.values_list("matter", "state")) == {old: "retired", new: "active"}
    with pytest.raises(Missing):
        asked(title="又一张", retires=old)


@pytest.mark.parametrize("field", ["title", "document", "units", "minutes", "times", "fields"])
def test_every_form_says_on_what_ground_of_whom_and_how_long(field: str) -> None:
    empty = {"title": " ", "document": "", "units": [], "minutes": 0, "times": 0, "fields": []}
    with pytest.raises(Missing) as refused:
        asked(**{field: empty[field]})
    assert refused.value.field == field
    assert not Form.objects.exists()


def test_only_heads_and_the_office_ask_and_only_the_asked_tell_how_long_it_took() -> None:
    with pytest.raises(CouldNot, match="负责人"):
        asked("handler")
    form = asked()
    for who in ("handler", "inspector"):
        with pytest.raises(CouldNot, match="被要求填报"):
            act("fill", who, "2026-03-20T09:00", matter=form, unit="530103", minutes=55)


def test_the_account_adds_up_minutes_as_foretold_until_three_have_told() -> None:
    form = asked()
    asked("waterhead", title="供水月报", units=["530101"], minutes=30, fields=["面积", "水量"])
    (first, second) = queries.accounts()
    assert (first.unit, first.forms, first.minutes) == (HOUSING, 2, 12 * 40 + 12 * 30)
    assert first.asked_by == ((PARKS, 480), (WATER, 360))
    assert (second.unit, second.minutes) == (WATER, 480)
    for minutes in (90, 100, 500):
        act("fill", "water", "2026-03-20T09:00", matter=form, unit="530103", minutes=minutes)
    assert {one.unit: one.minutes for one in queries.accounts()} == {HOUSING: 12 * 100 + 360, WATER: 1200}
    assert [field for field, _ in queries.asked_again()] == ["面积"]
