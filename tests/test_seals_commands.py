"""`luoshi verify`, `seal` and `prove` as they are typed: output, files and exit codes."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import override_settings

from luoshi.cli import main
from luoshi.ledger import guards, record
from luoshi.ledger.tests.test_record import AT, draft

Run = Callable[..., tuple[int, str, str]]
SCRIPT = Path(__file__).parents[1] / "tools" / "check_proof.py"


@pytest.fixture
def run(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Type a command; its exit code, stdout and stderr."""
    monkeypatch.setenv("LUOSHI_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("LUOSHI_ROOTS", str(tmp_path / "outside" / "roots.jsonl"))
    monkeypatch.delenv("LUOSHI_ROOTS_MAIL", raising=False)

    def typed(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["luoshi", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        code = stopped.value.code
        assert isinstance(code, int)
        return code, *capsys.readouterr()

    with override_settings(LUOSHI_HOME=tmp_path):
        yield typed


def test_an_empty_ledger(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("verify", "--json")
    told = json.loads(out)
    assert (code, told["entries"], told["ok"], told["first_broken"]) == (0, 0, True, None)
    code, out, err = run("seal")
    assert (code, out) == (0, "")
    assert "空" in err
    assert run("prove", "1", tmp_path / "p.json")[0] == 3


def test_sealed_proved_and_found_out(run: Run, tmp_path: Path) -> None:
    record.append([draft(n) for n in range(10)], at=AT)
    code, out, err = run("seal", "--at", "2026-09-18T09:00+08:00", "--json")
    told = json.loads(out)
    assert (code, told["size"], told["at"], err) == (0, 10, "2026-09-18T01:00:00.000000Z", "")
    assert [d["delivered"] for d in told["deliveries"]] == [1]
    roots = tmp_path / "outside" / "roots.jsonl"
    assert run("verify", "--roots", roots)[0] == 0

    proof = tmp_path / "proof.json"
    assert run("prove", "permits:3", proof)[0] == 0
    code, out, _ = run("prove", "4", "-")
    assert out == proof.read_text()
    checked = subprocess.run([sys.executable, "-I", SCRIPT, proof, "--roots", roots], check=False, timeout=60)
    assert checked.returncode == 0

    assert run("prove", "--consistency", tmp_path / "c.json")[0] == 3
    record.append([draft(10)], at=AT)
    code, out, err = run("seal")
    assert code == 0
    assert "已封 11 条" in out
    assert run("prove", "--consistency", tmp_path / "c.json")[0] == 0
    assert (
        subprocess.run(
            [sys.executable, "-I", SCRIPT, tmp_path / "c.json"], check=False, timeout=60
        ).returncode
        == 0
    )

    with transaction.atomic():
        guards.remove(connection)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_entry SET kind = 'approvals.decided' WHERE position = 7")
        guards.install(connection)
    code, out, _ = run("verify", "--json", "--roots", roots)
    told = json.loads(out)
    assert (code, told["ok"], told["first_broken"], told["entries"]) == (1, False, 7, 11)
    code, out, _ = run("verify")
    assert code == 1
    assert "第 7 条" in out


def test_wrong_usage_and_absent_files(run: Run, tmp_path: Path) -> None:
    assert run("prove", "1")[0] == 2
    assert run("prove", "--consistency", "1", "2")[0] == 2
    assert run("seal", "--at", "yesterday")[0] == 2
    code, _, err = run("verify", "--roots", tmp_path / "absent.jsonl")
    assert code == 3
    assert "absent.jsonl" in err


def test_an_undelivered_root_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("a file where the folder should be")
    record.append([draft()], at=AT)
    code, out, err = run("seal")
    assert code == 1
    assert "已封 1 条" in out
    assert "没有送到" in err
