"""Everything that can be done about joint meetings. Each takes the open `book` and who acts, and refuses in words."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from luoshi.law.errors import CouldNot
from luoshi.law.typed import Missing, ahead, chosen, fitting, needed, told
from luoshi.law.words import say
from luoshi.ledger import read as entries
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI
from luoshi.ledger.numbering import begun, following
from luoshi.meetings.events import ISSUE, MEETING
from luoshi.meetings.models import Issue, Meeting
from luoshi.meetings.reading import Held, read
from luoshi.org.actor import Actor
from luoshi.org.bodies import OFFICE, bodies, body, unit_of

MINUTES = 50_000


def of_office(by: Actor) -> None:
    if by.standing.read_only or not any(role in OFFICE for role, _ in by.standing.held):
        raise CouldNot(
            say(
                "联席会议由效能办召集和记录",
                "Joint meetings are the efficiency office's to convene and record",
            )
        )


def held(book: Book, matter: str) -> Held:
    """The meeting or issue as this book leaves it, kept from everybody else until the book is closed."""
    book.hold(matter)
    it = read(book.ledger, matter, [*entries.current([matter], ledger=book.ledger), *book.written(matter)])
    if it.meeting is None and it.issue is None:
        raise CouldNot(say(f"没有 {matter}：请核对编号", f"There is no {matter}: check its number"))
    return it


def meeting_of(book: Book, matter: str) -> tuple[int, Meeting]:
    it = held(book, matter)
    if it.meeting is None:
        raise CouldNot(say(f"{matter} 不是会议", f"{matter} is no meeting"))
    return it.size, it.meeting


def issue_of(book: Book, matter: str) -> tuple[Held, Issue]:
    it = held(book, matter)
    if it.issue is None:
        raise CouldNot(say(f"{matter} 不是议题", f"{matter} is no issue"))
    return it, it.issue


def begin(book: Book, by: Actor, matter: str, name: str, **values: Any) -> str:
    book.record(
        matter=matter, kind=f"meetings.{name}", occasion=begun(matter), officer=by.name, source=by.source,
        unit=unit_of(by), payload=told(**values),
    )  # fmt: skip
    return matter


def put(
    book: Book, by: Actor, matter: str, size: int, name: str, *, to_unit: str = "", **values: Any
) -> None:
    n = size + sum(draft.matter == matter for draft in book.drafts)
    book.record(
        matter=matter, kind=f"meetings.{name}", occasion=f"{matter}:{name}:{n}", officer=by.name, source=by.source,
        unit=unit_of(by), to_unit=to_unit, payload=told(**values),
    )  # fmt: skip


def raise_issue(
    *, book: Book, by: Actor, cause: str, title: str, unit: str = "", of: Sequence[str] = (), text: str = ""
) -> str:
    """Raise an issue for the next meeting; its matter. `of` are the matters it is about; the same is not raised twice."""
    of_office(by)
    chosen("cause", cause, Issue.Cause.values, "请选议题来源", "Choose why it comes up")
    title = needed("title", title, "请写议题", "Say what the issue is", longest=200)
    about = body(unit).told() if unit else None
    if of:
        for known in Issue.objects.filter(ledger=book.ledger).exclude(state="decided"):
            if set(of) & set(known.of) and known.cause == cause:
                raise CouldNot(
                    say(
                        f"{known.matter} 已是待议议题“{known.title}”",
                        f"{known.matter} “{known.title}” is on the list already",
                    )
                )
    return begin(
        book, by, following(book, ISSUE, Issue), "issue_raised", cause=cause, item=title, body=about, of=list(of),
        text=fitting("text", text),
    )  # fmt: skip


def convene(
    *, book: Book, by: Actor, title: str, on: date | None, members: Iterable[str], issues: Sequence[str]
) -> str:
    """Convene a meeting; its matter. Every issue on the agenda is still to be decided."""
    of_office(by)
    title = needed("title", title, "请写会议名称", "Give the meeting's name", longest=200)
    if on is None or on < book.at.astimezone(SHANGHAI).date():
        raise Missing("on", say("会议日期不能早于今天", "It cannot lie in the past"))
    found = bodies(members, "members")
    if not issues:
        raise Missing(
            "issues",
            say("请选至少一个议题：没有议题不开会", "Choose at least one issue: no issue, no meeting"),
        )
    matter = following(book, MEETING, Meeting)
    for one in dict.fromkeys(issues):
        it, issue = issue_of(book, one)
        if issue.state not in ("raised", "deferred"):
            raise Missing(
                "issues", say(f"{one} 已在议程上或已议定", f"{one} is on an agenda or decided already")
            )
        put(book, by, one, it.size, "tabled", of=matter)
    return begin(
        book, by, matter, "convened", item=title, on=on, members=[one.told() for one in found],
        issues=list(dict.fromkeys(issues)),
    )  # fmt: skip


def hold(*, book: Book, by: Actor, matter: str, present: Iterable[str]) -> None:
    """The meeting took place; who of its members came is on record, and who did not."""
    of_office(by)
    size, it = meeting_of(book, matter)
    if it.state != "convened":
        raise CouldNot(say("会议已经召开", "It took place already"))
    came = [one.name for one in bodies(present, "present")]
    if strangers := [name for name in came if name not in it.members]:
        names = say("、", ", ").join(strangers)
        raise Missing("present", say(f"不是会议成员：{names}", f"Not among its members: {names}"))
    absent = [name for name in it.members if name not in came]
    put(book, by, matter, size, "held", present=came, absent=absent)


def on_the_table(book: Book, matter: str, issue: str) -> tuple[Held, Issue]:
    _, meeting = meeting_of(book, matter)
    if meeting.state != "held":
        raise CouldNot(
            say("会议还没有召开，或纪要已经印发", "The meeting is not held yet, or its minutes are issued")
        )
    it, found = issue_of(book, issue)
    if issue not in meeting.issues or found.state != "tabled" or found.meeting != matter:
        raise CouldNot(say(f"{issue} 不是本次会议待议的议题", f"{issue} is not on this meeting's table"))
    return it, found


def defer(*, book: Book, by: Actor, matter: str, issue: str, text: str) -> None:
    """Discussed and not decided; the reason is kept. A second time it is seen (议而不决)."""
    of_office(by)
    it, found = on_the_table(book, matter, issue)
    text = needed("text", text, "请写未议定的原因和下一步", "Say why it was not decided, and what comes next")
    put(
        book,
        by,
        issue,
        it.size,
        "discussed",
        of=matter,
        instance=str(found.discussed + 1),
        outcome="deferred",
        text=text,
    )


def decide(
    *,
    book: Book,
    by: Actor,
    matter: str,
    issue: str,
    lead: str,
    title: str,
    until: date | None,
    text: str = "",
) -> str:
    """Decided: which unit does what by when; the instance of the decision, to be drafted as a task."""
    of_office(by)
    it, found = on_the_table(book, matter, issue)
    of = body(lead, "lead")
    title = needed("title", title, "请写议定事项", "Say what was decided", longest=200)
    until = ahead("until", until, book.at.astimezone(SHANGHAI).date())
    text = fitting("text", text)
    put(
        book,
        by,
        issue,
        it.size,
        "discussed",
        of=matter,
        instance=str(found.discussed + 1),
        outcome="decided",
        text=text,
    )
    instance = str(len(it.decisions) + 1)
    put(
        book, by, issue, it.size, "decided", to_unit=of.name, of=matter, instance=instance, lead=of.told(), item=title,
        until=until, text=text,
    )  # fmt: skip
    return instance


def task_made(*, book: Book, by: Actor, issue: str, instance: str, task: str) -> None:
    """The decision was drafted as a task."""
    of_office(by)
    it, _ = issue_of(book, issue)
    decision = it.decisions.get(instance)
    if decision is None or decision.task:
        raise CouldNot(
            say("没有这一议定事项，或已立项", "There is no such decision, or it is a task already")
        )
    put(book, by, issue, it.size, "task_made", of=task, instance=instance)


def minute(*, book: Book, by: Actor, matter: str, text: str, document: str) -> None:
    """Issue the minutes. Every issue on the table was decided or deferred by then."""
    of_office(by)
    size, it = meeting_of(book, matter)
    if it.state != "held":
        raise CouldNot(
            say("会议还没有召开，或纪要已经印发", "The meeting is not held yet, or its minutes are issued")
        )
    if left := [
        one
        for one in it.issues
        if (found := issue_of(book, one)[1]).state == "tabled" and found.meeting == matter
    ]:
        names = say("、", ", ").join(left)
        raise CouldNot(say(f"议题还没有结果：{names}", f"Nothing is on record for: {names}"))
    text = needed("text", text, "请写纪要", "Write the minutes", longest=MINUTES)
    document = needed("document", document, "请写纪要文号", "Give the number of the minutes", longest=100)
    put(book, by, matter, size, "minuted", text=text, document=document)
