"""A thousand changes to a stored ledger, each found; and a sound ledger found sound."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, connection, transaction

from luoshi.law.errors import CouldNot
from luoshi.ledger import guards, keys, merkle, record, seal
from luoshi.ledger.entry import COLUMNS, START, digest_of
from luoshi.ledger.tests.test_record import AT, draft
from luoshi.ledger.verify import verify

LEDGER = "CN-530100"
COUNT = 60


@contextmanager
def tampering() -> Iterator[Any]:
    """What an administrator with the database to himself can do; undone afterwards."""
    with transaction.atomic():
        guards.remove(connection)
        with connection.cursor() as cursor:
            yield cursor
        transaction.set_rollback(True)


@pytest.fixture
def roots(db: None, tmp_path: Path) -> Path:
    """A ledger with three seals and corrections in it; the roots as they were delivered outside."""
    out = tmp_path / "roots.jsonl"
    for part in range(3):
        fresh = [draft(n) for n in range(part * 20, part * 20 + 17)]
        changed = [draft(part * 20 + n, unit="税务局") for n in range(3)]
        record.append(fresh + changed, at=AT + timedelta(days=part))
        made = seal.seal(AT + timedelta(days=part))
        assert made is not None
        with out.open("a") as file:
            file.write(made.line() + "\n")
    return out


def test_a_sound_ledger_is_sound(roots: Path) -> None:
    record.append([draft(900)], at=AT)
    for report in (verify(), verify(roots)):
        assert report.told() == {
            "entries": COUNT + 1, "ok": True, "first_broken": None, "problems": [], "problem_count": 0, "warnings": [],
        }  # fmt: skip


@pytest.mark.django_db
def test_an_empty_ledger_without_seals_is_sound() -> None:
    assert (verify().ok, verify().entries) == (True, 0)
    record.append([draft()], at=AT)
    assert (verify().ok, verify().entries) == (True, 1)


def edit(cursor: Any, chance: random.Random) -> int:
    """One column of one row becomes something else."""
    position, column = chance.randint(1, COUNT), chance.choice(COLUMNS)
    cursor.execute(f"SELECT {column} FROM ledger_entry WHERE position = %s", [position])
    (old,) = cursor.fetchone()
    if column in ("position", "corrects"):
        new: Any = chance.choice([0, -1, 7, 10**6, 2**62])
    elif old and chance.random() < 0.7:
        at = chance.randrange(len(old))
        new = old[:at] + chance.choice("0a一 ") + old[at + 1 :]
    else:
        new = chance.choice(["", "x", (old or "") + " ", "{}", "2026-09-18T01:00:00.000000Z"])
    if new == old:
        new = 99 if column in ("position", "corrects") else f"{old}y"
    cursor.execute(f"UPDATE ledger_entry SET {column} = %s WHERE position = %s", [new, position])
    return 1 if column == "position" and new < 1 else position


def insert(cursor: Any, chance: random.Random) -> int:
    """A row slipped in: after the end, or in between with all later ones moved up."""
    at = chance.randint(1, COUNT + 1)
    cursor.execute("UPDATE ledger_entry SET position = -position WHERE position >= %s", [at])
    cursor.execute("UPDATE ledger_entry SET position = 1 - position WHERE position < 0")
    cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM ledger_entry WHERE position <> %s", [at])
    row = list(cursor.fetchone())
    row[1], row[14] = at, "slipped in"
    row[22] = digest_of(row)
    cursor.execute(f"INSERT INTO ledger_entry ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * 23)})", row)
    return at


def delete(cursor: Any, chance: random.Random) -> int:
    at = chance.randint(1, COUNT)
    cursor.execute("DELETE FROM ledger_entry WHERE position = %s", [at])
    return at


def cut(cursor: Any, chance: random.Random) -> int:
    at = chance.randint(1, COUNT)
    cursor.execute("DELETE FROM ledger_entry WHERE position >= %s", [at])
    return at


def drop_matter(cursor: Any, chance: random.Random) -> int:
    cursor.execute("SELECT matter, min(position) FROM ledger_entry GROUP BY matter ORDER BY matter")
    matter, at = chance.choice(cursor.fetchall())
    cursor.execute("DELETE FROM ledger_entry WHERE matter = %s", [matter])
    return int(at)


def swap(cursor: Any, chance: random.Random) -> int:
    """Two rows change places."""
    a, b = sorted(chance.sample(range(1, COUNT + 1), 2))
    for old, new in ((a, -1), (b, a), (-1, b)):
        cursor.execute("UPDATE ledger_entry SET position = %s WHERE position = %s", [new, old])
    return a


CHANGES = [edit, edit, edit, insert, delete, cut, drop_matter, swap]


def rechain(cursor: Any) -> None:
    """Every position, link and digest anew, and the head."""
    cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM ledger_entry ORDER BY position")
    before, rows = START, []
    for position, old in enumerate(cursor.fetchall(), 1):
        row = [LEDGER, position, *old[2:21], before]
        before = digest_of(row)
        rows.append([*row, before])
    cursor.execute("DELETE FROM ledger_entry")
    cursor.executemany(
        f"INSERT INTO ledger_entry ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * 23)})", rows
    )
    cursor.execute("UPDATE ledger_head SET position = %s, digest = %s", [len(rows), before])


def reseal(cursor: Any, key: Ed25519PrivateKey) -> None:
    """All seals made anew over what stands now."""
    cursor.execute("SELECT size, at FROM ledger_seal ORDER BY size")
    old = cursor.fetchall()
    cursor.execute("SELECT digest FROM ledger_entry ORDER BY position")
    leaves = [bytes.fromhex(d) for (d,) in cursor.fetchall()]
    cursor.execute("DELETE FROM ledger_seal")
    before = ""
    for size in dict.fromkeys(min(size, len(leaves)) for size, _ in old):
        tree = merkle.Frontier()
        for leaf in leaves[:size]:
            tree.add(leaf)
        made = seal.Seal(
            ledger=LEDGER, size=size, root=tree.root().hex(), at=old[0][1], previous_root=before, key=keys.public(key), signature="",
        )  # fmt: skip
        made = replace(made, signature=key.sign(made.statement()).hex())
        before = made.root
        cursor.execute(
            f"INSERT INTO ledger_seal ({', '.join(seal.COLUMNS)}) VALUES ({', '.join(['%s'] * 8)})",
            [*made.told().values(), seal.frontier_text(tree)],
        )


def rounds() -> int:
    return 1000 if connection.vendor == "sqlite" else 150


def test_a_thousand_changes_are_all_found(roots: Path) -> None:
    chance = random.Random(20260918)
    own, thief = keys.signing_key(), Ed25519PrivateKey.generate()
    found = 0
    while found < rounds():
        change, depth = (
            chance.choice(CHANGES),
            chance.choice(["bare", "bare", "chain", "seals", "stolen key"]),
        )
        with tampering() as cursor:
            try:
                with transaction.atomic():
                    at = change(cursor, chance)
                    if depth != "bare":
                        rechain(cursor)
            except DatabaseError:
                continue  # the database itself refused: a double position or occasion
            if depth == "seals":
                reseal(cursor, thief)
            if depth == "stolen key":
                reseal(cursor, own)
            guards.install(connection)
            if depth != "bare" and change is edit and nothing_left(cursor, roots):
                continue  # only chained columns were touched, and chaining anew healed them
            if depth != "bare" and at > COUNT:
                continue  # an entry properly added after the last root: nothing that stood was changed
            bare = verify()
            report = verify(roots)
        told = (change.__name__, depth, at, report.told())
        assert not report.ok, told
        assert report.first_broken is not None, told
        assert depth == "stolen key" or not bare.ok, told
        if depth == "bare" and change is insert:
            assert report.first_broken in (at, at + 1), told  # a forged row may itself be in order
        elif depth == "bare":
            assert report.first_broken == at, told
        else:
            # Chained anew: after the last root that holds, or the first entry that is missing at the end.
            assert report.first_broken <= at or report.first_broken == report.entries + 1, told
        found += 1


def nothing_left(cursor: Any, roots: Path) -> bool:
    cursor.execute("SELECT digest FROM ledger_entry ORDER BY position")
    tree = merkle.root(bytes.fromhex(d) for (d,) in cursor.fetchall())
    return tree.hex() in roots.read_text()


@pytest.mark.parametrize("name", ["ledger_entry", "ledger_seal"])
def test_a_missing_guard_is_found(roots: Path, name: str) -> None:
    with tampering():
        report = verify()
        assert not report.ok
        assert name in str(report.problems)


def test_a_head_changed_or_gone_is_found(roots: Path) -> None:
    for statement, at in (
        ("DELETE FROM ledger_head", None),
        ("UPDATE ledger_head SET position = 59", 60),
        ("UPDATE ledger_head SET position = 61", 61),
        ("UPDATE ledger_head SET digest = ''", 60),
    ):
        with tampering() as cursor:
            cursor.execute(statement)
            guards.install(connection)
            report = verify()
        assert (report.ok, report.first_broken) == (False, at), statement


def test_a_seal_changed_or_gone_is_found(roots: Path) -> None:
    for statement in (
        "DELETE FROM ledger_seal WHERE size = 20",
        "DELETE FROM ledger_seal WHERE size = 60",
        "UPDATE ledger_seal SET root = 'ab' WHERE size = 40",
        "UPDATE ledger_seal SET at = '' WHERE size = 40",
        "UPDATE ledger_seal SET key = 'zz' WHERE size = 40",
        "UPDATE ledger_seal SET signature = '' WHERE size = 40",
        "UPDATE ledger_seal SET frontier = '' WHERE size = 60",
        "UPDATE ledger_seal SET previous_root = '' WHERE size = 60",
        "UPDATE ledger_seal SET size = 59 WHERE size = 60",
        "UPDATE ledger_seal SET ledger = 'other' WHERE size = 60",
    ):
        with tampering() as cursor:
            cursor.execute(statement)
            guards.install(connection)
            assert not verify(roots).ok, statement


def test_everything_removed_is_found_by_the_outside_roots(roots: Path) -> None:
    with tampering() as cursor:
        for table in ("entry", "head", "seal", "bookmark", "delivery"):
            cursor.execute(f"DELETE FROM ledger_{table}")
        guards.install(connection)
        assert verify().ok
        report = verify(roots)
    assert (report.ok, report.first_broken, report.entries) == (False, 1, 0)


def test_a_file_of_roots_with_torn_lines_is_used_as_far_as_it_goes(roots: Path) -> None:
    whole = roots.read_text()
    roots.write_text(f"not json\n\n{whole}" + '{"ledger":"\\ud800"}\n[]\n' + whole[:90])
    report = verify(roots)
    assert report.ok
    assert len(report.warnings) == 4
    roots.write_bytes(b"\xff\xfe nothing")
    with pytest.raises(CouldNot, match="roots"):
        verify(roots)
