"""One text for one value: JSON as RFC 8785 wants it, so that a digest can be computed again by anyone."""

from typing import Any

import orjson
import rfc8785

# Datetimes, dataclasses and subclasses have no JSON form of their own: refuse them rather than guess.
_OPTIONS = (
    orjson.OPT_SORT_KEYS
    | orjson.OPT_STRICT_INTEGER
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)
_SIMPLE = frozenset((str, int, bool, type(None)))

UNCANONICAL = (TypeError, ValueError, RecursionError)


def canonical(value: Any) -> bytes:
    """UTF-8 bytes of `value` in RFC 8785 form.

    str, int (within ±2^53−1), bool, None, float, list and dict with text keys; anything else raises
    one of UNCANONICAL. orjson agrees with RFC 8785 wherever there are no floats and no key outside the
    basic plane (UTF-16 order differs there); those go to the reference library.
    """
    if (
        type(value) is dict
        and _SIMPLE.issuperset(map(type, value.values()))
        and "".join(value).isascii()  # the usual payload, seen without a loop of ours
    ) or _plain(value):
        return orjson.dumps(value, option=_OPTIONS)
    return bytes(rfc8785.dumps(value))


def _plain(value: Any) -> bool:
    kind = type(value)
    if kind is dict:
        for key, inner in value.items():
            if type(key) is not str or (not key.isascii() and max(key) > "\uffff"):
                return False
            if type(inner) not in _SIMPLE and not _plain(inner):
                return False
        return True
    if kind is list:
        return all(type(inner) in _SIMPLE or _plain(inner) for inner in value)
    return kind in _SIMPLE
