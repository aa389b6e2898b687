"""Who applied, seen only for a purpose, with a second person's agreement, once; asked, agreed and seen are entries."""

from luoshi.approvals.actor import Actor
from luoshi.approvals.acts.base import begin, chosen, needed, put
from luoshi.approvals.checks import agreed
from luoshi.approvals.words import ANSWERS
from luoshi.ledger.book import Book
from luoshi.sealed.identity import PURPOSES, Identity
from luoshi.sealed.reveal import reveal


def ask_identity(*, book: Book, by: Actor, matter: str, purpose: str) -> None:
    """Ask to see who applied, for one of the listed purposes."""
    case = begin("ask_identity", book=book, by=by, matter=matter)
    chosen("purpose", purpose, PURPOSES, "请选查看的用途", "Say for what purpose you look")
    instance = str(sum(a.kind == "identity" for a in case.asks) + 1)
    put(book, case, by, "approvals.identity_requested", instance=instance, purpose=purpose)


def grant_identity(*, book: Book, by: Actor, matter: str, answer: str, reason: str = "") -> None:
    """A second person agrees or not."""
    case = begin("grant_identity", book=book, by=by, matter=matter)
    ask = case.asked("identity")
    assert ask is not None
    chosen("answer", answer, ANSWERS, "请选同意或不同意", "Agree or not")
    if answer == "no":
        reason = needed("reason", reason, "请写明不同意的理由", "Say why you do not agree")
    kind = "approvals.identity_granted" if answer == "yes" else "approvals.identity_refused"
    put(book, case, by, kind, instance=ask.instance, reason=reason.strip())


def see_identity(*, book: Book, by: Actor, matter: str) -> Identity:
    """Look, once. What is seen is returned and written nowhere."""
    case = begin("see_identity", book=book, by=by, matter=matter)
    ask = agreed(case, by, book.at)
    assert ask is not None
    purpose = str(ask.told.get("purpose", ""))
    put(
        book,
        case,
        by,
        "approvals.identity_seen",
        instance=ask.instance,
        purpose=purpose,
        approver=ask.answered_by,
    )
    return reveal(
        pseudonym=case.applicant, matter=matter, purpose=purpose, who=by.name, approver=ask.answered_by, at=book.at,
        ledger=book.ledger,
    )  # fmt: skip
