"""Publishing, changing and retiring items; which version is in force when."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from luoshi.catalogue import actions, queries
from luoshi.catalogue.definition import Definition
from luoshi.catalogue.models import Item, ItemVersion
from luoshi.catalogue.tests.conftest import WATER, changed, moment
from luoshi.law.errors import CouldNot
from luoshi.law.period import Period
from luoshi.ledger.tests.acting import acting
from luoshi.org.access import Scope
from luoshi.org.models import Unit

pytestmark = pytest.mark.usefixtures("water")
EVERYTHING = Scope(all=True, units=frozenset())


def publish(definition: Definition, at: str, **more: Any) -> None:
    with acting(moment(at)) as book:
        actions.publish(book, definition, **more)


def in_force(at: str) -> ItemVersion | None:
    return queries.version_at(WATER.code, moment(at))


def test_a_published_item_is_in_force_from_its_moment() -> None:
    publish(WATER, "2026-03-02T09:00")
    assert in_force("2026-03-02T08:59") is None
    version = in_force("2026-03-02T09:00")
    assert version is not None
    assert (version.version, version.unit_name) == (1, "春城市水务局")
    assert (version.statutory, version.promise) == (Period(20, "working_day"), Period(12, "working_day"))
    assert [m.name for m in version.materials] == ["取水许可申请书", "水资源论证报告书"]
    assert queries.completeness(version).complete


def test_a_change_applies_to_new_cases_only() -> None:
    publish(WATER, "2026-03-02T09:00")
    publish(changed(promise_amount=10), "2026-03-20T09:00", since=moment("2026-04-01T00:00"))
    before, after = in_force("2026-03-31T23:59"), in_force("2026-04-01T00:00")
    assert before is not None
    assert after is not None
    assert [(v.version, v.promise) for v in (before, after)] == [
        (1, Period(12, "working_day")),
        (2, Period(10, "working_day")),
    ]
    assert before.until == after.since
    held = queries.version(WATER.code, 1)
    assert held is not None
    assert held.promise == Period(12, "working_day")


def test_a_first_version_may_begin_before_it_was_entered_but_no_later_one() -> None:
    publish(WATER, "2026-03-02T09:00", since=moment("2025-01-01T00:00"))
    assert in_force("2025-06-01T09:00") is not None
    with pytest.raises(CouldNot, match="不能早于"):
        publish(changed(promise_amount=10), "2026-03-20T09:00", since=moment("2026-03-01T00:00"))


def test_a_version_not_yet_begun_can_only_be_replaced_from_its_own_day() -> None:
    publish(WATER, "2026-03-02T09:00")
    publish(changed(promise_amount=10), "2026-03-20T09:00", since=moment("2026-06-01T00:00"))
    with pytest.raises(CouldNot, match="不能早于"):
        publish(changed(promise_amount=8), "2026-03-21T09:00", since=moment("2026-05-01T00:00"))
    publish(changed(promise_amount=8), "2026-03-21T09:00", since=moment("2026-06-01T00:00"))
    found = in_force("2026-06-01T00:00")
    assert found is not None
    assert (found.version, found.promise) == (3, Period(8, "working_day"))
    assert len(queries.in_force(moment("2026-06-02T00:00"))) == 1


def test_the_same_again_is_not_published() -> None:
    publish(WATER, "2026-03-02T09:00")
    with pytest.raises(CouldNot, match="相同"):
        publish(WATER, "2026-03-20T09:00")


def test_a_change_made_from_an_old_version_is_refused() -> None:
    publish(WATER, "2026-03-02T09:00", expecting=0)
    publish(changed(promise_amount=10), "2026-03-03T09:00", expecting=1)
    with pytest.raises(CouldNot, match="第 2 版"):
        publish(changed(promise_amount=9), "2026-03-04T09:00", expecting=1)


def test_a_promise_longer_than_the_statute_is_refused_with_every_other_reason() -> None:
    with pytest.raises(CouldNot) as refused:
        publish(changed(promise_amount=21, unit="nowhere"), "2026-03-02T09:00")
    assert "长于法定时限" in str(refused.value)
    assert "nowhere" in str(refused.value)
    assert not Item.objects.exists()


def test_a_retired_item_takes_no_new_cases_and_may_come_back() -> None:
    publish(WATER, "2026-03-02T09:00")
    with acting(moment("2026-05-06T09:00")) as book:
        actions.retire(book, WATER.code, since=moment("2026-06-01T00:00"), reason="国发〔2026〕1号")
    assert in_force("2026-05-31T23:59") is not None
    assert in_force("2026-06-01T00:00") is None
    assert Item.objects.get().retired_at == moment("2026-06-01T00:00")
    publish(WATER, "2026-07-01T09:00")
    assert in_force("2026-06-15T00:00") is None
    again = in_force("2026-07-01T09:00")
    assert again is not None
    assert again.version == 2
    assert Item.objects.get().retired_at is None


@pytest.mark.parametrize(
    ("code", "since", "reason", "why"),
    [
        ("unknown", "2026-06-01T00:00", "x", "没有事项"),
        (WATER.code, "2026-06-01T00:00", " ", "依据"),
        (WATER.code, "2026-03-01T00:00", "x", "不能早于"),
    ],
)
def test_what_cannot_be_retired_is_refused(code: str, since: str, reason: str, why: str) -> None:
    publish(WATER, "2026-03-02T09:00")
    with pytest.raises(CouldNot, match=why), acting(moment("2026-05-06T09:00")) as book:
        actions.retire(book, code, since=moment(since), reason=reason)


def test_items_are_bounded_by_scope() -> None:
    publish(WATER, "2026-03-02T09:00")
    assert [i.name for i in queries.items(EVERYTHING)] == ["取水许可"]
    assert queries.items(Scope(all=False, units=frozenset({"530100-03"}))).count() == 1
    assert queries.items(Scope(all=False, units=frozenset({"other"}))).count() == 0


def test_what_is_missing_from_the_eleven_is_named() -> None:
    bare = Definition(code="B", name="乙", unit="530100-03", promise_amount=5, promise_per="working_day")
    publish(bare, "2026-03-02T09:00")
    publish(replace(bare, code="C", charged=True, fees="每证 10 元"), "2026-03-02T10:00")
    told = {v.code: queries.completeness(v) for v in queries.in_force(moment("2026-03-03T09:00"))}
    assert [f.id for f in told["B"].told] == ["limits", "fees"]
    assert {f.id for f in told["C"].missing} - {f.id for f in told["B"].missing} == {"fees"}
    assert told["B"].of == 11
    assert "设定依据" in told["B"].said()
    assert ItemVersion.objects.get(code="B").disclosed == 2


def test_queries_take_a_handful_of_looks(django_assert_num_queries: Any, water: Unit) -> None:
    publish(WATER, "2026-03-02T09:00")
    at: datetime = moment("2026-03-03T09:00")
    with django_assert_num_queries(1):
        version = queries.version_at(WATER.code, at)
        assert version is not None
        assert version.steps
