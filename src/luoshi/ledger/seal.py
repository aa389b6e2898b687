"""Sealing: a signed Merkle root over everything so far, kept and delivered out of our own reach."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import connection, transaction

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger import keys, merkle, read, record, sql
from luoshi.ledger.canonical import canonical
from luoshi.ledger.entry import instant

COLUMNS = ("ledger", "size", "root", "at", "previous_root", "key", "signature", "frontier")
_PAGE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A root over the first `size` entries of a ledger, signed by `key` (hex, as root and signature)."""

    ledger: str
    size: int
    root: str
    at: str
    previous_root: str
    key: str
    signature: str

    def statement(self) -> bytes:
        """What is signed, in RFC 8785 form."""
        told = asdict(self)
        del told["key"], told["signature"]
        return canonical(told)

    def holds(self) -> bool:
        """Was it signed by the key it names?"""
        return keys.signed(self.statement(), self.key, self.signature)

    def told(self) -> dict[str, str | int]:
        """As JSON wants it."""
        return asdict(self)

    def line(self) -> str:
        """As it is delivered outside: one line of JSON."""
        return canonical(asdict(self)).decode()


def digests(start: int, end: int, *, ledger: str) -> Iterator[bytes]:
    """The leaves of the tree: digests at positions start+1 … end, read page by page."""
    while start < end:
        upto = min(end, start + _PAGE)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT digest FROM ledger_entry WHERE ledger = %s AND position > %s AND position <= %s "
                "ORDER BY position",
                [ledger, start, upto],
            )
            page = cursor.fetchall()
        if len(page) != upto - start:
            raise broken()
        try:
            yield from (bytes.fromhex(digest) for (digest,) in page)
        except (ValueError, TypeError) as wrong:
            raise broken() from wrong
        start = upto


def broken() -> CouldNot:
    return CouldNot(
        say(
            "账本与已有封签对不上：先运行 luoshi verify 查明再封签",
            "The ledger does not agree with its seals: run luoshi verify before sealing or proving",
        )
    )


def seals(*, ledger: str) -> list[Seal]:
    """All seals of a ledger, the oldest first."""
    return [found for found, _ in _stored(ledger, "ASC")]


def last(*, ledger: str, count: int = 1) -> list[Seal]:
    """The last seals, the newest first."""
    return [found for found, _ in _stored(ledger, f"DESC LIMIT {count:d}")]


def _stored(ledger: str, order: str) -> list[tuple[Seal, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(COLUMNS)} FROM ledger_seal WHERE ledger = %s ORDER BY size {order}", [ledger]
        )
        return [(Seal(**dict(zip(COLUMNS[:-1], row, strict=False))), row[-1]) for row in cursor.fetchall()]


def seal(at: datetime, ledger: str | None = None) -> Seal | None:
    """Sign the root over all entries and keep it; deliver it with `delivery.deliver`.

    Gives the last seal when nothing was written since, None when there is nothing at all. Only entries
    after the last seal are hashed. Raises CouldNot when the ledger disagrees with its last seal.
    """
    ledger = ledger or sql.default_ledger()
    size, _ = read.head(ledger=ledger)
    before = next(iter(_stored(ledger, "DESC LIMIT 1")), None)
    tree = _frontier(before)
    if size < tree.size:
        raise broken()
    if size == tree.size:
        return before[0] if before else None
    for digest in digests(tree.size, size, ledger=ledger):
        tree.add(digest)
    made = _signed(tree, before[0].root if before else "", ledger, at)
    # Hashing many entries takes a while and holds nobody up; only keeping the seal takes the lock.
    with transaction.atomic():
        record.lock(ledger)
        now = next(iter(last(ledger=ledger)), None)
        if now and now.size > (before[0].size if before else 0):
            return now  # somebody else sealed meanwhile
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO ledger_seal ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})",
                [*asdict(made).values(), frontier_text(tree)],
            )
    return made


def _signed(tree: merkle.Frontier, previous_root: str, ledger: str, at: datetime) -> Seal:
    key = keys.signing_key()
    made = Seal(
        ledger=ledger, size=tree.size, root=tree.root().hex(), at=instant(at, "at"),
        previous_root=previous_root, key=keys.public(key), signature="",
    )  # fmt: skip
    return replace(made, signature=key.sign(made.statement()).hex())


def frontier_text(tree: merkle.Frontier) -> str:
    return "".join(peak.hex() for peak in tree.peaks)


def _frontier(before: tuple[Seal, str] | None) -> merkle.Frontier:
    """The tree as it stood at the last seal, if that seal still holds."""
    if before is None:
        return merkle.Frontier()
    sealed, text = before
    try:
        peaks = [bytes.fromhex(text[i : i + 64]) for i in range(0, len(text), 64)]
        tree = merkle.Frontier(sealed.size, peaks)
    except ValueError as wrong:
        raise broken() from wrong
    if tree.root().hex() != sealed.root or not sealed.holds():
        raise broken()
    return tree
