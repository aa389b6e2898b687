"""Independent samples of write-offs: who is drawn, in what order, and when enough was seen. Pure functions.

The seed is the digest of the ledger's head at the moment of drawing. It is salted, so nobody can foresee it; it is
recorded with the position, so everybody can draw again and compare.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import ceil, log

THOUSAND = 1000


@dataclass(frozen=True, slots=True, order=True)
class WriteOff:
    """A claim that was written off. `repeated`: returned or opened again before, so looked at whatever the lot says."""

    of: str
    instance: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Of Wald's test: the share of false ones tolerated and the one not to be borne, and the two risks; per mille."""

    tolerated: int
    intolerable: int
    alpha: int
    beta: int


def lot(seed: str, one: WriteOff) -> bytes:
    return sha256(f"{seed}\x1f{one.of}\x1f{one.instance}".encode()).digest()


def drawn(seed: str, population: Iterable[WriteOff], share: int) -> list[WriteOff]:
    """The sample in the order in which it is looked at: everything repeated first, then the rest by lot.

    Of the rest at least `share` per mille, rounded up.
    """
    every = sorted(set(population))
    repeated = [one for one in every if one.repeated]
    rest = sorted((one for one in every if not one.repeated), key=lambda one: lot(seed, one))
    return repeated + rest[: ceil(len(rest) * share / THOUSAND)]


def verdict(outcomes: Sequence[bool], limits: Limits) -> str:
    """What the sequential test (SPRT) says of those looked at so far: `sound`, `falsified`, or "" for go on.

    `outcomes` are in order, True where the write-off was true.
    """
    p0, p1 = limits.tolerated / THOUSAND, limits.intolerable / THOUSAND
    alpha, beta = limits.alpha / THOUSAND, limits.beta / THOUSAND
    false = sum(not one for one in outcomes)
    said = false * log(p1 / p0) + (len(outcomes) - false) * log((1 - p1) / (1 - p0))
    if said >= log((1 - beta) / alpha):
        return "falsified"
    return "sound" if said <= log(beta / (1 - alpha)) else ""


def concluded(items: Sequence[tuple[bool, bool | None]], limits: Limits) -> str:
    """`sound` or `falsified` once enough was looked at, else "".

    `items` are (repeated, outcome) in order, outcome None where not looked at. Everything repeated is looked at
    in any case; when all are, one false suffices.
    """
    if any(repeated and outcome is None for repeated, outcome in items):
        return ""
    seen = [outcome for _, outcome in items if outcome is not None]
    if len(seen) == len(items):
        return "sound" if all(seen) else "falsified"
    return verdict(seen, limits)
