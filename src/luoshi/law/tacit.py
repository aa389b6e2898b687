"""What follows from silence (超时默认): the closed list of tacit effects, read strictly.

Only `statutory_tacit` may change a legal state by itself; `statutory_against` needs a person's
finding; everything not listed is `timeout_escalate`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from luoshi.law.errors import CouldNot
from luoshi.law.files import load
from luoshi.law.notice import chain
from luoshi.law.period import Period
from luoshi.law.registry import CLOCKS, pair
from luoshi.law.words import say

FILE = Path(__file__).with_name("tacit.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tacit:
    """One effect of silence: its type, the clock it waits for, the kind of entry that records it."""

    type: str
    title: tuple[str, str]
    source: str
    status: str
    clock: str = ""
    kind: str = ""
    jurisdiction: str = "CN"
    period: Period | None = None
    roll: bool = False

    def said(self) -> str:
        return say(*self.title)

    @property
    def changes_state(self) -> bool:
        """May the software itself change a matter's legal state on it?"""
        return self.type == "statutory_tacit" and self.status == "verified"


def _effect(told: dict[str, Any], types: Mapping[str, Any]) -> Tacit:
    extra = set(told) - {f.name for f in fields(Tacit)}
    absent = {"type", "title", "source", "status"} - set(told)
    if extra or absent:
        raise CouldNot(f"{FILE.name}: {told.get('title')}: {sorted(extra)} / {sorted(absent)}")
    if told["type"] not in types or told["status"] not in ("verified", "unverified"):
        raise CouldNot(f"{FILE.name}: {told['title']}: {told['type']} / {told['status']}")
    if told.get("clock") and told["clock"] not in CLOCKS:
        raise CouldNot(f"{FILE.name}: {told['title']}: {told['clock']}")
    chain(told.get("jurisdiction", "CN"))
    period = Period.parse(told["period"]) if "period" in told else None
    return Tacit(**{**told, "title": pair(FILE, told["source"], told["title"]), "period": period})


def types() -> Mapping[str, tuple[str, str]]:
    """Every type, strongest first: its name and what the software does on it, in the reader's language."""
    return {key: (say(*one["name"]), say(*one["does"])) for key, one in _read()["types"].items()}


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    told: dict[str, Any] = load(FILE)
    return told


@lru_cache(maxsize=1)
def effects() -> tuple[Tacit, ...]:
    """The catalogue, in its order."""
    told = _read()
    return tuple(_effect(one, told["types"]) for one in told["effects"])


def on_silence(clock_id: str) -> Tacit | None:
    """What silence on a clock brings about; None: nothing but escalation."""
    return next((one for one in effects() if one.clock == clock_id), None)
