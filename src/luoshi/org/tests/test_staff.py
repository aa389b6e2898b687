"""A and B of a post: who acts when, and that nobody's leave leaves a post empty."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.law.errors import CouldNot
from luoshi.ledger.models import LedgerEntry
from luoshi.ledger.tests.acting import acting
from luoshi.org import queries, staff
from luoshi.org.access import Scope
from luoshi.org.actions import end, enrol, found, give
from luoshi.org.models import Role
from luoshi.org.staffing import Absence, Assignment, Officer

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = date(2026, 3, 2)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def bureau(db: None) -> None:
    """A post with S1 as A and S2 as B, and S3 without a post."""
    city = found(code="C", name="春城市", kind="city")
    found(code="W", name="春城市水务局", under=city)
    with acting(at("2026-03-02T08:00")) as book:
        for officer in ("S1", "S2", "S3"):
            staff.set_officer(book, code=officer, unit="W")
        staff.set_post(
            book, code="P1", unit="W", title="取水审批岗", duties="审查取水申请", items=["002", "001"]
        )
    for place, officer in (("A", "S1"), ("B", "S2")):
        appoint(place, officer, START)


def appoint(place: str, officer: str, since: date, post: str = "P1", when: str = "2026-03-02T08:30") -> bool:
    with acting(at(when)) as book:
        return staff.appoint(book, post=post, place=place, officer=officer, since=since)


def away(officer: str, since: str, until: str, when: str = "2026-03-02T09:00") -> None:
    with acting(at(when)) as book:
        staff.register_absence(book, officer=officer, since=at(since), until=at(until), kind="leave")


def acting_at(text: str) -> str | None:
    found = queries.on_duty("P1", at(text))
    return found.code if found else None


@pytest.mark.usefixtures("bureau")
def test_b_acts_exactly_while_a_is_away() -> None:
    away("S1", "2026-03-09T09:00", "2026-03-11T09:00")
    assert acting_at("2026-03-01T12:00") is None
    assert [acting_at(f"2026-03-{t}") for t in ("09T08:59", "09T09:00", "11T08:59", "11T09:00")] == [
        "S1",
        "S2",
        "S2",
        "S1",
    ]
    duty = queries.duties(["P1"], at("2026-03-10T12:00"))["P1"]
    assert (duty.a, duty.b, duty.away, duty.covered) == ("S1", "S2", {"S1"}, True)
    assert [p.code for p in queries.posts_of("S2", at("2026-03-10T12:00"))] == ["P1"]
    assert queries.posts_of("S1", at("2026-03-10T12:00")) == []


@pytest.mark.usefixtures("bureau")
def test_leave_that_would_leave_nobody_is_refused_and_names_the_post_and_the_moment() -> None:
    away("S1", "2026-03-09T09:00", "2026-03-13T18:00")
    with pytest.raises(CouldNot) as refused:
        away("S2", "2026-03-06T09:00", "2026-03-10T09:00")
    assert "取水审批岗" in str(refused.value)
    assert "2026-03-09 09:00" in str(refused.value)
    away("S2", "2026-03-13T18:00", "2026-03-14T18:00")
    away("S3", "2026-03-09T09:00", "2026-03-13T18:00")


@pytest.mark.usefixtures("bureau")
def test_leave_is_refused_where_the_other_place_falls_vacant_meanwhile() -> None:
    appoint("B", "", date(2026, 3, 10))
    away("S1", "2026-03-04T00:00", "2026-03-10T00:00")
    with pytest.raises(CouldNot, match="2026-03-10 00:00"):
        away("S1", "2026-03-10T00:00", "2026-03-10T12:00")
    appoint("B", "S3", date(2026, 3, 10), when="2026-03-02T10:00")
    away("S1", "2026-03-10T00:00", "2026-03-10T12:00")
    assert acting_at("2026-03-10T06:00") == "S3"


@pytest.mark.usefixtures("bureau")
def test_leave_is_free_once_the_post_is_given_to_another() -> None:
    appoint("A", "S3", date(2026, 4, 1))
    appoint("B", "", date(2026, 4, 1))
    away("S1", "2026-04-01T00:00", "2026-04-20T00:00")
    assert acting_at("2026-04-02T09:00") == "S3"


@pytest.mark.usefixtures("bureau")
def test_coming_back_early_puts_a_back() -> None:
    away("S1", "2026-03-09T09:00", "2026-03-13T18:00")
    with acting(at("2026-03-10T12:00")) as book:
        staff.end_absence(book, Absence.objects.get())
    assert [acting_at(f"2026-03-10T{t}") for t in ("11:59", "12:00")] == ["S2", "S1"]
    with pytest.raises(CouldNot, match="已经结束"), acting(at("2026-03-10T13:00")) as book:
        staff.end_absence(book, Absence.objects.get())


@pytest.mark.usefixtures("bureau")
def test_an_absence_not_begun_can_be_called_off() -> None:
    away("S1", "2026-03-09T09:00", "2026-03-13T18:00")
    with acting(at("2026-03-05T12:00")) as book:
        staff.end_absence(book, Absence.objects.get())
    assert not Absence.objects.exists()
    assert acting_at("2026-03-10T12:00") == "S1"


@pytest.mark.usefixtures("bureau")
@pytest.mark.parametrize(
    ("since", "until", "why"),
    [
        ("2026-03-12T09:00", "2026-03-20T09:00", "重叠"),
        ("2026-03-20T09:00", "2026-03-20T09:00", "结束必须晚于开始"),
        ("2026-03-20T09:00", "2027-04-20T09:00", "一年"),
    ],
)
def test_impossible_absences_are_refused(since: str, until: str, why: str) -> None:
    away("S1", "2026-03-09T09:00", "2026-03-13T18:00")
    with pytest.raises(CouldNot, match=why):
        away("S1", since, until)


@pytest.mark.usefixtures("bureau")
def test_a_handover_names_no_person() -> None:
    with pytest.raises(CouldNot, match="手机号"), acting(at("2026-03-03T08:00")) as book:
        span = {"since": at("2026-03-09T09:00"), "until": at("2026-03-10T09:00")}
        staff.register_absence(book, officer="S1", kind="leave", handover="问 13812345678", **span)


@pytest.mark.usefixtures("bureau")
def test_a_and_b_are_two_people_and_the_same_again_changes_nothing() -> None:
    with pytest.raises(CouldNot, match="两个人"):
        appoint("B", "S1", date(2026, 3, 10))
    appoint("B", "S3", date(2026, 4, 1))
    with pytest.raises(CouldNot, match="两个人"):
        appoint("A", "S3", date(2026, 3, 10))
    before = LedgerEntry.objects.count()
    assert not appoint("A", "S1", date(2026, 3, 10))
    with acting(at("2026-03-03T08:00")) as book:
        same = {"code": "P1", "unit": "W", "title": "取水审批岗", "duties": "审查取水申请"}
        assert not staff.set_post(book, items=["001", "002"], **same)
        assert not staff.set_officer(book, code="S1", unit="W")
    assert LedgerEntry.objects.count() == before


@pytest.mark.usefixtures("bureau")
def test_a_and_b_can_change_about_at_once() -> None:
    with acting(at("2026-03-03T08:00")) as book:
        assert staff.hold(book, post="P1", places={"A": "S2", "B": "S1"}, since=date(2026, 4, 1))
    duty = queries.duties(["P1"], at("2026-04-01T00:00"))["P1"]
    assert (duty.a, duty.b) == ("S2", "S1")
    before = queries.duties(["P1"], at("2026-03-31T23:59"))["P1"]
    assert (before.a, before.b) == ("S1", "S2")


@pytest.mark.usefixtures("bureau")
def test_who_still_holds_a_post_cannot_leave_the_office() -> None:
    with pytest.raises(CouldNot, match="P1"), acting(at("2026-03-03T08:00")) as book:
        staff.set_officer(book, code="S2", unit="W", active=False)
    with acting(at("2026-03-03T08:00")) as book:
        staff.set_officer(book, code="S3", unit="W", active=False)
    assert [o.code for o in queries.officers(Scope(all=True, units=frozenset()))] == ["S1", "S2"]


@pytest.mark.usefixtures("bureau")
@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"code": "有 空"}, "岗位编码"),
        ({"title": " "}, "名称"),
        ({"duties": "找张工 13812345678"}, "手机号"),
        ({"unit": "nowhere"}, "没有编码为 nowhere"),
    ],
)
def test_a_post_that_makes_no_sense_is_refused(values: dict[str, Any], why: str) -> None:
    told = {"code": "P2", "unit": "W", "title": "乙岗"} | values
    with pytest.raises(CouldNot, match=why), acting(at("2026-03-03T08:00")) as book:
        staff.set_post(book, **told)


@pytest.mark.usefixtures("bureau")
def test_posts_are_found_by_item_and_bounded_by_scope() -> None:
    assert [p.code for p in queries.posts_handling("001")] == ["P1"]
    assert not queries.posts_handling("001", unit="other")
    assert queries.items_of("P1") == ["001", "002"]
    assert queries.posts(Scope(all=False, units=frozenset({"W"}))).count() == 1
    assert queries.posts(Scope(all=False, units=frozenset({"X"}))).count() == 0


@pytest.mark.usefixtures("bureau")
def test_names_stay_out_of_the_ledger() -> None:
    user = enrol(username="zhao", password="chuncheng-2026")
    staff.name(officer="S1", display_name="赵某", user=user)
    found = queries.officer_of(user)
    assert found is not None
    assert found.code == "S1"
    assert queries.names(["S1", "S2", ""]) == {"S1": "赵某", "S2": "S2"}
    for values in LedgerEntry.objects.values_list():
        assert "赵某" not in str(values)
        assert "zhao" not in str(values)


@pytest.mark.usefixtures("bureau")
def test_roles_are_given_and_ended_on_record_without_naming_anyone() -> None:
    user = enrol(username="zhao", password="chuncheng-2026")
    body = found(code="W", name="春城市水务局")
    with acting(at("2026-03-03T08:00")) as book:
        role = give(book, user=user, unit=body, role="clerk", since=START)
    for wrong, why in ((START, "晚于起期"), (date(2026, 3, 1), "晚于起期")):
        with pytest.raises(CouldNot, match=why), acting(at("2026-03-04T08:00")) as book:
            end(book, role, until=wrong)
    with acting(at("2026-03-05T08:00")) as book:
        end(book, role, until=date(2026, 4, 1))
    with pytest.raises(CouldNot, match="已经结束"), acting(at("2026-03-06T08:00")) as book:
        end(book, role, until=date(2026, 5, 1))
    assert Role.objects.get().until == date(2026, 4, 1)
    noted = LedgerEntry.objects.filter(matter=f"user:{user.pk}").order_by("position")
    assert [e.kind for e in noted] == ["org.role_given", "org.role_ended"]
    assert "zhao" not in str(list(noted.values()))


def naive(when: datetime, turns: list[Assignment], gone: list[Absence]) -> str:
    """Who acts, told slowly."""
    day = when.astimezone(SHANGHAI).date()
    away = {a.officer for a in gone if a.since <= when < a.until}
    for place in ("A", "B"):
        for turn in turns:
            begun = turn.place == place and turn.since <= day
            if begun and (turn.until is None or day < turn.until) and turn.officer not in away:
                return turn.officer
    return ""


LEAVES = st.lists(
    st.tuples(st.sampled_from(["S1", "S2"]), st.integers(0, 30 * 24), st.integers(1, 200)),
    min_size=2,
    max_size=6,
)


@pytest.mark.usefixtures("bureau")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LEAVES)
def test_no_accepted_leave_empties_a_covered_hour(leaves: list[tuple[str, int, int]]) -> None:
    """Compared with a slow telling, whoever asks for leave in whatever order."""
    with transaction.atomic():
        for n, (officer, begin, length) in enumerate(leaves):
            before = covered()
            try:
                with acting(at("2026-03-02T09:00").replace(microsecond=n)) as book:
                    since, until = moment_of(begin), moment_of(begin + length)
                    staff.register_absence(book, officer=officer, since=since, until=until, kind="leave")
            except CouldNot:
                continue
            assert covered() >= before
            turns, gone = list(Assignment.objects.all()), list(Absence.objects.all())
            for hour in (begin, begin + length - 1, begin + length):
                found = queries.on_duty("P1", moment_of(hour))
                assert (found.code if found else "") == naive(moment_of(hour), turns, gone)
        transaction.set_rollback(True)


def moment_of(hour: int) -> datetime:
    return at("2026-03-03T00:00") + timedelta(hours=hour)


def covered() -> set[int]:
    turns, gone = list(Assignment.objects.all()), list(Absence.objects.all())
    return {hour for hour in range(0, 31 * 24, 6) if naive(moment_of(hour), turns, gone)}


@pytest.mark.usefixtures("bureau")
def test_duties_of_many_posts_take_two_looks(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        assert set(queries.duties(["P1", "P2"], at("2026-03-10T12:00"))) == {"P1", "P2"}
    assert Officer.objects.count() == 3
