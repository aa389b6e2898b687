"""Invented people: numbers of a place that does not exist (99 is no province), with the right check digit."""

from typing import Any

from luoshi.sealed.identity import SIGNS, WEIGHTS, Identity


def person_number(n: int = 1) -> str:
    body = f"99000020000101{n:03}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


def organisation_number(n: int = 1) -> str:
    body = f"Y99900000000000{n:02}"
    return body + SIGNS[-sum(SIGNS.index(s) * 3**i for i, s in enumerate(body)) % 31]


def somebody(n: int = 1, **told: Any) -> Identity:
    values = {
        "kind": "person",
        "name": f"某某{n}",
        "number": person_number(n),
        "phone": "000-0000000",
        "address": "虚构路",
    }
    return Identity(**values | told)
