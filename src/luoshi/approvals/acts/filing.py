"""From the counter to acceptance: received, corrected, told at once, supplemented, accepted or refused (行政许可法 第三十二条)."""

from collections.abc import Mapping, Sequence
from datetime import date

from luoshi.approvals import numbers, queries
from luoshi.approvals.actor import HEADS, Actor
from luoshi.approvals.acts.base import Files, Missing, begin, chosen, needed, put
from luoshi.approvals.acts.limits import first_step, rest, set_terms, step_on
from luoshi.approvals.case import Case
from luoshi.approvals.words import CHANNELS, REFUSALS, listed
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.org import queries as org

NOTICE, ACCEPTANCE, REFUSAL = "一次性告知书", "受理通知书", "不予受理决定书"
"""Official names of the papers that go out."""


def receive(
    *, book: Book, by: Actor, item: str, applicant: str, filed: Sequence[str] = (), channel: str = "window",
    valid_until: date | None = None, files: Files = (),
) -> str:  # fmt: skip
    """Take an application in under the version of the item in force now; the number of the new case.

    `applicant` is a pseudonym; `filed` are codes of the item's listed papers. The promise, and another
    statutory term where the item has one, are set now and run from acceptance, by us or by law. `valid_until`
    is the last day of the licence that is to be renewed.
    """
    version = queries.in_force(item, by=by, at=book.at, ledger=book.ledger)
    unlisted = [code for code in filed if version.definition.material(code) is None]
    if unlisted:
        raise Missing(
            "filed",
            say(
                f"{listed(unlisted)} 不在本事项的材料清单中：清单外的材料不收",
                f"{listed(unlisted)}: not among the item's listed papers; nothing else is asked for",
            ),
        )
    chosen("channel", channel, CHANNELS, "请选收件方式", "Choose how it was received")
    number = numbers.following(book, version.unit, book.at)
    matter = numbers.name(**number)
    handling = {post.code for post in org.posts_handling(item, ledger=book.ledger)} if by.posts else set()
    case = Case(
        book.ledger,
        matter,
        unit=version.unit_name,
        law=book.ledger,
        definition=version.definition,
        item=version.name,
    )
    book.record(
        matter=matter, kind="approvals.received", occasion=numbers.receipt(matter), unit=version.unit_name,
        officer=by.name, post=by.post_for(version.unit, handling), source=by.source,
        payload={
            "item": version.name[:200], "code": version.code, "version": version.version, "applicant": applicant,
            "channel": channel, "filed": list(filed), "number": number,
            **({"until": valid_until.isoformat()} if valid_until else {}),
            **({"attachments": [dict(one) for one in files]} if files else {}),
        },
    )  # fmt: skip
    set_terms(book, case, by)
    first_step(book, case, by)
    return matter


def correct_on_spot(
    *, book: Book, by: Actor, matter: str, what: str, filed: Sequence[str] = (), files: Files = ()
) -> None:
    """第三项: what can be corrected there is corrected there."""
    case = begin("correct_on_spot", book=book, by=by, matter=matter)
    what = needed("what", what, "请写明更正了什么", "Say what was corrected")
    put(
        book,
        case,
        by,
        "approvals.corrected_on_spot",
        what=what,
        filed=list(listed_here(case, filed)),
        files=files,
    )


def notify_corrections(
    *, book: Book, by: Actor, matter: str, materials: Sequence[str] = (), wrong: Mapping[str, str] | None = None,
    other: str = "", reason: str = "", files: Files = (),
) -> None:  # fmt: skip
    """第四项: everything that is missing or wrong, told at once (B9).

    A second notice may name only papers filed since the first; anything else needs the head, with a reason.
    """
    case = begin("notify_corrections", book=book, by=by, matter=matter)
    named = listed_here(case, materials)
    if not named and not other.strip():
        raise Missing(
            "materials",
            say(
                "请勾选缺少或不符的材料，或写明要补正什么",
                "Tick what is missing or wrong, or say what to correct",
            ),
        )
    cause = again(case, by, named, other, reason) if case.notices else ""
    told = {code: text.strip() for code, text in (wrong or {}).items() if text.strip() and code in named}
    put(
        book, case, by, "approvals.correction_notified", materials=list(named), wrong=told, other=other.strip(),
        cause=cause, reason=reason.strip() if cause == "agency" else "", document=NOTICE,
        files=files,
    )  # fmt: skip
    rest(book, case, by)


