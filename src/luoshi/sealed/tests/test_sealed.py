"""What is deposited is readable with the key only, under one pseudonym a number; every look leaves a trace."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from luoshi.law.errors import CouldNot
from luoshi.sealed import files, keys
from luoshi.sealed.deposit import deposit
from luoshi.sealed.identity import problems, sound
from luoshi.sealed.models import Applicant, Look
from luoshi.sealed.reveal import reveal
from luoshi.sealed.tests.people import organisation_number, person_number, somebody

AT = datetime(2026, 9, 18, 1, tzinfo=UTC)
LEDGER = str(django_settings.LUOSHI_JURISDICTION)


def look(**told: Any) -> Any:
    values = {"matter": "m", "purpose": "notify", "who": "甲", "approver": "乙", "at": AT, "ledger": LEDGER}
    return reveal(**values | told)


@pytest.mark.django_db
def test_one_number_one_pseudonym_and_the_latest_telling() -> None:
    name = deposit(somebody(), at=AT)
    again = deposit(
        somebody(name="改名", number=f" {person_number()[:6]}-{person_number()[6:].lower()} "), at=AT
    )
    assert name == again
    assert deposit(somebody(2), at=AT) != name
    assert Applicant.objects.count() == 2
    assert look(pseudonym=name).name == "改名"


@pytest.mark.django_db
def test_nothing_readable_is_stored(settings: Any) -> None:
    name = deposit(somebody(), at=AT)
    row = Applicant.objects.get()
    stored = bytes(row.sealed) + row.pseudonym.encode()
    for told in somebody().told().values():
        assert told.encode() not in stored or told == "person"
    settings.SEALED_KEY = bytes(32)
    with pytest.raises(CouldNot, match="密钥"):
        look(pseudonym=name)
    settings.PSEUDONYM_KEY = bytes(32)
    assert deposit(somebody(), at=AT) != name


@pytest.mark.django_db
def test_a_row_moved_to_another_name_does_not_open() -> None:
    one, two = deposit(somebody(), at=AT), deposit(somebody(2), at=AT)
    Applicant.objects.filter(pseudonym=two).update(sealed=Applicant.objects.get(pseudonym=one).sealed)
    with pytest.raises(CouldNot, match="打不开"):
        look(pseudonym=two)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "words"),
    [({"purpose": "curiosity"}, "用途"), ({"approver": ""}, "另一人"), ({"approver": "甲"}, "另一人"), ({"pseudonym": "X"}, "依法删除")],
)  # fmt: skip
def test_a_look_needs_a_purpose_and_a_second_person(told: dict[str, str], words: str) -> None:
    name = deposit(somebody(), at=AT)
    with pytest.raises(CouldNot, match=words):
        look(**{"pseudonym": name, **told})


@pytest.mark.django_db
def test_every_look_is_listed() -> None:
    name = deposit(somebody(), at=AT)
    for _ in range(2):
        look(pseudonym=name)
    assert (
        list(Look.objects.values_list("who", "approver", "purpose", "matter"))
        == [("甲", "乙", "notify", "m")] * 2
    )


def test_numbers_carry_their_check() -> None:
    assert sound("person", person_number())
    assert sound("organisation", organisation_number())
    wrong = person_number()[:-1] + ("0" if person_number()[-1] != "0" else "1")
    assert not sound("person", wrong)
    assert not sound("organisation", person_number())
    for told, field in (
        ({"name": " "}, "name"), ({"number": wrong}, "number"), ({"phone": "电话"}, "phone"), ({"kind": "x"}, "kind"),
        ({"address": "长" * 501}, "address"), ({"name": "长" * 201}, "name"),
    ):  # fmt: skip
        assert set(problems(somebody(**told))) == {field}
    assert not problems(somebody(kind="organisation", number=organisation_number()))


def packed(*names: str) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as zipped:
        for name in names:
            zipped.writestr(name, "x")
    return into.getvalue()


def test_files_are_kept_encrypted_under_their_digest(tmp_path: Path, settings: Any) -> None:
    settings.LUOSHI_HOME = tmp_path
    content = b"%PDF-1.7 plain words in the clear"
    kept = files.keep(content)
    assert files.keep(content) == kept
    assert (kept.media, kept.size) == ("application/pdf", len(content))
    lying = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert [p.name for p in lying] == [kept.digest]
    assert b"plain words" not in lying[0].read_bytes()
    assert lying[0].stat().st_mode & 0o077 == 0
    assert files.fetch(kept.digest) == content
    assert files.known(kept.digest) == kept
    assert files.known("../../etc/passwd") is None
    lying[0].write_bytes(keys.encrypt(b"other", "0" * 64))
    with pytest.raises(CouldNot, match="改动过"):
        files.fetch(kept.digest)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<html><script>", b"MZ\x90", b"PK\x03\x04broken", packed("word/document.xml"), packed("a.txt"),
        packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    ],
)  # fmt: skip
def test_only_plain_documents_and_pictures_are_taken(content: bytes) -> None:
    with pytest.raises(CouldNot):
        files.keep(content)


def test_office_files_are_known_by_what_they_hold() -> None:
    assert files.media(packed("[Content_Types].xml", "word/document.xml")) == files.WORD
    assert files.media(packed("[Content_Types].xml", "xl/workbook.xml")) == files.SHEET
    assert files.media(packed("OFD.xml")) == "application/ofd"
    with pytest.raises(CouldNot, match="20 MB"):
        files.keep(b"%PDF-" + bytes(files.LIMIT))
