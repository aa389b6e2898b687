"""Proofs as files, checked by the stand-alone script in a Python that knows nothing of us."""

import importlib.util
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.law.errors import CouldNot
from luoshi.ledger import blocks, delivery, prove, record, seal
from luoshi.ledger.tests.test_record import AT, draft

SCRIPT = Path(__file__).parents[4] / "tools" / "check_proof.py"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("LUOSHI_KEYS", str(tmp_path / "keys"))
    monkeypatch.delenv("LUOSHI_ROOTS", raising=False)
    monkeypatch.delenv("LUOSHI_ROOTS_MAIL", raising=False)
    with override_settings(LUOSHI_HOME=tmp_path):
        yield tmp_path


@pytest.fixture
def sealed(db: None) -> None:
    """23 entries under two seals, one with every sort of character."""
    odd = draft(0, officer='张"三\\\n\t\x7f\u2028😀', payload={"a": [1, None, True, "é\x01", {"b": 1.5}]})
    record.append([odd, *(draft(n) for n in range(1, 9))], at=AT)
    seal.seal(AT)
    record.append([draft(n) for n in range(9, 22)] + [draft(3, unit="税务局")], at=AT)
    seal.seal(AT)


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_proof", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def checked(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The script as a citizen runs it: no site, no environment, no current folder."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), *map(str, arguments)],
        capture_output=True, text=True, check=False, cwd="/", env={}, timeout=60,
    )  # fmt: skip


def holds(check: ModuleType, proof: Any) -> bool:
    try:
        check.check(proof)
    except check.Fails:
        return False
    return True


def test_every_entry_can_be_proved(sealed: None, home: Path) -> None:
    delivery.deliver(AT)
    check = script()
    for position in range(1, 24):
        assert holds(check, json.loads(prove.text(prove.inclusion(str(position)))))
    by_occasion = prove.inclusion("permits:3")
    assert by_occasion["entry"]["position"] == 4
    proof = home / "proof.json"
    proof.write_text(prove.text(prove.inclusion("1")))
    done = checked(proof, "--roots", home / "roots.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert "成立" in done.stdout
    (home / "other.jsonl").write_text("{}\nnot json\n")
    assert checked(proof, "--roots", home / "other.jsonl").returncode == 1


def test_one_seal_continues_the_other(sealed: None, home: Path) -> None:
    proof = home / "proof.json"
    proof.write_text(prove.text(prove.consistency()))
    assert checked(proof).returncode == 0
    told = json.loads(proof.read_text())
    told["first"], told["second"] = told["second"], told["first"]
    assert not holds(script(), told)


@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_no_byte_can_be_changed(sealed: None, home: Path, kind: str) -> None:
    made = prove.inclusion("1") if kind == "inclusion" else prove.consistency()
    whole = json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()
    check, chance = script(), random.Random(7)
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] = chance.choice([b for b in range(256) if b != whole[at]])
        try:
            proof = json.loads(changed.decode(), object_pairs_hook=check.once)
        except (ValueError, check.Fails):
            continue
        assert proof == made or not holds(check, proof), (at, bytes(changed))


def test_changed_files_and_wrong_usage_have_their_exit_codes(sealed: None, home: Path) -> None:
    proof = home / "proof.json"
    text = prove.text(prove.inclusion("1"))
    for changed in (
        text.replace("市场监督管理局", "市场监督管理厅"),
        text[:-3],
        "[1]",
        "{}",
        text.replace('"position": 1,', '"position": 1, "position": 1,'),
    ):
        proof.write_text(changed)
        done = checked(proof)
        assert done.returncode == 1, changed
        assert "Traceback" not in done.stderr
    proof.write_bytes(b"\xff\xfe")
    assert checked(proof).returncode == 1
    assert checked().returncode == 2
    assert checked(home / "absent.json").returncode == 3


def test_what_is_not_there_or_not_sealed_is_said(sealed: None) -> None:
    record.append([draft(100)], at=AT)
    for name, said in (("24", "seal"), ("999", "999"), ("nobody", "nobody"), ("9" * 40, "999")):
        with pytest.raises(CouldNot, match=said):
            prove.inclusion(name)
    with pytest.raises(CouldNot):
        prove.consistency(ledger="CN-110000")


# RFC 8032 §7.1, tests 1 to 3: public key, message, signature.
RFC8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("public", "message", "signature"), RFC8032)
def test_the_signatures_of_the_rfc(public: str, message: str, signature: str) -> None:
    check = script()
    parts = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert check.signed(*parts)
    assert not check.signed(parts[0], parts[1] + b"x", parts[2])
    s = int.from_bytes(parts[2][32:], "little") + check.ORDER
    assert not check.signed(parts[0], parts[1], parts[2][:32] + s.to_bytes(32, "little"))


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=60), st.integers(0, 511))
def test_our_small_check_agrees_with_the_library(secret: bytes, message: bytes, bit: int) -> None:
    check = script()
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert check.signed(public, message, signature)
    broken = bytearray(signature)
    broken[bit // 8] ^= 1 << bit % 8
    assert not check.signed(public, message, bytes(broken))


def test_digests_alone_prove_that_entries_lie_there_unchanged(sealed: None, home: Path) -> None:
    proof = prove.digests([3, 17, 17, 22, 999])
    assert [one["position"] for one in proof["digests"]] == [3, 17, 22]
    assert "payload" not in prove.text(proof)
    path = home / "digests.json"
    path.write_text(prove.text(proof), encoding="utf-8")
    done = checked(path)
    assert (done.returncode, "成立" in done.stdout) == (0, True)
    module = script()
    for change in (
        lambda p: p["digests"][1].update(position=16),
        lambda p: p["digests"][1].update(digest="0" * 64),
        lambda p: p["digests"][1]["path"].pop(),
        lambda p: p.update(digests=[]),
        lambda p: p["digests"][0].update(more=1),
        lambda p: p["seal"].update(size=21),
    ):
        bad = json.loads(prove.text(proof))
        change(bad)
        with pytest.raises(module.Fails):
            module.check(bad)


def test_blocks_are_a_shortcut_and_no_evidence(
    sealed: None, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "SIZE", 4)
    whole = prove.digests(range(1, 24))
    for one in whole["digests"]:
        assert one["path"] == prove.inclusion(str(one["position"]))["path"]
    kept = blocks.path("CN-530100")
    assert len(kept.read_bytes()) == 23 // 4 * 32
    read: list[tuple[int, int]] = []
    digests = seal.digests
    monkeypatch.setattr(seal, "digests", lambda a, b, ledger: read.append((a, b)) or digests(a, b, ledger=ledger))  # fmt: skip
    assert prove.digests([6]) | {"seal": 0} == whole | {"digests": [whole["digests"][5]], "seal": 0}
    assert read == [(4, 8), (20, 23)]
    kept.write_bytes(b"x" * 150)
    assert prove.digests([6])["digests"] == [whole["digests"][5]]
    assert len(kept.read_bytes()) == 23 // 4 * 32


def test_nothing_is_proved_before_it_is_sealed(db: None) -> None:
    record.append([draft(1)], at=AT)
    with pytest.raises(CouldNot, match="还没有封签"):
        prove.digests([1])
