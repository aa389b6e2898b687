"""Leads by command: looked at, recorded, read from an export."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from luoshi.cli import luoshi
from luoshi.ledger.models import LedgerEntry
from luoshi.monitor.export import parquet
from luoshi.supervision.models import Lead
from luoshi.supervision.tests.test_surveying import city

__all__ = ["city"]
AT = ["--at", "2026-05-12T02:00+08:00"]


@pytest.mark.django_db
def test_survey_looks_records_and_reads_an_export(city: None, tmp_path: Path) -> None:
    run, before = CliRunner(), LedgerEntry.objects.count()
    dry = run.invoke(luoshi, ["survey", "--dry-run", *AT], standalone_mode=False)
    assert "反复要求补正" in dry.output
    assert "线索不是结论" in dry.output
    assert LedgerEntry.objects.count() == before
    parquet(tmp_path / "exported")
    told = run.invoke(
        luoshi, ["survey", "--parquet", str(tmp_path / "exported"), "--json", *AT], standalone_mode=False
    )
    (lead,) = json.loads(told.output)["found"]
    assert (lead["unit"], lead["n"], lead["effect"]) == ("春城市水务局", 40, 0.5)
    assert not Lead.objects.exists()
    english = run.invoke(luoshi, ["survey", *AT], standalone_mode=False, env={"LUOSHI_LANG": "en"})
    assert "1 new" in english.output
    assert Lead.objects.get().matter.startswith("lead:clock_stopping:corrections:")
