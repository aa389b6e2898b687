"""Seals: signed, hashed step by step, delivered outside by file and by mail, said when they are not."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from luoshi.law.errors import CouldNot
from luoshi.ledger import delivery, guards, keys, merkle, record, seal
from luoshi.ledger.tests.test_record import AT, draft
from luoshi.ledger.verify import verify
from tests.post import Post

LEDGER = "CN-530100"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keys and roots of this test's own."""
    monkeypatch.setenv("LUOSHI_KEYS", str(tmp_path / "keys"))
    monkeypatch.delenv("LUOSHI_ROOTS", raising=False)
    monkeypatch.delenv("LUOSHI_ROOTS_MAIL", raising=False)
    with override_settings(LUOSHI_HOME=tmp_path):
        yield tmp_path


@pytest.mark.django_db
def test_a_seal_covers_everything_so_far_and_names_the_one_before() -> None:
    assert seal.seal(AT) is None
    record.append([draft(n) for n in range(5)], at=AT)
    first = seal.seal(AT)
    assert first is not None
    assert (first.size, first.previous_root) == (5, "")
    assert seal.seal(AT + timedelta(hours=1)) == first
    record.append([draft(n) for n in range(5, 12)], at=AT)
    second = seal.seal(AT + timedelta(days=1))
    assert second is not None
    assert (second.size, second.previous_root, second.holds()) == (12, first.root, True)
    assert second.root == merkle.root(seal.digests(0, 12, ledger=LEDGER)).hex()
    assert seal.seals(ledger=LEDGER) == [first, second]
    assert second.key in keys.believed()
    assert keys.folder().joinpath("seal").stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_seals_are_only_ever_added() -> None:
    record.append([draft(n) for n in range(5)], at=AT)
    seal.seal(AT)
    for statement in (
        "UPDATE ledger_seal SET root = ''",
        "DELETE FROM ledger_seal",
        "UPDATE ledger_entry SET kind = ''",
        "DELETE FROM ledger_entry WHERE position = 3",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.django_db
def test_a_ledger_that_disagrees_is_not_sealed_over() -> None:
    record.append([draft(n) for n in range(5)], at=AT)
    seal.seal(AT)
    record.append([draft(5)], at=AT)
    for statement in (
        "UPDATE ledger_seal SET frontier = ''",
        "UPDATE ledger_seal SET signature = ''",
        "UPDATE ledger_head SET position = 2",
        "UPDATE ledger_head SET position = 9",
        "UPDATE ledger_entry SET digest = 'x' WHERE position = 6",
    ):
        with transaction.atomic():
            guards.remove(connection)
            with connection.cursor() as cursor:
                cursor.execute(statement)
            with pytest.raises(CouldNot, match="verify"):
                seal.seal(AT)
            transaction.set_rollback(True)


def test_a_file_that_is_no_key_is_said() -> None:
    keys.folder().mkdir()
    (keys.folder() / "seal").write_bytes(b"short")
    with pytest.raises(CouldNot, match="seal"):
        keys.signing_key()


@pytest.mark.django_db
def test_a_key_retired_is_still_believed_and_a_foreign_one_is_not() -> None:
    record.append([draft()], at=AT)
    old = seal.seal(AT)
    assert old is not None
    (keys.folder() / "seal").unlink()
    keys.signing_key()
    assert not verify().ok
    (keys.folder() / "seal.retired").write_text(f"# until 2026\n{old.key}\n")
    assert verify().ok


@pytest.mark.django_db
def test_roots_go_to_a_file_once_each(home: Path) -> None:
    record.append([draft()], at=AT)
    first = seal.seal(AT)
    assert delivery.inside_only()
    assert [(d.delivered, d.pending) for d in delivery.deliver(AT)] == [(1, 0)]
    assert [(d.delivered, d.pending) for d in delivery.deliver(AT)] == [(0, 0)]
    with (home / "roots.jsonl").open("a") as file:
        file.write('{"torn')
    record.append([draft(1)], at=AT)
    second = seal.seal(AT)
    delivery.deliver(AT)
    lines = (home / "roots.jsonl").read_text().splitlines()
    assert first is not None
    assert second is not None
    assert [json.loads(lines[0]), lines[1], json.loads(lines[2])] == [first.told(), '{"torn', second.told()]
    assert verify(home / "roots.jsonl").ok


@pytest.mark.django_db
def test_what_cannot_be_delivered_is_said_kept_and_tried_again(home: Path) -> None:
    (home / "medium").write_text("not a folder")
    with override_settings(LUOSHI_ROOTS=str(home / "medium" / "roots.jsonl")):
        record.append([draft()], at=AT)
        seal.seal(AT)
        (failed,) = delivery.deliver(AT)
        assert (failed.delivered, failed.pending) == (0, 1)
        assert "medium" in failed.problem
        assert len(seal.seals(ledger=LEDGER)) == 1
        (home / "medium").unlink()
        record.append([draft(1)], at=AT)
        seal.seal(AT)
        assert [(d.delivered, d.problem) for d in delivery.deliver(AT)] == [(2, "")]
        assert not delivery.inside_only()


@pytest.mark.django_db
def test_roots_go_by_mail(home: Path) -> None:
    record.append([draft()], at=AT)
    made = seal.seal(AT)
    assert made is not None
    settings = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1",
        "LUOSHI_ROOTS_MAIL": "inspection@example.org", "EMAIL_TIMEOUT": 5,
    }  # fmt: skip
    with Post() as post, override_settings(EMAIL_PORT=post.port, **settings):
        sent = {d.address: d for d in delivery.deliver(AT)}
        assert sent["mail:inspection@example.org"].problem == ""
        assert sent["mail:inspection@example.org"].delivered == 1
        assert delivery.deliver(AT)[1].delivered == 0
    (mail,) = post.mails
    assert mail["To"] == "inspection@example.org"
    body, roots = mail.get_payload()
    assert "签名" in body.get_payload(decode=True).decode()
    assert json.loads(roots.get_payload(decode=True)) == made.told()
    (home / "kept.jsonl").write_bytes(roots.get_payload(decode=True))
    assert verify(home / "kept.jsonl").ok
    record.append([draft(1)], at=AT)
    seal.seal(AT)
    with override_settings(EMAIL_PORT=post.port, **settings):
        failed = delivery.deliver(AT)[1]
    assert (failed.delivered, failed.pending) == (0, 1)
    assert "inspection@example.org" in failed.problem
