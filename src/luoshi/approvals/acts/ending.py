"""Steps of handling, and how a case ends: decided, delivered, withdrawn."""

from luoshi.approvals.actor import Actor
from luoshi.approvals.acts.base import Files, Missing, begin, chosen, needed, put
from luoshi.approvals.acts.limits import step_on
from luoshi.approvals.words import OUTCOMES
from luoshi.law.words import say
from luoshi.ledger.book import Book

DECISIONS = {"granted": "准予行政许可决定书", "refused": "不予行政许可决定书"}
DECIDING = "决定"


def finish_step(
    *, book: Book, by: Actor, matter: str, activity: str = "", note: str = "", files: Files = ()
) -> None:
    """The step that runs is finished, or another piece of work is noted; the next step's limit begins."""
    case = begin("finish_step", book=book, by=by, matter=matter)
    activity = needed(
        "activity", activity or case.step, "请写明完成了哪个环节", "Say which step was finished"
    )
    if activity == DECIDING:
        raise Missing(
            "activity", say("决定环节请用“作出决定”", "The decision has an act of its own: “Decide”")
        )
    put(book, case, by, "approvals.step", activity=activity[:100], note=note.strip(), files=files)
    if not case.step or activity == case.step:
        step_on(book, case, by)


def decide(
    *, book: Book, by: Actor, matter: str, outcome: str, document: str, reason: str = "", files: Files = ()
) -> None:
    """Granted or refused, in writing; without a reason nothing is refused (行政许可法 第三十八条)."""
    case = begin("decide", book=book, by=by, matter=matter)
    chosen("outcome", outcome, OUTCOMES, "请选准予或不予许可", "Grant or refuse")
    if outcome == "refused":
        reason = needed("reason", reason, "不予许可必须说明理由", "A refusal must give its reason")
    document = needed("document", document, "请写明决定书文号", "Give the number of the decision")
    put(
        book, case, by, "approvals.decided", outcome=outcome, reason=reason.strip(), document=document,
        paper=DECISIONS[outcome], files=files,
    )  # fmt: skip


def deliver(
    *, book: Book, by: Actor, matter: str, how: str = "window", document: str = "", files: Files = ()
) -> None:
    """The licence is in the applicant's hands (CLK-05)."""
    case = begin("deliver", book=book, by=by, matter=matter)
    put(book, case, by, "approvals.delivered", how=how, document=document.strip(), files=files)


def withdraw(*, book: Book, by: Actor, matter: str, document: str, files: Files = ()) -> None:
    """The applicant takes the application back, in writing."""
    case = begin("withdraw", book=book, by=by, matter=matter)
    document = needed(
        "document", document, "请写明申请人的书面撤回请求", "Name the applicant's written request"
    )
    put(book, case, by, "approvals.withdrawn", document=document, files=files)
