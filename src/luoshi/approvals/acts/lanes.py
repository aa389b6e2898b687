"""Other ways than the ordinary one: 特事特办 (B11), where steps are deferred and never waived, and 告知承诺 (B12)."""

from collections.abc import Sequence
from datetime import date

from luoshi.approvals.actor import Actor
from luoshi.approvals.acts.base import Files, Missing, begin, chosen, needed, put
from luoshi.approvals.acts.limits import follow_up, met
from luoshi.approvals.case import Case
from luoshi.approvals.words import ANSWERS, CHECKS, FAST_GROUNDS, listed
from luoshi.law.registry import clock as registered
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI

NUMBERED = ("major_project", "leader_instruction")
CHECK = "CLK-34"
COMMITMENT, DECISION = "告知承诺书", "准予行政许可决定书"


def request_fast_lane(
    *, book: Book, by: Actor, matter: str, ground: str, reason: str, amount: int, document: str = "",
    deferred: Sequence[str] = (), until: date | None = None, files: Files = (),
) -> None:  # fmt: skip
    """Ask for the fast lane: a listed ground, a shorter limit, and by when what is deferred will be made up."""
    case = begin("request_fast_lane", book=book, by=by, matter=matter)
    chosen("ground", ground, FAST_GROUNDS, "请选特事特办的事由", "Choose the ground for the fast lane")
    if ground in NUMBERED:
        document = needed(
            "document",
            document,
            "重大项目、领导批示须写明文号",
            "Name the document of the project or instruction",
        )
    reason = needed("reason", reason, "请写明为什么要特办", "Say why it is urgent")
    shorter(case, amount)
    names = deferrable(case)
    unknown = [name for name in deferred if name not in names]
    if unknown:
        raise Missing(
            "deferred",
            say(f"{listed(unknown)} 不是本件可缓办的手续", f"{listed(unknown)} cannot be deferred here"),
        )
    today = book.at.astimezone(SHANGHAI).date()
    if deferred and (until is None or until <= today):
        raise Missing(
            "until",
            say("缓办的手续要定补办期限，且在今天之后", "Give a day after today by which it is made up"),
        )
    put(
        book, case, by, "approvals.fast_lane_requested", ground=ground, reason=reason, document=document.strip(),
        amount=amount, per="working_day", deferred=list(deferred),
        until=until.isoformat() if until and deferred else "", files=files,
    )  # fmt: skip


def shorter(case: Case, amount: int) -> None:
    """The fast lane's limit is shorter than the promise, or than the statute where nothing is promised."""
    it = case.definition
    usual = (it.promise or it.statutory) if it else None
    most = usual.amount - 1 if usual and usual.unit == "working_day" else 20
    if not 1 <= amount <= max(most, 1):
        raise Missing(
            "amount",
            say(
                f"特办时限应短于一般时限：1 至 {max(most, 1)} 个工作日",
                f"It must be shorter than usual: 1 to {max(most, 1)} working days",
            ),
        )


def deferrable(case: Case) -> list[str]:
    """Steps not done yet and papers not filed yet: what may be put off, and must be made up."""
    it = case.definition
    if it is None:
        return []
    steps = [s.name for s in it.steps if s.name not in case.steps_done]
    return [*steps, *(m.name for m in it.materials if m.code not in case.filed)]


def decide_fast_lane(*, book: Book, by: Actor, matter: str, answer: str, reason: str = "") -> None:
    """By a head who neither asked nor handles the case. Each deferred step gets a limit that outlives the decision."""
    case = begin("decide_fast_lane", book=book, by=by, matter=matter)
    ask = case.asked("fast_lane")
    assert ask is not None
    chosen("answer", answer, ANSWERS, "请选同意或不同意", "Agree or not")
    if answer == "no":
        reason = needed("reason", reason, "请写明不同意的理由", "Say why you do not agree")
        put(book, case, by, "approvals.fast_lane_refused", reason=reason)
        return
    told = {name: ask.told.get(name) for name in ("ground", "document", "amount", "deferred", "until")}
    put(book, case, by, "approvals.fast_lane_granted", reason=reason.strip(), per="working_day", **told)  # type: ignore[arg-type]
    put(
        book,
        case,
        by,
        "clocks.set",
        clock="fast_lane",
        grade="promise",
        amount=told["amount"],
        per="working_day",
    )
    today = book.at.astimezone(SHANGHAI).date()
    for name in told["deferred"] or ():
        until = max(date.fromisoformat(str(told["until"])), today)
        follow_up(book, case, by, clock="deferred", instance=name, until=until, since=today)


def make_up(*, book: Book, by: Actor, matter: str, step: str, document: str = "", files: Files = ()) -> None:
    """A deferred step is made up."""
    case = begin("make_up", book=book, by=by, matter=matter)
    open_ones = [name for name, done in case.deferred.items() if done is None]
    chosen(
        "step", step, open_ones, f"请选补办了哪项：{listed(open_ones)}", f"Choose which: {listed(open_ones)}"
    )
    put(book, case, by, "approvals.deferred_made_up", step=step, document=document.strip(), files=files)
    met(book, case, by, "deferred", step)


def commit(*, book: Book, by: Actor, matter: str, document: str, files: Files = ()) -> None:
    """The applicant, offered the choice, commits; accepted and granted on the spot, checked later (CLK-34)."""
    case = begin("commit", book=book, by=by, matter=matter)
    document = needed(
        "document", document, "请写明申请人签署的承诺书", "Name the letter of commitment the applicant signed"
    )
    check = registered(CHECK, book.at.astimezone(SHANGHAI).date()).period
    assert check is not None
    put(book, case, by, "approvals.commitment_made", document=document, paper=COMMITMENT, files=files)
    put(book, case, by, "approvals.accepted", document="受理通知书")
    if case.step:
        met(book, case, by, "step", case.step)
    put(book, case, by, "approvals.decided", outcome="granted", document=document, paper=DECISION)
    put(book, case, by, "clocks.set", clock=CHECK, grade="follow_up", amount=check.amount, per=check.unit)


def decline_commitment(*, book: Book, by: Actor, matter: str) -> None:
    """Offered the choice, the applicant prefers the ordinary way."""
    case = begin("decline_commitment", book=book, by=by, matter=matter)
    put(book, case, by, "approvals.commitment_declined")


def check_commitment(
    *, book: Book, by: Actor, matter: str, outcome: str, reason: str = "", files: Files = ()
) -> None:
    """Was the commitment kept? What follows if not is for the competent authority, never for the software."""
    case = begin("check_commitment", book=book, by=by, matter=matter)
    chosen("outcome", outcome, CHECKS, "请选属实或不实", "Kept or not")
    if outcome == "broken":
        reason = needed("reason", reason, "请写明哪些承诺不实", "Say what was not as promised")
    put(book, case, by, "approvals.commitment_checked", outcome=outcome, reason=reason.strip(), files=files)
    met(book, case, by, CHECK)
