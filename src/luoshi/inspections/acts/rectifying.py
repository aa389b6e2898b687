"""责令限期整改: an issue, a standard, a day, and a verifier who is not of the body (督查条例 第十八条)."""

from datetime import date

from luoshi.inspections import terms
from luoshi.inspections.acts.base import begin, held, kept, of_office, put
from luoshi.inspections.beside import Kept, body_of
from luoshi.inspections.events import RECTIFICATION
from luoshi.inspections.records import Rectification
from luoshi.law.errors import CouldNot, OnRecord
from luoshi.law.typed import Files, Missing, ahead, needed
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI
from luoshi.ledger.numbering import following
from luoshi.org.actor import Actor
from luoshi.org.bodies import HANDLING, HEADS, Body, belongs, body, office, over, unit_of
from luoshi.org.models import Unit

REFUSED = "inspections.own_verification_refused"
CLOCK = "rectification"


def today(book: Book) -> date:
    return book.at.astimezone(SHANGHAI).date()


def order(
    *, book: Book, by: Actor, unit: str, issue: str, standard: str, until: date | None, verifier: str, inspection: str = "",
    instance: str = "", files: Files = (),
) -> str:  # fmt: skip
    """Order a body to put something right; the rectification's matter. Of an inspection it names the finding."""
    of_office(by)
    of, other = body(unit), body(verifier, "verifier")
    if inspection:
        of = concerned(book, inspection, instance, of)
    if of.code == other.code or below(other, of):
        raise Missing(
            "verifier",
            say(
                f"核验单位不能是整改单位（{of.name}）或其下属：请另定",
                f"The verifier cannot be {of.name} itself or below it: name another",
            ),
        )
    issue = needed("issue", issue, "请写问题", "Say what is wrong", longest=200)
    standard = needed("standard", standard, "请写整改到什么标准", "Say what counts as put right")
    until = ahead("until", until, today(book))
    matter = following(book, RECTIFICATION, Rectification)
    payload = {
        "item": issue,
        "standard": standard,
        "until": until,
        "verifier": other.told(),
        "body": of.told(),
    }
    payload |= {"of": inspection, "instance": instance, "attachments": [dict(one) for one in files]}
    begin(book, by, matter, "rectification_ordered", unit=of.name, **payload)
    clock(book, by, matter, 0, of, "1", until)
    return matter


def concerned(book: Book, inspection: str, instance: str, of: Body) -> Body:
    """The body that the finding is about, if nothing was ordered for it yet."""
    it = held(book, inspection)
    found = next((one for one in it.findings if one.instance == instance), None)
    if found is None or found.unit != of.code:
        raise Missing("instance", say("没有该单位的这一问题", "There is no such finding about this body"))
    known = Rectification.objects.filter(ledger=book.ledger, inspection=inspection, instance=instance).first()
    if known:
        raise CouldNot(
            say(f"这一问题已下整改通知 {known.matter}", f"{known.matter} was ordered for this finding")
        )
    return of


def below(one: Body, other: Body) -> bool:
    """Does a unit stand under another in the tree?"""
    unit = Unit.objects.filter(code=one.code).first()
    return unit is not None and unit.ancestors().filter(code=other.code).exists()


def clock(book: Book, by: Actor, matter: str, size: int, of: Body, instance: str, until: date) -> None:
    put(
        book, by, matter, size, "clocks.set", unit=of.name, clock=CLOCK, instance=instance, grade="step",
        amount=(until - today(book)).days, per="day",
    )  # fmt: skip


def open_order(book: Book, matter: str, *states: str) -> tuple[Kept, Rectification]:
    """The rectification, if it is in one of these states."""
    it = kept(book, matter)
    r = it.rectification
    assert r is not None
    if r.state not in states:
        now = r.get_state_display()
        raise CouldNot(say(f"整改现在是“{now}”，不能这样办理", f"It is “{now}”: this cannot be done now"))
    return it, r


