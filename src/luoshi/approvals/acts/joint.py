"""Joint handling: the lead unit asks, the co-operating unit answers within its limit; silence moves on, never grants."""

from luoshi.approvals.actor import Actor
from luoshi.approvals.acts.base import Files, Missing, begin, chosen, needed, put
from luoshi.approvals.acts.limits import met
from luoshi.approvals.words import OPINIONS
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.org.models import Unit

USUAL = 5
"""Working days for an opinion where nothing else is agreed: our default (no statute names one)."""
MOST = 60


def invite(
    *, book: Book, by: Actor, matter: str, unit: str, question: str, amount: int = USUAL, files: Files = ()
) -> None:
    """Ask a co-operating unit for its opinion within so many working days; a limit of its own runs there."""
    case = begin("invite", book=book, by=by, matter=matter)
    asked = Unit.objects.filter(name=unit).first() or Unit.objects.filter(code=unit).first()
    if asked is None or asked.name == case.unit:
        raise Missing(
            "unit", say("请选本单位以外的协办单位", "Choose a co-operating unit other than your own")
        )
    if any(a.kind == "opinion" and a.open and a.unit == asked.name for a in case.asks):
        raise Missing(
            "unit",
            say(f"已经征求{asked.name}的意见，还没有回", f"{asked.name} was asked and has not answered yet"),
        )
    question = needed("question", question, "请写明要对方就什么提意见", "Say on what an opinion is wanted")
    if not 1 <= amount <= MOST:
        raise Missing(
            "amount", say(f"反馈期限应是 1 至 {MOST} 个工作日", f"The limit is 1 to {MOST} working days")
        )
    before = sum(a.kind == "opinion" and a.unit == asked.name for a in case.asks)
    instance = f"{asked.name[:90]}{f' {before + 1}' if before else ''}"
    put(
        book, case, by, "approvals.opinion_invited", to_unit=asked.name, instance=instance, question=question,
        amount=amount, per="working_day", files=files,
    )  # fmt: skip
    put(
        book, case, by, "clocks.set", unit=asked.name, clock="opinion", instance=instance, grade="step", amount=amount,
        per="working_day",
    )  # fmt: skip


def give_opinion(
    *, book: Book, by: Actor, matter: str, opinion: str, text: str = "", unit: str = "", files: Files = ()
) -> None:
    """The opinion of the unit this person acts for. A late one is kept too, and shown as late."""
    case = begin("give_opinion", book=book, by=by, matter=matter)
    ask = next(
        (
            a
            for a in case.asks
            if a.kind == "opinion"
            and a.open
            and by.holds({"handler", "unit_head"}, a.unit)
            and unit in ("", a.unit)
        ),
        None,
    )
    if ask is None:
        raise CouldNot(say("没有征求您单位的意见", "Your unit was not asked"))
    chosen("opinion", opinion, OPINIONS, "请选同意、有条件同意或不同意", "Choose an opinion")
    if opinion != "agree":
        text = needed("text", text, "请写明条件或不同意的理由", "State the conditions, or why not")
    put(
        book, case, by, "approvals.opinion_given", unit=ask.unit, instance=ask.instance, opinion=opinion,
        text=text.strip(), files=files,
    )  # fmt: skip
    met(book, case, by, "opinion", ask.instance)
