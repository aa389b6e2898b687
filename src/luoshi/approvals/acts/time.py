"""What stops or lengthens a term: one of the eight grounds, or an extension asked for in time. Nothing else does."""

from datetime import date, datetime, time

from luoshi.approvals.actor import Actor
from luoshi.approvals.acts.base import Files, Missing, begin, chosen, needed, put
from luoshi.approvals.case import Case, Pause
from luoshi.approvals.terms import extension_of
from luoshi.approvals.words import ANSWERS, day, lawful_grounds, listed
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI

NOTICE, EXTENSION = "特别程序时间告知书", "延期告知书"


def pause(
    *, book: Book, by: Actor, matter: str, ground: str, document: str, expected: date, files: Files = ()
) -> None:
    """Stop the clock on a lawful ground, with its document and the time it is expected to take (CLK-06)."""
    case = begin("pause", book=book, by=by, matter=matter)
    of_item = case.definition.pause_grounds if case.definition else ()
    lawful = {code: told for code, told in lawful_grounds().items() if not of_item or code in of_item}
    names = listed(say(*told) for told in lawful.values())
    chosen(
        "ground",
        ground,
        lawful,
        f"只能因 {names} 停表，没有别的事由",
        f"The clock stops only for {names}; there is no other ground",
    )
    document = needed(
        "document",
        document,
        "请写明告知申请人所需时间的文书（名称或文号）；没有文书不停表",
        "Name the document that tells the applicant the time needed: without it the clock does not stop",
    )
    today = book.at.astimezone(SHANGHAI).date()
    if expected <= today:
        raise Missing(
            "expected", say("预计恢复日应在今天之后", "The day it is expected to resume lies after today")
        )
    if any(stop.ground == ground for stop in case.stops):
        raise Missing("ground", say("已因同一事由停表", "It stands already on this ground"))
    put(
        book, case, by, "approvals.paused", instance=str(len(case.pauses) + 1), ground=ground, document=document,
        expected=expected.isoformat(), notice=NOTICE, files=files,
    )  # fmt: skip


def resume(
    *, book: Book, by: Actor, matter: str, instance: str = "", on: date | None = None, document: str = "",
    files: Files = (),
) -> None:  # fmt: skip
    """The ground ended. `on` is the day its result came in, if that was before today: days count again from then."""
    case = begin("resume", book=book, by=by, matter=matter)
    stop = stop_named(case.stops, instance)
    today = book.at.astimezone(SHANGHAI).date()
    on = on or today
    if not stop.since.astimezone(SHANGHAI).date() <= on <= today:
        raise Missing(
            "on",
            say(
                f"恢复日应在停表之日（{day(stop.since, book.at)}）和今天之间",
                f"It resumes on a day from {day(stop.since, book.at)}, when it stopped, to today",
            ),
        )
    happened = book.at if on == today else max(datetime.combine(on, time(), SHANGHAI), stop.since)
    put(
        book, case, by, "approvals.resumed", happened_at=happened, instance=stop.instance, document=document.strip(),
        files=files,
    )  # fmt: skip


def stop_named(stops: list[Pause], instance: str) -> Pause:
    """The stay meant: the only one, or the one named."""
    found = [stop for stop in stops if stop.instance == instance] if instance or len(stops) > 1 else stops
    if not found:
        raise Missing(
            "instance", say("有多次停表，请选恢复哪一次", "Several stays are open: choose which one ends")
        )
    return found[0]


def request_extension(*, book: Book, by: Actor, matter: str, reason: str, amount: int | None = None) -> None:
    """Ask the head, before the term has run out, for at most what its row allows (R9)."""
    case = begin("request_extension", book=book, by=by, matter=matter)
    limit = case.decision
    assert limit is not None
    reason = needed(
        "reason", reason, "请写明延期的理由，批准后要告知申请人", "Say why: the applicant is told the reason"
    )
    put(
        book,
        case,
        by,
        "approvals.extension_requested",
        clock=limit.clock,
        amount=within(case, amount),
        reason=reason,
    )


def within(case: Case, amount: int | None) -> int:
    """The days asked for, or all the row allows."""
    limit = case.decision
    rule = extension_of(limit) if limit else None
    assert rule is not None
    most = rule.amount or 0
    if amount is None:
        return most
    if not 1 <= amount <= most:
        raise Missing("amount", say(f"最多延长 {most} 个工作日", f"At most {most} working days may be added"))
    return amount


def decide_extension(
    *, book: Book, by: Actor, matter: str, answer: str, reason: str, amount: int | None = None
) -> None:
    """Agreed or not, by a head who neither asked nor handles the case, on a day when the term still runs."""
    case = begin("decide_extension", book=book, by=by, matter=matter)
    ask, limit = case.asked("extension"), case.decision
    assert ask is not None
    assert limit is not None
    chosen("answer", answer, ANSWERS, "请选同意或不同意", "Agree or not")
    if answer == "no":
        reason = needed("reason", reason, "请写明不同意的理由", "Say why you do not agree")
        put(book, case, by, "approvals.extension_refused", clock=limit.clock, reason=reason)
        return
    reason = needed(
        "reason", reason, "请写明告知申请人的延期理由", "Give the reason that the applicant is told"
    )
    asked = ask.told.get("amount")
    more = within(case, amount if amount is not None else asked if type(asked) is int else None)
    put(
        book,
        case,
        by,
        "approvals.extended",
        clock=limit.clock,
        amount=more,
        reason=reason,
        document=EXTENSION,
    )


def explain(*, book: Book, by: Actor, matter: str, reason: str) -> None:
    """Say in public why the time was exceeded (优化营商环境条例 第三十六条)."""
    case = begin("explain", book=book, by=by, matter=matter)
    reason = needed(
        "reason", reason, "请写明超时的理由，将对外公开", "Give the reason; it is shown in public"
    )
    put(book, case, by, "approvals.lateness_explained", reason=reason)
