"""Recording: once each, in one chain, corrections seen, refusals before anything is written."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from luoshi.law.errors import CouldNot
from luoshi.ledger import follow, read, record
from luoshi.ledger.entry import SHANGHAI, START, Draft, Row, civil, digest_of, entry, instant
from luoshi.ledger.ready import ready

AT = datetime(2026, 9, 18, 1, tzinfo=UTC)


def draft(n: int = 0, **changes: object) -> Draft:
    made = Draft(
        matter=f"permits:{n // 4}", kind="approvals.step", happened_at=AT + timedelta(minutes=n), occasion=f"permits:{n}",
        unit="市场监督管理局", actor_kind="import", source="permits", source_row=str(n), payload={"item": "营业执照", "n": n},
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_an_entry_is_chained_to_the_one_before() -> None:
    outcomes = record.append([draft(n) for n in range(5)], at=AT)
    assert [(o.state, o.position, o.corrects) for o in outcomes] == [("stored", n, None) for n in range(1, 6)]
    rows = read.entries(["permits:0", "permits:1"])
    assert [r.position for r in rows] == [1, 2, 3, 4, 5]
    before = START
    for row in rows:
        assert (row.previous_digest, row.digest) == (before, digest_of(row))
        before = row.digest
    assert read.head() == (5, before)
    assert len({r.salt for r in rows}) == 5
    told = entry(rows[0])
    assert (told.happened_at, told.local_at) == (AT, "2026-09-18T09:00:00")
    assert told.payload == {"item": "营业执照", "n": 0}


@pytest.mark.django_db
def test_the_same_thing_is_recorded_once() -> None:
    record.append([draft()], at=AT)
    again = draft(actor="another clerk", actor_kind="person")
    assert [o.state for o in record.append([again, again], at=AT + timedelta(days=1))] == ["duplicate"] * 2
    assert read.head()[0] == 1


@pytest.mark.django_db
def test_another_content_is_a_correction_and_a_flip_back_is_one_too() -> None:
    a, b = draft(), draft(payload={"item": "营业执照", "n": 99})
    outcomes = [record.append([d], at=AT)[0] for d in (a, b, b, a, b)]
    assert [(o.state, o.position, o.corrects) for o in outcomes] == [
        ("stored", 1, None), ("correction", 2, 1), ("duplicate", 2, 1), ("correction", 3, 1), ("correction", 4, 1),
    ]  # fmt: skip
    assert [r.occasion for r in read.entries([a.matter])] == [
        "permits:0",
        "permits:0#2",
        "permits:0#3",
        "permits:0#4",
    ]
    assert [r.position for r in read.current([a.matter])] == [4]


@pytest.mark.django_db
def test_versions_within_one_call_are_seen() -> None:
    a, b = draft(), draft(unit="税务局")
    assert [o.state for o in record.append([a, a, b, a], at=AT)] == [
        "stored",
        "duplicate",
        "correction",
        "correction",
    ]


@pytest.mark.django_db
def test_a_source_digest_given_decides() -> None:
    record.append([draft(source_digest="s1")], at=AT)
    assert record.append([draft(source_digest="s1", unit="changed")], at=AT)[0].state == "duplicate"
    assert record.append([draft(source_digest="s2")], at=AT)[0].state == "correction"


@pytest.mark.django_db
def test_an_occasion_that_looks_like_a_version_is_not_taken_for_one() -> None:
    record.append([draft(occasion="A"), draft(occasion="A", unit="x")], at=AT)
    assert record.append([draft(occasion="A#2", unit="y")], at=AT)[0].state == "stored"
    assert (
        record.append([draft(occasion="A#2", unit="y"), draft(occasion="A#2", unit="z")], at=AT)[0].state
        == "duplicate"
    )
    found = read.by_occasion("A#2")
    assert found is not None
    assert found.unit == "y"


@pytest.mark.django_db
def test_what_stands_now_leaves_out_the_voided_and_follows_a_moved_entry() -> None:
    record.append([draft(0), draft(1), draft(2)], at=AT)
    record.append([draft(1, kind="ledger.voided"), draft(2, matter="permits:9")], at=AT)
    assert [r.position for r in read.current(["permits:0"])] == [1]
    assert [r.position for r in read.current(["permits:9"])] == [5]
    assert len(read.entries(["permits:0"])) == 4
    moved = read.at_position(5)
    assert moved is not None
    assert set(read.touched([moved])) == {"permits:9", "permits:0"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"happened_at": datetime(2026, 1, 1)}, "happened_at"),
        ({"happened_at": datetime.min.replace(tzinfo=UTC) - timedelta(0)}, ""),
        ({"unit": "a\0b"}, "unit"),
        ({"officer": "\ud800"}, "officer"),
        ({"post": b"bytes"}, "post"),
        ({"matter": ""}, "matter"),
        ({"occasion": ""}, "occasion"),
        ({"actor_kind": "robot"}, "actor_kind"),
        ({"payload": {"a": "x\0"}}, "payload"),
        ({"payload": {"a": b"x"}}, "payload"),
        ({"payload": {"a": 2**60}}, "payload"),
        ({"payload": {"a": float("nan")}}, "payload"),
        ({"payload": {1: "a"}}, "payload"),
        ({"payload": {"a": "\udfff"}}, "payload"),
        ({"payload": {"a": AT}}, "payload"),
        ({"payload": ["a"]}, "payload"),
        ({"payload": None}, "payload"),
    ],
)
def test_what_cannot_be_kept_is_named_before_anything_is_written(
    changes: dict[str, object], named: str
) -> None:
    if not named:
        record.append([draft(**changes)], at=AT)
        assert read.at_position(1).happened_at == "0001-01-01T00:00:00.000000Z"  # type: ignore[union-attr]
        return
    with pytest.raises(CouldNot, match=named):
        record.append([draft(1), draft(2, **changes)], at=AT)
    with pytest.raises(CouldNot, match=named):
        ready(draft(2, **changes))
    assert read.head() == (0, START)


def test_a_text_that_only_spells_the_escape_is_kept() -> None:
    ready(draft(payload={"a": "C:\\u0000", "b": "\\"}))
    with pytest.raises(CouldNot):
        ready(draft(payload={"a": "\\\0"}))


@pytest.mark.django_db
def test_nothing_is_kept_when_the_caller_fails() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        record.append([draft()], at=AT)
        raise RuntimeError
    assert read.head() == (0, START)
    assert not read.entries(["permits:0"])


@pytest.mark.django_db
def test_a_follower_reads_past_its_bookmark() -> None:
    record.append_bulk([draft(n) for n in range(2500)], at=AT)
    seen: list[int] = []
    for batch in follow.follow("engine", limit=700):
        seen += [r.position for r in batch]
        follow.advance("engine", batch[-1].position)
    assert seen == list(range(1, 2501))
    assert follow.bookmark("engine") == 2500
    assert list(follow.follow("engine")) == []
    follow.advance("engine", 10)
    assert follow.bookmark("engine") == 2500
    record.append([draft(9000)], at=AT)
    assert [r.position for b in follow.follow("engine") for r in b] == [2501]
    assert [r.position for b in follow.follow("other") for r in b][:2] == [1, 2]


@pytest.mark.django_db
def test_ledgers_are_chains_of_their_own() -> None:
    record.append([draft()], at=AT, ledger="CN-110000")
    assert record.append([draft()], at=AT)[0].position == 1
    assert read.head(ledger="CN-110000")[0] == 1
    assert read.entries(["permits:0"], ledger="CN-999999") == []


def test_digests_are_what_they_were_when_the_first_ledgers_were_written(settings: Any) -> None:
    """Written down from the first release: another form would make every old entry a correction."""
    settings.LEDGER_DIGEST_KEY = b"k" * 32
    payload = {"b": [1, None, True, "é\x01", {"c": 1.5}], "a": "营业执照"}
    it = ready(draft(7, officer='张"三\\\n\t\x7f\u2028😀', payload=payload))
    assert it.source_digest == "eea88d65cf39ee77273e34eff32a9a550039205a5ce4d17682cd8e8e2a56c813"
    row = Row(
        "CN-530100", 7, it.matter, it.kind, it.happened_at, "2026-09-18T01:00:00.000000Z", it.local_at,
        it.unit, it.post, it.officer, it.to_unit, it.actor_kind, it.actor, it.law, "permits:7#2", 3,
        it.source, it.source_row, it.source_digest, it.payload, "5a" * 16, START, "",
    )  # fmt: skip
    assert digest_of(row) == "82c5f8b45a7e8dc9ba009985ebbd296eaeae5bc831397d471552766d295dc1af"
    by_name = {name: value for name, value in row._asdict().items() if name != "digest"}
    assert digest_of(row) == sha256(rfc8785.dumps(by_name)).hexdigest()


class OtherMoment(datetime):
    """As some libraries have."""


@given(st.datetimes(timezones=st.sampled_from([UTC, SHANGHAI, timezone(timedelta(hours=-3, minutes=-7))])))
def test_an_instant_has_a_fixed_width(moment: datetime) -> None:
    try:
        utc = moment.astimezone(UTC)
    except OverflowError:
        with pytest.raises(CouldNot):
            instant(moment)
        return
    written = utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    assert instant(moment) == written
    assert instant(OtherMoment.fromisoformat(moment.isoformat())) == written


@given(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)))
def test_civil_time_is_the_clock_on_the_wall(moment: datetime) -> None:
    assert civil(instant(moment)) == moment.astimezone(SHANGHAI).replace(tzinfo=None).isoformat(
        timespec="seconds"
    )
