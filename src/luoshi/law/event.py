"""What can happen, each kind told in one place: its title, its sentence, who may see it, what it binds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
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


class Kinds(Mapping[str, Event]):
    """Every kind of entry by its name.

    The modules that tell the kinds of the mechanisms load the engine, which takes seconds; they are
    imported when a kind is first looked up, so that commands which ask of none start at once.
    """

    def __init__(self) -> None:
        self.known: dict[str, Event] = {}
        self.later: tuple[str, ...] = ()

    def told_in(self, module: str) -> None:
        """More kinds are declared by this module, when somebody asks."""
        self.later = (*self.later, module)

    def _all(self) -> dict[str, Event]:
        for module in self.later:
            import_module(module)  # waits for another thread that is at it
        self.later = ()
        return self.known

    def __getitem__(self, kind: str) -> Event:
        return self._all()[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


EVENTS = Kinds()


def declare(*events: Event) -> None:
    """Make kinds known. Declaring the same kind in two words is a mistake in the code."""
    for event in events:
        known = EVENTS.known.setdefault(event.kind, event)
        if known != event:
            raise ValueError(f"{event.kind} is declared twice, differently")
