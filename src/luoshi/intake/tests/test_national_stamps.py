"""Dates in every form offices write them: read as what they say, or not at all."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.intake.national.stamps import Stamps, civil, end_of_day, instant, placed, seconds

moments = st.datetimes(datetime(2004, 1, 1), datetime(2060, 12, 31, 23, 59, 59)).map(
    lambda m: m.replace(microsecond=0)
)
FORMS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y.%m.%d %H:%M:%S",
    "%Y%m%d%H%M%S",
    "%Y%m%dT%H%M%S",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日%H时%M分%S秒",
    "%Y-%m-%d %H:%M:%S.0",
    "%Y-%m-%d %H:%M:%S.123456",
    " %Y-%m-%d  %H:%M:%S ",
)


@given(moments, st.sampled_from(FORMS))
def test_a_moment_reads_back_in_every_form(moment: datetime, form: str) -> None:
    assert Stamps().read(moment.strftime(form)) == moment.isoformat()


@given(moments, st.sampled_from(("/", "-", ".")))
def test_figures_need_no_zeroes(moment: datetime, sign: str) -> None:
    m = moment.replace(second=0)
    text = f"{m.year}{sign}{m.month}{sign}{m.day} {m.hour}:{m.minute:02}"
    assert Stamps().read(text) == m.isoformat()


@given(
    st.dates(date(2004, 1, 1), date(2060, 12, 31)),
    st.sampled_from(("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y年%m月%d日")),
)
def test_a_day_is_its_midnight(day: date, form: str) -> None:
    assert Stamps().read(day.strftime(form)) == f"{day.isoformat()}T00:00:00"


@given(moments.filter(lambda m: m.year < 2099))
def test_excel_counts_days_since_the_end_of_1899(moment: datetime) -> None:
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    if serial >= 36_526:
        read = datetime.fromisoformat(Stamps().read(f"{serial:.10f}"))
        assert abs(read - moment) <= timedelta(seconds=1)


@given(moments, st.integers(-12 * 4, 14 * 4))
def test_a_zone_of_its_own_wins(moment: datetime, quarters: int) -> None:
    zone = timezone(timedelta(minutes=15 * quarters))
    at = moment.replace(tzinfo=zone)
    read = Stamps(ZoneInfo("Europe/Amsterdam")).read(at.isoformat())
    assert read == at.astimezone(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None).isoformat()


def test_moments_of_elsewhere_are_told_in_the_time_of_china() -> None:
    assert Stamps(ZoneInfo("Europe/Amsterdam")).read("2026-07-01 09:00:00") == "2026-07-01T15:00:00"
    assert Stamps(ZoneInfo("Europe/Amsterdam")).read("2026-07-01") == "2026-07-01T00:00:00"
    assert Stamps().read("2026-09-18T01:00:00Z") == "2026-09-18T09:00:00"


@given(st.text(max_size=30))
def test_nothing_is_guessed_and_nothing_breaks(text: str) -> None:
    read = Stamps().read(text)
    if read and not read.startswith("?"):
        assert datetime.fromisoformat(read)
        assert any(c.isdigit() for c in text)


UNREADABLE = (
    "昨天", "2026-02-30", "2026-13-01", "20260230", "2026-09-18 24:30", "2026年9-18", "18/09/2026", "09/18/2026", "2026-9",
    "202609", "1", "99999", "2026-09-18 25:00:00", "1789000000000", "2026-09-18 09:00:00 PM", "null", "0000-00-00 00:00:00",
)  # fmt: skip


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_date_is_said_to_be_none(text: str) -> None:
    assert Stamps().read(text).startswith("?")
    assert text in Stamps().read(text)


@given(moments)
def test_civil_time_and_the_instant_are_one(moment: datetime) -> None:
    text = moment.isoformat()
    at = instant(text)
    assert at.tzinfo is UTC
    assert civil(at) == text
    assert at.astimezone(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None) == moment


@given(moments, moments)
def test_only_a_bare_day_moves_and_only_within_itself(one: datetime, other: datetime) -> None:
    text, after = one.isoformat(), other.isoformat()
    found = placed(text, after)
    assert found in (text, after)
    assert found[:10] == text[:10]
    if found != text:
        assert text.endswith("T00:00:00")
        assert found > text


def test_a_limit_told_as_a_day_lasts_to_its_end() -> None:
    assert end_of_day("2026-03-20T00:00:00") == "2026-03-20T23:59:59"
    assert end_of_day("2026-03-20T15:00:00") == "2026-03-20T15:00:00"
    assert seconds("2026-03-20T23:59:59", "2026-03-21T00:00:00") == 1
