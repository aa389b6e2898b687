"""Doing an inspection: begin, find with two pieces of evidence, conclude, tell the result, look back, close."""

from datetime import date, timedelta

from luoshi.inspections import terms
from luoshi.inspections.acts.base import held, of_office, of_team, put
from luoshi.inspections.models import Inspection
from luoshi.inspections.reading import Held
from luoshi.inspections.records import Rectification
from luoshi.law.errors import CouldNot
from luoshi.law.typed import Files, Missing, chosen, needed
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.ledger.entry import SHANGHAI
from luoshi.org.actor import Actor

PIECES = 2


def state(it: Held, *allowed: str) -> Inspection:
    """The inspection, if it is in one of these states."""
    assert it.inspection is not None
    if it.inspection.state in allowed:
        return it.inspection
    now = it.inspection.get_state_display()
    then = say("、", " or ").join(str(Inspection.State(one).label) for one in allowed)
    raise CouldNot(
        say(f"督查现在是“{now}”；这一步在“{then}”时办理", f"It is “{now}”; this is done while it is “{then}”")
    )


def begin(*, book: Book, by: Actor, matter: str) -> None:
    """The team begins; from now on those inspected see it."""
    it = held(book, matter)
    of_team(it, by)
    put(book, by, matter, it.size, "begun", unit=state(it, "planned").unit_name)


def find(*, book: Book, by: Actor, matter: str, unit: str, text: str, files: Files) -> str:
    """Record a finding; its instance. Two different pieces of evidence, or it is no finding."""
    it = held(book, matter)
    of_team(it, by)
    i = state(it, "begun")
    target = next((one for one in it.bodies if unit in one.names), None)
    if target is None:
        raise Missing(
            "unit",
            say(
                f"{unit} 不是本次督查的对象，不得随意扩大范围",
                f"{unit} is not among those inspected: the scope is not widened at will",
            ),
        )
    if len({one.get("digest") for one in files if one.get("digest")}) < PIECES:
        raise Missing(
            "files",
            say(
                "请附不少于两项不同的佐证：一项不足以认定问题",
                "Attach at least two different pieces of evidence: one is not enough",
            ),
        )
    instance = str(len(it.findings) + 1)
    put(
        book, by, matter, it.size, "finding_recorded", unit=i.unit_name, to_unit=target.name, instance=instance,
        text=needed("text", text, "请写发现的问题", "Say what was found"), files=files,
    )  # fmt: skip
    return instance


def conclude(*, book: Book, by: Actor, matter: str, text: str) -> None:
    """The conclusion: facts clear, evidence sufficient (督查条例 第十六条)."""
    it = held(book, matter)
    of_team(it, by)
    i = state(it, "begun")
    text = needed("text", text, "请写督查结论", "Give the conclusion")
    put(book, by, matter, it.size, "concluded", unit=i.unit_name, text=text)


def serve(*, book: Book, by: Actor, matter: str, unit: str) -> date:
    """The conclusion is served on a body; the last day on which it may ask for a review."""
    of_office(by)
    it = held(book, matter)
    i = state(it, "concluded")
    target = next((t for t in it.targets.values() if unit in (t.unit, t.unit_name)), None)
    if target is None or target.served_at:
        raise Missing("unit", say(f"{unit} 不是待送达的对象", f"{unit} is not waiting to be served"))
    until = terms.review_until(book.at.astimezone(SHANGHAI).date(), book.ledger)
    put(book, by, matter, it.size, "served", unit=i.unit_name, to_unit=target.unit_name, until=until)
    return until


def publish_result(*, book: Book, by: Actor, matter: str, text: str) -> None:
    """Tell the public what came of it."""
    of_office(by)
    it = held(book, matter)
    i = state(it, "concluded")
    text = needed("text", text, "请写向社会公开的办理结果", "Say what the public is told")
    put(book, by, matter, it.size, "result_published", unit=i.unit_name, ground=i.origin, text=text)


def look_back(*, book: Book, by: Actor, matter: str, outcome: str, text: str) -> None:
    """Look again, some time after the result was published: does it hold?"""
    it = held(book, matter)
    of_team(it, by)
    i = state(it, "concluded")
    if i.published_at is None:
        raise CouldNot(say("请先公开办理结果，再回头看", "Publish the result first, then look back"))
    days = terms.parameter(terms.MEDIA, "look_back_days", i.published_at.date())
    due = i.published_at.astimezone(SHANGHAI).date() + timedelta(days=days)
    if book.at.astimezone(SHANGHAI).date() < due:
        raise CouldNot(
            say(
                f"公开满 {days} 日（{due}）后再回头看",
                f"Look back {days} days after it was published, on {due}",
            )
        )
    chosen("outcome", outcome, ("held", "slipped"), "请选是否反弹", "Say whether it holds")
    text = needed("text", text, "请写看了什么、结果如何", "Say what was looked at and found")
    put(book, by, matter, it.size, "looked_back", unit=i.unit_name, outcome=outcome, text=text)


def close(*, book: Book, by: Actor, matter: str) -> None:
    """Close it: nothing found is left without a verified rectification, nothing contested is left undecided."""
    of_office(by)
    it = held(book, matter)
    i = state(it, "concluded")
    if reason := left(it):
        raise CouldNot(reason)
    put(book, by, matter, it.size, "closed", unit=i.unit_name)


def left(it: Held) -> str:
    """What keeps a concluded inspection open; "" if nothing does."""
    i = it.inspection
    assert i is not None
    if it.open_reviews:
        return say("复核还没有作出决定", "A review is not decided yet")
    orders = Rectification.objects.filter(ledger=it.ledger, inspection=it.matter)
    ordered = set(orders.values_list("instance", flat=True))
    if bare := [one.instance for one in it.findings if one.instance not in ordered]:
        numbers = say("、", ", ").join(bare)
        return say(f"问题 {numbers} 还没有下整改通知", f"No rectification was ordered for finding {numbers}")
    if running := list(orders.exclude(state="verified").values_list("matter", flat=True)):
        names = say("、", ", ").join(running)
        return say(f"整改还没有核验：{names}", f"Not verified yet: {names}")
    if unserved := [t.unit_name for t in it.targets.values() if t.served_at is None]:
        names = say("、", ", ").join(unserved)
        return say(f"结论还没有送达：{names}", f"The conclusion was not served on {names}")
    if i.origin == "media" and i.looked_back_at is None:
        return say(
            "媒体反映的问题须公开结果并回头看以后才能办结",
            "What the media reported is closed only after the result was published and looked at again",
        )
    return ""
