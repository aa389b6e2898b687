"""The ledger of tasks by command: in, out, and in again; a row at fault is told and loses no other."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from luoshi.cli import luoshi
from luoshi.intake.tests import ledgers
from luoshi.tasks.models import Node


@pytest.mark.django_db
def test_the_commands_bring_in_and_write_out(tmp_path: Path) -> None:
    source, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    file, wrong = ledgers.two_hundred()
    source.write_bytes(file.getvalue())
    run = CliRunner()
    dry = run.invoke(luoshi, ["tasks", "import", str(source), "--dry-run"], standalone_mode=False)
    assert "试运行" in dry.output
    assert not Node.objects.exists()
    done = run.invoke(
        luoshi, ["import", "ledger", str(source), "--create-units", "--json"], standalone_mode=False
    )
    told = json.loads(done.output)
    assert done.return_value == 1
    assert told["read"] == told["stored"] + told["duplicates"] + len(told["rejected"]) == 200
    unknown = {row for row, column in wrong.items() if "不存在" not in column}
    assert {bad["row"] for bad in told["rejected"]} <= unknown
    assert run.invoke(luoshi, ["tasks", "export", str(out)], standalone_mode=False).exception is None
    again = json.loads(
        run.invoke(luoshi, ["tasks", "import", str(out), "--json"], standalone_mode=False).output
    )
    assert (again["stored"], again["duplicates"], again["rejected"]) == (0, told["stored"], [])
    refused = run.invoke(luoshi, ["tasks", "import", str(source)], standalone_mode=False)
    assert refused.return_value == 1
    assert "第 7 行 任务：" in refused.output