def extend(*, book: Book, by: Actor, matter: str, until: date | None, reason: str) -> None:
    """Grant more time, before it is over. The office once; any further time only the head above the body."""
    it, r = open_order(book, matter, "open", "returned")
    if today(book) > r.until:
        raise CouldNot(say("已经超过整改期限，不能再延期", "Its day has passed: no more time can be granted"))
    free = terms.parameter(terms.RECTIFICATION, "free_extensions", today(book))
    own = belongs(by, body_of(r))
    head = over(by, HEADS, body_of(r)) and not own
    if own or not (head or office(by, (r.unit,))):
        raise CouldNot(say("延期由效能办批准", "More time is granted by the efficiency office"))
    if r.extensions >= free and not head:
        raise CouldNot(
            say(
                f"已延期 {r.extensions} 次，再延期须由上级行政首长批准",
                f"It was extended {r.extensions} time(s); any more is for the head above the body",
            )
        )
    until = ahead("until", until, r.until)
    reason = needed("reason", reason, "请写延期理由", "Say why more time is needed")
    instance = str(r.extensions + 1)
    put(
        book, by, matter, it.size, "rectification_extended", unit=r.unit_name, instance=instance, until=until, reason=reason,
        outcome="head" if head else "office",
    )  # fmt: skip
    stop(book, by, it, r, "moved")
    clock(book, by, matter, it.size, body_of(r), f"{r.extensions + 2}", until)


def stop(book: Book, by: Actor, it: Kept, r: Rectification, cause: str = "") -> None:
    for limit in book.limits(r.matter):
        if limit.clock == CLOCK and limit.met_at is None:
            put(
                book, by, r.matter, it.size, "clocks.met", unit=r.unit_name, clock=CLOCK, instance=limit.instance,
                cause=cause,
            )  # fmt: skip


def claim(*, book: Book, by: Actor, matter: str, text: str, files: Files) -> None:
    """The body says it is put right, with evidence."""
    it, r = open_order(book, matter, "open", "returned")
    if not over(by, HANDLING, body_of(r)):
        raise CouldNot(
            say(f"由 {r.unit_name} 的负责人或承办人报告", f"This is for the head or handler of {r.unit_name}")
        )
    if not files:
        raise Missing("files", say("请附整改佐证", "Attach the evidence"))
    text = needed("text", text, "请写整改情况", "Say what was done")
    put(
        book, by, matter, it.size, "rectification_claimed", unit=r.unit_name, instance=str(r.claims + 1), text=text,
        files=files,
    )  # fmt: skip
    stop(book, by, it, r)


def judge(book: Book, by: Actor, matter: str) -> tuple[Kept, Rectification]:
    """Only the verifier's unit or the office judges; of the body nobody can, and the attempt stands on record."""
    it = kept(book, matter)
    r = it.rectification
    assert r is not None
    if belongs(by, body_of(r)) and not by.standing.read_only:
        put(
            book, by, matter, it.size, REFUSED, unit=r.unit_name, by_unit=unit_of(by), instance=str(r.claims),
            at=book.at.isoformat(),
        )  # fmt: skip
        raise OnRecord(
            say(
                f"您是整改单位（{r.unit_name}）的人员，不能核验本单位的整改，本次操作已记录",
                f"You belong to {r.unit_name} and cannot verify its own rectification. This attempt is on record",
            ),
            REFUSED,
        )
    it, r = open_order(book, matter, "claimed")
    if not (over(by, HANDLING, Body(r.verifier, r.verifier_name)) or office(by, (r.unit,))):
        raise CouldNot(
            say(
                f"由核验单位（{r.verifier_name}）或效能办核验",
                f"This is verified by {r.verifier_name} or the efficiency office",
            )
        )
    return it, r


def verify(*, book: Book, by: Actor, matter: str, text: str, files: Files = ()) -> None:
    """Found put right."""
    it, r = judge(book, by, matter)
    text = needed("text", text, "请写核验情况", "Say what was looked at and found")
    put(
        book, by, matter, it.size, "rectification_verified", unit=r.unit_name, to_unit=unit_of(by), by_unit=unit_of(by),
        instance=str(r.claims), text=text, files=files,
    )  # fmt: skip


def send_back(*, book: Book, by: Actor, matter: str, reason: str, files: Files = ()) -> None:
    """Not put right: it goes on under its day; what is left of the time runs again."""
    it, r = judge(book, by, matter)
    reason = needed("reason", reason, "请写哪里没有整改到位", "Say what is not put right")
    put(
        book, by, matter, it.size, "rectification_returned", unit=r.unit_name, to_unit=unit_of(by), by_unit=unit_of(by),
        instance=str(r.claims), reason=reason, files=files,
    )  # fmt: skip
    if r.until > today(book):
        clock(book, by, matter, it.size, body_of(r), f"{r.extensions + 1}.{r.claims}", r.until)