def again(case: Case, by: Actor, named: Sequence[str], other: str, reason: str) -> str:
    """Who caused another notice: the applicant by what was newly filed, or the agency, which needs its head."""
    old = [case.material(code) for code in named if code not in case.since_notice]
    if not old and not other.strip():
        return "applicant"
    what = listed(old) or say("清单外的要求", "what is not on the list")
    if not by.holds(HEADS, case.unit):
        raise CouldNot(
            say(
                f"已经一次性告知过，再次告知只能针对新交的材料；{what}不是新交的，须由负责人写明理由后发出",
                f"Everything had to be told at once: another notice may name only papers filed since. {what}: only the "
                "head can send this, with a reason",
            )
        )
    needed(
        "reason",
        reason,
        f"{what}上次没有告知：请写明为什么现在才提出",
        f"{what} was not told before: say why it is asked for only now",
    )
    return "agency"


def supplement(*, book: Book, by: Actor, matter: str, filed: Sequence[str], files: Files = ()) -> None:
    """Corrected or further papers come in; the five days begin anew (R8)."""
    case = begin("supplement", book=book, by=by, matter=matter)
    codes = listed_here(case, filed)
    if not codes and not (case.notices and case.notices[-1].other) and case.definition:
        raise Missing("filed", say("请勾选补交了哪些材料", "Tick the papers that were filed"))
    put(book, case, by, "approvals.supplemented", filed=list(codes), files=files)
    first_step(book, case, by, turn=len(case.notices) + 1)


def accept(*, book: Book, by: Actor, matter: str, files: Files = ()) -> None:
    """第五项: complete and in lawful form, so it is accepted; the first step begins."""
    case = begin("accept", book=book, by=by, matter=matter)
    put(book, case, by, "approvals.accepted", document=ACCEPTANCE, files=files)
    step_on(book, case, by)


def refuse_acceptance(
    *, book: Book, by: Actor, matter: str, ground: str, reason: str, pointed_to: str = "", files: Files = ()
) -> None:
    """第一、二项: refused in writing; where it is another authority's business, the applicant is told whose."""
    case = begin("refuse_acceptance", book=book, by=by, matter=matter)
    chosen("ground", ground, REFUSALS, "请选不予受理的法定情形", "Choose the lawful ground")
    reason = needed("reason", reason, "不予受理必须说明理由", "A refusal must give its reason")
    if ground == "not_ours":
        pointed_to = needed(
            "pointed_to",
            pointed_to,
            "请写明申请人应当向哪个机关申请",
            "Name the authority to which the applicant should apply",
        )
    put(
        book, case, by, "approvals.acceptance_refused", ground=ground, reason=reason, pointed_to=pointed_to.strip(),
        document=REFUSAL, files=files,
    )  # fmt: skip


def listed_here(case: Case, codes: Sequence[str]) -> tuple[str, ...]:
    """Codes of the item's own list, each once, in the list's order. Nothing outside it may be asked for or filed."""
    known = [m.code for m in case.definition.materials] if case.definition else []
    unlisted = [code for code in codes if code not in known]
    if unlisted:
        raise Missing(
            "materials",
            say(
                f"{listed(unlisted)} 不在本事项的材料清单中",
                f"{listed(unlisted)}: not among the item's listed papers",
            ),
        )
    return tuple(code for code in known if code in codes)
