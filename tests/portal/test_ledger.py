"""Roots for everybody, and a proof for whoever opened a case, that the stand-alone script accepts."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from luoshi.ledger import seal
from luoshi.portal import tries
from luoshi.portal.views.ledger import CHECKER
from luoshi.web.tests import cases as story
from luoshi.web.tests import sample
from tests.portal.test_case import NOW, code_of, looked_up

Most = Callable[..., Any]


@pytest.fixture
def cases(db: None, settings: Any, tmp_path: Path) -> Iterator[dict[str, str]]:
    settings.LUOSHI_HOME = tmp_path
    with time_machine.travel(NOW, tick=False):
        sample.people()
        yield story.cases(now=NOW)


def checked(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", *map(str, arguments)], capture_output=True, text=True, check=False, timeout=60
    )  # fmt: skip


def test_a_citizen_checks_their_case_with_what_the_portal_hands_out(
    cases: dict[str, str], tmp_path: Path
) -> None:
    seal.seal(NOW)
    client, _ = looked_up(cases["overdue"], code_of(cases["overdue"]))
    answer = client.post("/portal/case/proof/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    told = json.loads(answer.content)
    assert len(told["digests"]) > 3
    for secret in ("clerk", "builder", "payload", cases["overdue"], "officer"):
        assert secret not in answer.content.decode()
    files = {"check_proof.py": "ledger/check_proof.py", "roots.jsonl": "ledger/roots.jsonl"}
    for name, path in files.items():
        (tmp_path / name).write_bytes(Client().get(f"/portal/{path}").content)
    (tmp_path / "luoshi-proof.json").write_bytes(answer.content)
    arguments = (
        tmp_path / "check_proof.py",
        tmp_path / "luoshi-proof.json",
        "--roots",
        tmp_path / "roots.jsonl",
    )
    assert checked(*arguments).returncode == 0
    told["digests"][0]["digest"] = "0" * 64
    (tmp_path / "luoshi-proof.json").write_text(json.dumps(told))
    assert checked(*arguments).returncode == 1


def test_what_is_not_sealed_yet_or_taken_too_often_is_said(cases: dict[str, str]) -> None:
    client, _ = looked_up(cases["fresh"], code_of(cases["fresh"]))
    assert "还没有封签" in client.post("/portal/case/proof/").content.decode()
    seal.seal(NOW)
    answers = [client.post("/portal/case/proof/").status_code for _ in range(tries.LIMITS["proof"][0])]
    assert answers == [200] * (tries.LIMITS["proof"][0] - 1) + [429]
    assert Client().post("/portal/case/proof/")["Location"] == "/portal/case/"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_roots_are_published(
    cases: dict[str, str], django_assert_max_num_queries: Most, language: str
) -> None:
    made = seal.seal(NOW)
    assert made
    client = Client(headers={"accept-language": language})
    with django_assert_max_num_queries(3):
        page = client.get("/portal/ledger/").content.decode()
    assert made.root in page
    assert made.key in page
    assert client.get("/portal/ledger/roots.jsonl").content.decode() == f"{made.line()}\n"


@pytest.mark.django_db
def test_before_the_first_seal_it_says_so() -> None:
    assert (
        "还没有根值" in Client(headers={"accept-language": "zh-hans"}).get("/portal/ledger/").content.decode()
    )


def test_the_script_is_the_one_of_the_tools() -> None:
    assert CHECKER.read_bytes() == (Path(__file__).parents[2] / "tools" / "check_proof.py").read_bytes()
