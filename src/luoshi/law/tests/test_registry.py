"""The registry holds every row, each well formed, cited, in force without gap or overlap."""

import os
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from luoshi.law import registry
from luoshi.law.clock import counted, english
from luoshi.law.errors import CouldNot, NotInForce, Unclear
from luoshi.law.period import Period
from luoshi.law.registry import CLOCKS, clock, grounds, in_force, versions
from luoshi.law.words import language

LAWS = Path(os.environ.get("LUOSHI_TEST_DATA", Path(__file__).parents[5] / "shared" / "data")) / "laws"
ONE = timedelta(days=1)
EVERY = [version for each in versions().values() for version in each]


def row(clock_id: str) -> str:
    return clock_id.partition(".")[0]


def test_all_35_rows() -> None:
    assert sorted({row(i) for i in CLOCKS}) == [f"CLK-{n:02}" for n in range(1, 36)]
    for one in {row(i) for i in CLOCKS}:
        inside = [i for i in CLOCKS if row(i) == one]
        wanted = [one] if len(inside) == 1 else [f"{one}.{n}" for n in range(1, len(inside) + 1)]
        assert inside == wanted


@pytest.mark.parametrize("one", EVERY, ids=lambda c: f"{c.id}-{c.since}")
def test_each_is_whole(one: registry.Clock) -> None:
    assert all(one.title)
    assert all(one.start)
    assert one.citation.statute
    if one.grade == "statutory" and one.status == "verified":
        assert one.citation.article
        assert one.citation.text
        assert one.verified_on
    if one.grade in ("local", "custom"):
        assert one.status == "unverified"


def test_no_gap_and_no_overlap() -> None:
    """Walk the days: from its first version on, each clock has exactly one, unless it ended for good."""
    last = date(2027, 12, 31)
    for clock_id, each in versions().items():
        day = each[0].since
        ended = each[-1].until or last
        while day <= ended:
            assert sum(one.in_force(day) for one in each) == 1, (clock_id, day)
            day += ONE


@pytest.mark.data
def test_quotations_are_exact() -> None:
    if not LAWS.is_dir():
        pytest.skip("real data absent: set LUOSHI_TEST_DATA")
    for one in EVERY:
        if one.citation.text:
            [path] = [p for p in LAWS.glob("*.md") if p.name.startswith(f"{one.citation.statute}(")]
            assert one.citation.text in path.read_text(), one.id
        else:
            assert one.verified_on is None


def test_the_approval_clocks() -> None:
    assert clock("CLK-01").starts == ("approvals.received", "approvals.supplemented")
    assert clock("CLK-02").period == Period(20, "working_day")
    extension = clock("CLK-02").extension
    assert extension
    assert extension.period == Period(10, "working_day")
    assert extension.approver[0] == "本行政机关负责人"
    assert len(clock("CLK-06").pause_grounds) == 8
    assert clock("CLK-06").period is None
    assert all(clock(i).since == date(2004, 7, 1) for i in ("CLK-01", "CLK-02", "CLK-03", "CLK-04", "CLK-05"))
    assert clock("CLK-02").citation.said() == "行政许可法 第四十二条第一款、第八十二条"


def test_cited_in_either_language() -> None:
    language.set("en")
    try:
        assert clock("CLK-01").citation.said() == "Administrative Licensing Law art. 32(1) item 4, art. 82"
        assert clock("CLK-34").citation.said().endswith("permits")
        for one in EVERY:
            assert not re.search("[第条款项]", english(one.citation.article))
            assert all(doubt.isascii() for doubt in one.doubts)
    finally:
        language.set(None)
    assert [counted(n) for n in ("五", "十", "十二", "四十", "八十八", "一百零三")] == [
        5,
        10,
        12,
        40,
        88,
        103,
    ]


def test_rolls_as_the_rules_say() -> None:
    rolling = {i for i in CLOCKS if CLOCKS[i].roll}
    rows = {f"CLK-{n}" for n in (10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 26, 27)}
    assert {row(i) for i in rolling} == rows
    for i in CLOCKS:
        if row(i) in rows and CLOCKS[i].unit in ("day", "month") and not CLOCKS[i].backward:
            assert i in rolling


def test_doubt_reminds_on_the_earlier_reading() -> None:
    assert clock("CLK-09.1").remind_earlier == Period(30, "working_day")
    assert clock("CLK-07.1").remind_earlier == Period(5, "day")
    assert clock("CLK-33.1").remind_earlier == Period(3, "day")


def test_a_replaced_instrument() -> None:
    old, new = clock("CLK-25.1", date(2026, 4, 14)), clock("CLK-25.1", date(2026, 4, 15))
    assert (old.status, new.status) == ("verified", "unverified")
    assert old.citation.statute != new.citation.statute
    assert clock("CLK-25.1") is new


def test_asking_wrongly() -> None:
    with pytest.raises(Unclear, match=r"CLK-07\.1"):
        clock("CLK-07")
    with pytest.raises(Unclear):
        clock("CLK-99")
    with pytest.raises(NotInForce):
        clock("CLK-02", date(2004, 6, 30))


def test_in_force_by_jurisdiction() -> None:
    day = date(2026, 11, 23)
    kunming = {c.id for c in in_force(day, "CN-530100")}
    assert "CLK-02" in kunming
    assert "CLK-31.11" not in kunming
    assert "CLK-31.11" in {c.id for c in in_force(day, "CN-410500")}
    assert "CLK-02" not in {c.id for c in in_force(date(2004, 6, 30))}


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("amount: 5\n    unit: fortnight", "fortnight"),
        ("amount: -5\n    unit: day", "-5"),
        ("amount: 5", "either"),
        ("amount: 5\n    unit: day\n    colour: red", "colour"),
        ("amount: 5\n    unit: day\n    status: certain", "certain"),
        ("amount: 5\n    unit: day\n    status: verified", "verified_on"),
        ("amount: 5\n    unit: working_day\n    roll: true", "R4"),
        ("amount: 5\n    unit: day\n    until: 2019-01-01", "until"),
        ("amount: 5\n    unit: day\n    pause_grounds: [lunch]", "lunch"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, broken: str, told: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(
        "statute: [甲, A]\nsince: 2020-01-01\nstatus: unverified\nclocks:\n"
        f"  - id: CLK-01\n    title: [乙, B]\n    start: [丙, C]\n    article: ''\n    {broken}\n"
    )
    with pytest.raises(CouldNot, match=told):
        registry.read(path)


def test_grounds_are_cited() -> None:
    assert all(g.citation and all(g.title) for g in grounds().values())
