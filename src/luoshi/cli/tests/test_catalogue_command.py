"""The catalogue by command: in, out, and in again."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from luoshi.catalogue.models import Item
from luoshi.catalogue.tests.conftest import water
from luoshi.cli import luoshi
from luoshi.intake.catalogue_columns import SHEETS
from luoshi.intake.tests.test_catalogue_file import three
from luoshi.intake.workbook import written

__all__ = ["water"]


@pytest.mark.usefixtures("water")
def test_the_commands_bring_in_and_write_out(tmp_path: Path) -> None:
    source, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    source.write_bytes(three().getvalue())
    run = CliRunner()
    dry = run.invoke(luoshi, ["catalogue", "import", str(source), "--dry-run"], standalone_mode=False)
    assert "试运行" in dry.output
    assert not Item.objects.exists()
    done = run.invoke(luoshi, ["catalogue", "import", str(source), "--json"], standalone_mode=False)
    assert '"stored": 5' in done.output
    run.invoke(luoshi, ["catalogue", "export", str(out)], standalone_mode=False)
    again = run.invoke(luoshi, ["catalogue", "import", str(out), "--json"], standalone_mode=False)
    assert '"duplicates": 5' in again.output
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(written([(SHEETS[0], [{"code": "x"}])]).getvalue())
    refused = run.invoke(luoshi, ["catalogue", "import", str(bad)], standalone_mode=False)
    assert refused.return_value == 1
    assert "事项名称" in refused.output
