"""What this office says of itself on paper: its short names, who reviews its decisions, who supervises.

`LUOSHI_HOME/papers.toml`, optional:

    [units."春城市水务局"]            # by official name or code
    word = "春水"                    # 机关代字; the full name stands in its place otherwise
    review = "春城市人民政府"         # 行政复议机关
    court = "春城铁路运输法院"        # the court named on decisions
    [words]
    acceptance = "许受"              # what follows the unit's word in the number of a kind of paper
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.org.models import Unit

COURT = "有管辖权的人民法院"
FIELDS = {"word", "review", "court"}


@dataclass(frozen=True, slots=True)
class Office:
    """The body that signs: its official name, its word, and where its decisions are reviewed."""

    name: str
    word: str
    review: str
    court: str


def path() -> Path:
    return Path(settings.LUOSHI_HOME) / "papers.toml"


def told() -> Mapping[str, Any]:
    """What papers.toml says; empty without one. CouldNot names the fault."""
    try:
        found = tomllib.loads(path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        raise wrong(str(failure)) from failure
    units, words = found.get("units", {}), found.get("words", {})
    extra = set(found) - {"units", "words"}
    if extra or not isinstance(units, dict) or not isinstance(words, dict):
        raise wrong(say(f"不认识 {'、'.join(sorted(extra))}", f"unknown {', '.join(sorted(extra))}"))
    for name, one in units.items():
        if (
            not isinstance(one, dict)
            or set(one) - FIELDS
            or not all(isinstance(v, str) for v in one.values())
        ):
            raise wrong(
                say(f"单位 {name} 只能写 word、review、court", f"unit {name} may have word, review and court")
            )
    return found


def wrong(why: str) -> CouldNot:
    return CouldNot(say(f"papers.toml 有误：{why}", f"papers.toml is wrong: {why}"))


def office(unit: str) -> Office:
    """The body of that official name or code. Its decisions are reviewed by the government it belongs to."""
    known = Unit.objects.filter(name=unit).first() or Unit.objects.filter(code=unit).first()
    name = known.name if known else unit
    own = told().get("units", {})
    one = own.get(name) or (known and own.get(known.code)) or {}
    return Office(
        name, one.get("word") or name, one.get("review") or government(known), one.get("court") or COURT
    )


def government(unit: Unit | None) -> str:
    """The people's government whose department this is (行政复议法 第二十四条第一款第一项)."""
    above = unit
    while above is not None and above.kind not in (Unit.Kind.CITY, Unit.Kind.DISTRICT):
        above = above.parent
    return f"{above.name.removesuffix('人民政府')}人民政府" if above else "本级人民政府"


def suffix(kind: str, usual: str) -> str:
    """What follows the unit's word in the numbers of this kind of paper."""
    return str(told().get("words", {}).get(kind) or usual)
