"""`luoshi import national`: its report, its exit codes, what it says when there is nothing to read."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from luoshi.cli.import_ import import_command
from luoshi.intake.tests.national import PROCESS, bodies, put, row, whole
from luoshi.law.errors import CouldNot, Unclear

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _bodies() -> None:
    bodies()


def run(*arguments: str) -> str:
    result = CliRunner().invoke(import_command, ["national", *arguments], standalone_mode=False)
    if result.exception:
        raise result.exception
    assert result.return_value in (0, 1)
    return result.stdout


def test_the_command_answers_in_the_agreed_shape(tmp_path: Path) -> None:
    folder = put(tmp_path, whole(**{PROCESS: [row(PROCESS), row(PROCESS, event_end_time="昨天")]}))
    report = json.loads(run(str(folder), "--json"))
    assert {k: report[k] for k in ("read", "stored", "duplicates", "matters")} == {
        "read": 8, "stored": 7, "duplicates": 0, "matters": 1,
    }  # fmt: skip
    assert set(report["rejected"][0]) == {"file", "row", "field", "reason"}
    assert len(report["files"]) == 7
    assert "event_end_time" in run(str(folder))


def test_a_file_that_is_none_of_the_tables_is_named(tmp_path: Path) -> None:
    strange = tmp_path / "我的表.csv"
    strange.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(Unclear, match=r"我的表\.csv"):
        run(str(strange))
    with pytest.raises(CouldNot):
        run(str(tmp_path / "absent"))
    with pytest.raises(CouldNot):
        run()
