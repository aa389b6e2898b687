"""What can happen, each kind told in one place: its title, its sentence, who may see it, what it binds."""

from dataclasses import dataclass
from typing import Literal

from luoshi.law.words import say

Binds = Literal["act", "statutory", "internal", "escalation", "record"]
Visibility = Literal["public", "staff", "supervision"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One kind of entry.

    `binds` says what it may do: an `act` is done by a person; a `statutory` effect may change a
    matter's legal state and must cite an article; an `internal` one moves joint work on; an
    `escalation` tells a person; a `record` only notes. `about` says whom or what it is about: no
    event about a person may have the law as its actor.
    """

    kind: str
    title: tuple[str, str]
    sentence: tuple[str, str]
    visibility: Visibility = "staff"
    binds: Binds = "act"
    about: Literal["matter", "unit", "person", "ledger"] = "matter"
    citation: str = ""
    changes_state: bool = False

    def __post_init__(self) -> None:
        if self.binds == "statutory" and not self.citation:
            raise ValueError(f"{self.kind}: a statutory event cites its article")

    def said(self) -> str:
        return say(*self.title)

    def told(self) -> str:
        return say(*self.sentence)


EVENTS: dict[str, Event] = {}


def declare(*events: Event) -> None:
    """Make kinds known. Declaring the same kind in two words is a mistake in the code."""
    for event in events:
        known = EVENTS.setdefault(event.kind, event)
        if known != event:
            raise ValueError(f"{event.kind} is declared twice, differently")
