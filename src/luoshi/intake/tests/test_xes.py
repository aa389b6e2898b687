"""XES as it comes: with and without namespace, packed, nested, mixed, broken off, hostile."""

import gzip
import time
from contextlib import closing
from pathlib import Path

import pytest

from luoshi.intake import mapping
from luoshi.intake.read_xes import XesFile
from luoshi.intake.record import Bad, Record
from luoshi.intake.tests.files import XES_MAPPING, event, taken, trace, xes
from luoshi.law.errors import CouldNot

pytestmark = pytest.mark.django_db
DAY = "2026-03-02T09:00:00+08:00"
NAMESPACE = ' xmlns="http://www.xes-standard.org/"'


def read(path: Path) -> list[Record | Bad]:
    with closing(XesFile(path)) as file:
        return list(file.records())


@pytest.mark.parametrize("attributes", ["", NAMESPACE])
@pytest.mark.parametrize("packed", [False, True])
def test_events_carry_their_trace(tmp_path: Path, attributes: str, packed: bool) -> None:
    path = xes(
        tmp_path,
        trace("A", event("x", DAY), event("y", DAY)) + trace("B", event("z", DAY)),
        attributes=attributes,
    )
    if packed:
        path.write_bytes(gzip.compress(path.read_bytes()))
    found = read(path)
    assert [(r.row, r.values["case:concept:name"], r.values["concept:name"]) for r in found] == [
        (1, "A", "x"),
        (2, "A", "y"),
        (3, "B", "z"),
    ]


def test_nested_lists_and_late_trace_attributes_count(tmp_path: Path) -> None:
    nested = '<string key="outer" value="o"><int key="inner" value="1"/></string>'
    listed = '<list key="l"><values><string key="a" value="1"/><string key="b" value="2"/></values></list>'
    late = '<string key="department" value="D"/>'
    body = trace("A", event("x", DAY, nested + listed)).replace("</trace>", late + "</trace>")
    values = read(xes(tmp_path, body))[0].values
    assert values["outer/inner"] == "1"
    assert (values["l/a"], values["l/b"], values["case:department"]) == ("1", "2", "D")


def test_an_event_without_time_is_named_and_the_others_stay(tmp_path: Path) -> None:
    lacking = '<event><string key="concept:name" value="x"/></event>'
    stringly = (
        '<event><string key="concept:name" value="x"/><string key="time:timestamp" value="soon"/></event>'
    )
    path = xes(tmp_path, trace("A", event("x", DAY), lacking, stringly, event("y", DAY)))
    report = taken(path, mapping.parse(XES_MAPPING), "xes")
    assert (report.read, report.stored) == (4, 2)
    assert [(bad.row, bad.field) for bad in report.rejected] == [(2, "time:timestamp"), (3, "time:timestamp")]


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_that_breaks_off_keeps_everything_before(tmp_path: Path, packed: bool) -> None:
    path = xes(tmp_path, "".join(trace(f"A{n}", event(f"x{n}", DAY)) for n in range(2000)))
    content = gzip.compress(path.read_bytes()) if packed else path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    report = taken(path, mapping.parse(XES_MAPPING), "xes")
    assert report.stored > 500
    assert [bad.row for bad in report.rejected] == [report.stored + 1]
    assert str(report.stored + 1) in report.rejected[0].reason


def test_entities_do_no_harm(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    before = f'<!DOCTYPE log [<!ENTITY l0 "{"x" * 100}">{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    good = trace("A", event("x", DAY))
    begun = time.monotonic()
    for bad in (
        event("&l11;", DAY),
        event("y", DAY, '<string key="s" value="&f;"/>'),
        f"<event>&f;{'&l11;'}</event>",
    ):
        found = read(xes(tmp_path, good + trace("B", bad), before=before))
        assert isinstance(found[0], Record)
        assert isinstance(found[-1], Bad) or "root:" not in str(found[-1].values)
    assert time.monotonic() - begun < 5


def test_a_huge_value_is_one_bad_event(tmp_path: Path) -> None:
    found = read(xes(tmp_path, trace("A", event("x", DAY), event("y" * 200_000, DAY), event("z", DAY))))
    assert [isinstance(one, Bad) for one in found] == [False, True, False]


@pytest.mark.parametrize("content", [b"", b"not xml", b"<html></html>", b"\x1f\x8b\x08broken"])
def test_what_is_no_xes_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "log.xes"
    path.write_bytes(content)
    with pytest.raises(CouldNot):
        read(path)
