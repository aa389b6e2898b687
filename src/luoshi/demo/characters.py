"""How the units of the sample city work: honest variety, and six habits that are not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Character:
    """Chances and measures of one way of working.

    `pace` is the usual share of a promise that is used, `even` how little it varies (the larger the more even).
    The chances are of a case: told to correct, told again, stopped, refused, handed to another unit, left without an
    answer, forgotten, entered late, through the fast lane. `habit` names a seeded misbehaviour, or is empty.
    """

    name: str
    pace: float = 0.55
    even: float = 7.0
    corrects: float = 0.12
    again: float = 0.03
    pauses: float = 0.30
    refuses: float = 0.03
    unreasoned: float = 0.0
    hands_over: float = 0.01
    silent: float = 0.004
    forgets: float = 0.004
    late_entry: float = 0.01
    fast: float = 0.02
    commits: float = 0.35
    explains: float = 0.7
    habit: str = ""


ORDINARY = Character("ordinary")
CHARACTERS: Mapping[str, Character] = {
    it.name: it
    for it in (
        ORDINARY,
        Character("quick", pace=0.38, corrects=0.07, silent=0.001, forgets=0.001, late_entry=0.004),
        Character("thorough", pace=0.66, even=12.0, corrects=0.18, silent=0.001, forgets=0.001),
        Character("slow", pace=0.82, even=9.0, corrects=0.16, silent=0.01, forgets=0.015, explains=0.4),
        Character("silent", pace=0.7, corrects=0.1, silent=0.09, forgets=0.02, unreasoned=0.15, explains=0.3),
        replace(ORDINARY, name="bunching", habit="bunching"),
        replace(ORDINARY, name="padded", pace=0.16, even=6.0, habit="padding"),
        replace(ORDINARY, name="stopping", pace=0.6, corrects=0.22, again=0.25, habit="stopping"),
        replace(ORDINARY, name="reclassifying", habit="reclassifying"),
        replace(ORDINARY, name="back_entering", habit="back_entering"),
        replace(ORDINARY, name="favouring", fast=0.1, habit="favouring"),
    )
}
"""`pauses` is the chance that an item which needs a special procedure is stopped for it; 'stopping' stops others too."""
