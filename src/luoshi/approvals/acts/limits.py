"""The limits an act sets or meets, as entries."""

from datetime import date

from luoshi.approvals.actor import Actor
from luoshi.approvals.acts.base import put
from luoshi.approvals.case import Case
from luoshi.catalogue.definition import Step
from luoshi.ledger.book import Book

ORDINARY = "CLK-02"
BEFORE = ("收件", "受理")
AFTER = ("送达", "制证送达")
"""Steps that an act of its own brings about: acceptance before all others, delivery after the decision (CLK-05)."""


def set_terms(book: Book, case: Case, by: Actor) -> None:
    """The item's promise, and its statutory term where it is not the ordinary one. Both run from acceptance."""
    it = case.definition
    if it is None:
        return
    if it.statutory and (it.clock != ORDINARY or it.own_statute):
        put(
            book, case, by, "clocks.set", clock=it.clock, grade="statutory", amount=it.statutory.amount,
            per=it.statutory.unit,
        )  # fmt: skip
    if it.promise:
        put(
            book, case, by, "clocks.set", clock="promise", grade="promise", amount=it.promise.amount,
            per=it.promise.unit,
        )  # fmt: skip


def first_step(book: Book, case: Case, by: Actor, *, turn: int = 1) -> None:
    """Where the item counts filing or acceptance as its first step, its limit runs from each filing."""
    steps = case.definition.steps if case.definition else ()
    if steps and steps[0].name in BEFORE and not case.step:
        start(book, case, by, steps[0], turn=turn)


def rest(book: Book, case: Case, by: Actor) -> None:
    """While the applicant mends the papers, no step of ours runs."""
    if case.step:
        met(book, case, by, "step", case.step)


def step_on(book: Book, case: Case, by: Actor) -> str:
    """The step that runs is done, the next that has a limit begins; its name, or "" where none is left."""
    steps = list(case.definition.steps) if case.definition else []
    names = [step.name for step in steps]
    if case.step:
        met(book, case, by, "step", case.step)
    done = names.index(case.step) + 1 if case.step in names else 0
    following = next((s for s in steps[done:] if s.limit and s.name not in (*BEFORE, *AFTER)), None)
    if following is None:
        return ""
    start(book, case, by, following)
    return following.name


def start(book: Book, case: Case, by: Actor, step: Step, *, turn: int = 1) -> None:
    """A step's limit begins; a step that is done again has its turn in its name, since a limit is set once."""
    name = step.name if turn == 1 else f"{step.name} {turn}"
    if step.limit:
        put(
            book, case, by, "clocks.set", clock="step", instance=name, grade="step", amount=step.limit.amount,
            per=step.limit.unit,
        )  # fmt: skip


def follow_up(
    book: Book, case: Case, by: Actor, *, clock: str, instance: str, until: date, since: date
) -> None:
    """Something owed after the decision, by a day; it ends only when it is met."""
    put(
        book, case, by, "clocks.set", clock=clock, instance=instance, grade="follow_up", amount=(until - since).days,
        per="day",
    )  # fmt: skip


def met(book: Book, case: Case, by: Actor, clock: str, instance: str = "") -> None:
    put(book, case, by, "clocks.met", clock=clock, instance=instance)
