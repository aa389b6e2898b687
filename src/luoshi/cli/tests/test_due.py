"""`luoshi due` and `luoshi calendar` as the contract has them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from luoshi.cli import luoshi, main
from luoshi.law.calendar import reload

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LUOSHI_HOME", str(tmp_path))
    monkeypatch.setenv("LUOSHI_LANG", "zh")
    monkeypatch.delenv("LUOSHI_JURISDICTION", raising=False)
    reload()
    return lambda *args: CliRunner().invoke(luoshi, args, catch_exceptions=True)


def told(result: Result) -> dict:
    assert result.exit_code == 0, result.output + str(result.exception)
    return json.loads(result.stdout)


def test_shape(run: Run) -> None:
    got = told(run("due", "2026-09-18", "5 working_day", "--json"))
    assert list(got) == ["due_on", "due_at", "provisional", "days", "citation"]
    assert got["due_on"] == "2026-09-24"
    assert got["due_at"] == "2026-09-25T00:00:00+08:00"
    assert got["provisional"] is False
    assert got["citation"] is None
    assert got["days"][0] == {"day": "2026-09-18", "counted": None, "why": "起算日不计入"}
    assert [d["counted"] for d in got["days"]] == [None, None, 1, 2, 3, 4, 5]
    assert got["days"][2] == {"day": "2026-09-20", "counted": 1, "why": "补班（国庆节）"}


@pytest.mark.parametrize(
    ("args", "due_on"),
    [
        (["2026-09-18T23:30", "20 working_day"], "2026-10-22"),
        (["2026-09-17T17:00+00:00", "20 working_day"], "2026-10-22"),
        (["2026-09-18", "--clock", "CLK-02"], "2026-10-22"),
        (["2026-09-18", "--clock", "CLK-02", "--extended"], "2026-11-05"),
        (["2026-09-20", "15 day"], "2026-10-05"),
        (["2026-09-20", "--clock", "CLK-10"], "2026-10-08"),
        (["2026-08-04", "--clock", "CLK-13"], "2026-10-08"),
        (["2026-08-04", "--clock", "CLK-13", "--extended"], "2026-11-02"),
        (["2026-08-01", "--clock", "CLK-24"], "2026-10-08"),
        (["2026-10-20", "7 working_day", "--backward"], "2026-10-10"),
        (["2026-10-20", "--clock", "CLK-07.3"], "2026-10-10"),
        (["2026-10-20", "--clock", "CLK-07.3", "--backward"], "2026-10-10"),
        (["2026-12-31", "30 day", "--backward"], "2026-12-01"),
        (["2026-12-31", "--clock", "CLK-09.2"], "2026-12-31"),
        (["2026-12-31", "--clock", "CLK-19.1"], "2027-01-31"),
        (["2026-08-31", "1 month"], "2026-09-30"),
        (["2026-08-31", "1 year"], "2027-08-31"),
        (["2026-09-18", "20 working_day", "--pause", "2026-09-21..2026-09-28"], "2026-10-28"),
        (
            [
                "2026-09-18",
                "20 working_day",
                "--pause",
                "2026-09-21..2026-09-28",
                "--pause",
                "2026-09-24..2026-09-30",
            ],
            "2026-10-30",
        ),
        (["2026-09-18", "20 working_day", "--pause", "2026-09-21.."], None),
    ],
)
def test_due(run: Run, args: list[str], due_on: str | None) -> None:
    got = told(run("due", *args, "--json"))
    assert got["due_on"] == due_on
    if due_on:
        assert got["days"][-1]["day"] == due_on
    assert (got["citation"] is not None) == ("--clock" in args)
    assert due_on is None or due_on in run("due", *args).output.splitlines()[0]


def test_moments(run: Run) -> None:
    got = told(run("due", "2026-09-30T16:00", "6 working_hour", "--json"))
    assert got["due_at"] == "2026-10-08T15:00:00+08:00"
    assert [d["counted"] for d in got["days"]] == [1, *[None] * 7, 6]
    assert told(run("due", "2026-10-01T09:30", "24 hour", "--json"))["due_at"] == "2026-10-02T09:30:00+08:00"
    assert told(run("due", "2026-09-30T11:50", "20 working_minute", "--json"))["due_at"] == (
        "2026-09-30T13:10:00+08:00"
    )


def test_provisional(run: Run) -> None:
    assert told(run("due", "2026-12-28", "5 working_day", "--json"))["provisional"] is True
    assert "暂定" in run("due", "2026-12-28", "5 working_day").output


def test_for_people(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    said = run("due", "2026-12-31", "--clock", "CLK-09.1").output
    assert said.startswith("2026-12-01 到期")
    assert "行政许可法 第五十条第一款" in said
    assert "未核实" in said
    assert "提醒按较早的理解：2026-11-19" in said
    monkeypatch.setenv("LUOSHI_LANG", "en")
    english = run("due", "2026-08-04", "--clock", "CLK-13").output
    assert english.startswith("Due on 2026-10-08 (late from 2026-10-09 00:00:00) · 60 days")
    assert "rolled over (National Day)" in english
    assert "rolled to here, due" in english


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["due", "2026-09-18"], 2),
        (["due"], 2),
        (["due", "2026-09-18", "5 working_day", "--clock", "CLK-02"], 2),
        (["due", "2026-09-18", "-5 working_day"], 2),
        (["due", "2026-09-18", "0 day"], 2),
        (["due", "2026-09-18", "5 fortnight"], 2),
        (["due", "2026-09-18", "--clock", "CLK-99"], 2),
        (["due", "2026-09-18", "--clock", "CLK-07"], 2),
        (["due", "2026-09-18", "--clock", "CLK-06"], 2),
        (["due", "2026-09-18", "--clock", "CLK-13", "--pause", "2026-09-20..2026-09-21"], 2),
        (["due", "2026-09-18", "--clock", "CLK-01", "--extended"], 2),
        (["due", "2026-09-18", "--clock", "CLK-02", "--backward"], 2),
        (["due", "2026-09-18", "5 day", "--extended"], 2),
        (["due", "2026-09-18", "5 day", "--pause", "2026-09-28..2026-09-21"], 2),
        (["due", "2026-09-18", "5 day", "--pause", "2026-09-28"], 2),
        (["due", "2026-09-18", "5 day", "--jurisdiction", "Kunming"], 2),
        (["due", "yesterday", "5 day"], 2),
        (["due", "2026-02-30", "5 day"], 2),
        (["due", "2003-09-18", "5 day"], 3),
        (["due", "2060-12-31", "5 day"], 3),
        (["due", "2004-06-30", "--clock", "CLK-02"], 3),
        (["calendar", "--since", "2026-01-02", "--until", "2026-01-01"], 2),
        (["calendar", "--since", "2026-01-02"], 2),
        (["calendar", "--since", "2003-12-31", "--until", "2004-01-01"], 3),
    ],
)
def test_nonsense_is_one_line(
    run: Run,
    args: list[str],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["luoshi", *args])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == code
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.strip().splitlines()) == 1


def test_calendar(run: Run) -> None:
    rows = json.loads(run("calendar", "--since", "2026-12-30", "--until", "2027-01-02", "--json").stdout)
    assert rows == [
        {"day": "2026-12-30", "working": True, "provisional": False, "note": ""},
        {"day": "2026-12-31", "working": True, "provisional": False, "note": ""},
        {"day": "2027-01-01", "working": True, "provisional": True, "note": ""},
        {"day": "2027-01-02", "working": False, "provisional": True, "note": "周末"},
    ]
    said = run("calendar", "--jurisdiction", "CN", "--since", "2026-09-18", "--until", "2026-09-20").output
    assert said.startswith("CN：2 个工作日")
    assert "补班（国庆节）" in said


def test_a_loaded_notice_is_honoured(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "calendars" / "CN"
    folder.mkdir(parents=True)
    (folder / "2027.json").write_text(
        json.dumps(
            {"year": 2027, "papers": [], "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}]}
        )
    )
    reload()
    got = told(run("due", "2026-12-30", "2 working_day", "--json"))
    assert (got["due_on"], got["provisional"]) == ("2027-01-04", False)


def test_as_a_process(tmp_path: Path) -> None:
    """Without a database, without Django, Ibis or DuckDB, and without the holiday library."""
    code = (
        "import sys; sys.argv = ['luoshi', 'due', '2026-09-18', '--clock', 'CLK-02', '--json']\n"
        "from luoshi.cli import main\n"
        "try: main()\n"
        "finally: print(sorted({m.split('.')[0] for m in sys.modules}\n"
        "  & {'django', 'ibis', 'duckdb', 'holidays', 'numpy', 'pyarrow'}), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "LUOSHI_HOME": str(tmp_path), "LUOSHI_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == "[]"
    got = json.loads(done.stdout)
    assert got["due_on"] == "2026-10-22"
    assert got["citation"].startswith("Administrative Licensing Law")
    assert list(tmp_path.iterdir()) == []
