"""带着问题下去、拿着答案上来: what research finds has an owner, and an answer comes back."""

from collections.abc import Sequence
from datetime import date

from luoshi.inspections.acts.base import begin, kept, put
from luoshi.inspections.events import RESEARCH
from luoshi.inspections.records import Research
from luoshi.law.errors import CouldNot
from luoshi.law.typed import Missing, fitting, needed
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI
from luoshi.ledger.numbering import following
from luoshi.org.actor import Actor
from luoshi.org.bodies import HANDLING, OFFICE, Body, body, over, unit_of


def research(
    *, book: Book, by: Actor, title: str, on: date, problems: Sequence[tuple[str, str]], place: str = "", of: str = ""
) -> str:  # fmt: skip
    """Record a piece of research; its matter. `problems` are pairs of text and unit; `of` the decision it prepares."""
    if by.standing.read_only or not any(role in HANDLING | OFFICE for role, _ in by.standing.held):
        raise CouldNot(
            say("调研由承办人、负责人或效能办记录", "Research is recorded by handlers, heads or the office")
        )
    title = needed("title", title, "请写调研事项", "Say what it was about", longest=200)
    if on > book.at.astimezone(SHANGHAI).date():
        raise Missing("on", say("调研日期不能在今天之后", "It cannot lie ahead"))
    if not problems:
        raise Missing("problems", say("请写至少一个问题", "Give at least one problem"))
    told = [
        {
            "n": n,
            "text": needed("problems", words, "请写问题", "Say what the problem is"),
            **body(unit).told(),
        }
        for n, (words, unit) in enumerate(problems, 1)
    ]
    return begin(
        book, by, following(book, RESEARCH, Research), "researched", item=title, on=on, problems=told,
        place=fitting("place", place, longest=200), of=of.strip()[:200],
    )  # fmt: skip


def answer(*, book: Book, by: Actor, matter: str, n: int, text: str) -> None:
    """The unit concerned answers a problem, once."""
    it = kept(book, matter)
    problem = it.problems.get(n)
    if problem is None or problem.answered_at:
        raise CouldNot(say("没有待答复的这一问题", "No such problem is waiting for an answer"))
    if not over(by, HANDLING, Body(problem.unit, problem.unit_name)):
        raise CouldNot(say(f"由 {problem.unit_name} 答复", f"This is for {problem.unit_name} to answer"))
    text = needed("text", text, "请写答复", "Give the answer")
    put(book, by, matter, it.size, "problem_answered", unit=unit_of(by), n=n, text=text)
