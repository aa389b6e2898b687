"""`luoshi import`: its options, its report, its exit codes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from luoshi.cli.import_ import import_command
from luoshi.intake.tests.files import HEAD, MAPPING, ROWS, csv
from luoshi.law.errors import CouldNot, Unclear

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(tmp_path: Path) -> str:
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return str(path)


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(import_command, arguments, standalone_mode=False)
    if result.exception:
        raise result.exception
    return result


def test_the_report_has_the_agreed_shape(tmp_path: Path, told: str) -> None:
    path = csv(tmp_path, *ROWS, "C,9")
    result = run("csv", str(path), "--mapping", told, "--json")
    report = json.loads(result.stdout)
    assert result.return_value == 1
    assert {k: report[k] for k in ("read", "stored", "duplicates", "matters")} == {
        "read": 4,
        "stored": 3,
        "duplicates": 0,
        "matters": 2,
    }
    assert set(report["rejected"][0]) == {"row", "field", "reason"}
    assert report["rejected"][0]["row"] == 5


def test_several_files_are_summed(tmp_path: Path, told: str) -> None:
    one, two = csv(tmp_path, *ROWS), csv(tmp_path, *ROWS, name="two.csv")
    result = run("csv", str(one), str(two), "--mapping", told, "--json")
    report = json.loads(result.stdout)
    assert (result.return_value, report["read"], report["stored"], report["duplicates"]) == (0, 6, 3, 3)
    assert len(report["files"]) == 2


def test_an_unreadable_file_does_not_stop_the_others(tmp_path: Path, told: str) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    with pytest.raises(CouldNot):
        run("csv", str(empty), str(csv(tmp_path, *ROWS)), "--mapping", told)
    again = run("csv", str(csv(tmp_path, *ROWS)), "--mapping", told, "--json")
    assert json.loads(again.stdout)["duplicates"] == 3


def test_a_mapping_may_lie_beside_the_file(tmp_path: Path) -> None:
    path = csv(tmp_path, *ROWS)
    with pytest.raises(Unclear, match="examples"):
        run("csv", str(path))
    path.with_name("log.csv.toml").write_text(MAPPING, encoding="utf-8")
    result = run("csv", str(path), "--dry-run")
    assert result.return_value == 0
    assert "试运行" in result.stdout


def test_people_get_lines(tmp_path: Path, told: str) -> None:
    result = run("csv", str(csv(tmp_path, *ROWS, "C,9", head=HEAD)), "--mapping", told)
    assert "拒收 第 5 行" in result.stdout
