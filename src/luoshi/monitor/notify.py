"""Telling a unit's fixed contact of its cards: in office hours, once each, by the ways its office has set up.

Addresses and keys of the ways (mail, WeCom, DingTalk, Feishu, SMS gateways) stand in `contacts.toml` beside the keys,
outside the database. The warned party is the unit, not a person. A message that could not be sent is tried again; one
that was sent when the process was killed may come twice.
"""

import logging
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from luoshi.law.errors import CouldNot
from luoshi.law.office_hours import office_hours
from luoshi.law.words import say
from luoshi.ledger.entry import SHANGHAI
from luoshi.monitor import surroundings
from luoshi.monitor.acting import acting
from luoshi.monitor.events import NOTIFIED
from luoshi.monitor.models import Card

MOST = 200
"""Cards in one round; the next round takes the rest."""
LINES = 30
WAIT = timedelta(minutes=5)
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Patience:
    """When a unit whose message failed is tried again: later each time."""

    failures: int = 0
    again: datetime | None = None


@dataclass(slots=True)
class Contacts:
    """By which ways each unit is told; `default` where it has none of its own."""

    units: Mapping[str, Sequence[str]] = field(default_factory=dict)
    default: Sequence[str] = ()

    def of(self, unit: str) -> Sequence[str]:
        return self.units.get(unit) or self.default


waiting: dict[str, Patience] = {}


def contacts(path: Path | None = None) -> Contacts:
    """What `LUOSHI_HOME/contacts.toml` says; CouldNot where it cannot be read."""
    path = path or Path(settings.LUOSHI_HOME) / "contacts.toml"
    if not path.exists():
        return Contacts()
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        units = {name: ways(entry) for name, entry in told.get("units", {}).items()}
        return Contacts(units, ways(told.get("default", {})))
    except (OSError, ValueError, TypeError, AttributeError) as wrong:
        raise CouldNot(
            say(
                f'{path.name} 看不懂：应写 [units."单位名称"] urls = ["mailto://…"]',
                f'{path.name} cannot be read: write [units."name of the unit"] urls = ["mailto://…"]',
            )
        ) from wrong


def ways(entry: Any) -> Sequence[str]:
    urls = entry.get("urls", ())
    if isinstance(urls, str) or not all(isinstance(url, str) for url in urls):
        raise TypeError("urls is a list of texts")
    return tuple(urls)


def calm(at: datetime) -> bool:
    """May anybody be told now? Only in the office hours of a working day: nobody is reminded at midnight."""
    local = at.astimezone(SHANGHAI)
    if not surroundings.calendar().working(local.date()):
        return False
    hours = office_hours(settings.LUOSHI_JURISDICTION, surroundings.calendars())
    minute = local.hour * 60 + local.minute
    return hours.am_open <= minute < hours.am_close or hours.pm_open <= minute < hours.pm_close


def notify(*, at: datetime, ledger: str | None = None) -> int:
    """Tell of what has not been told yet; how many cards were."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    if not calm(at):
        return 0
    untold: dict[str, list[Card]] = defaultdict(list)
    rows = Card.objects.filter(ledger=ledger, notified_at=None, issued_at__lte=at).exclude(
        state=Card.State.WITHDRAWN
    )
    for card in rows.order_by("issued_at", "pk")[:MOST]:
        untold[card.unit].append(card)
    known = contacts() if untold else Contacts()
    told = 0
    for unit, cards in untold.items():
        patience = waiting.setdefault(unit, Patience())
        if patience.again and at < patience.again:
            continue
        if known.of(unit) and sent(known.of(unit), unit, cards):
            note(ledger, cards, at)
            waiting.pop(unit)
            told += len(cards)
        else:
            patience.failures += 1
            patience.again = at + WAIT * min(2**patience.failures, 64)
    return told


def sent(urls: Sequence[str], unit: str, cards: Sequence[Card]) -> bool:
    """Did every way take the message?"""
    import apprise

    post = apprise.Apprise()
    accepted = [post.add(url) for url in urls]
    if not all(accepted):
        log.warning("a way of telling a unit cannot be used: see contacts.toml")
        return False
    title, body = message(unit, cards)
    return bool(post.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT))


def message(unit: str, cards: Sequence[Card]) -> tuple[str, str]:
    """Title and text: which cards, on what, by when to appeal; nothing about persons."""
    lines = [
        f"{RUNGS.get(card.rung, card.rung)}  {card.matter.rpartition(':')[2]}  {card.item}"
        + (f"  {card.due_on:%m月%d日}到期" if card.due_on else "")
        for card in cards[:LINES]
    ]
    if len(cards) > LINES:
        lines.append(f"……共 {len(cards)} 张，其余请登录查看")
    lines += ["", "牌是线索。请登录“落实”签收；认为有误的，由负责人附理由申诉，由未签发的人复核。"]
    return f"【落实】{unit}：{len(cards)} 张督办牌", "\n".join(lines)


RUNGS = {
    "yellow_card": "黄牌",
    "red_card": "红牌",
    "escalated_5": "升级督办（五个工作日）",
    "escalated_10": "升级督办（十个工作日）",
}


def note(ledger: str, cards: Sequence[Card], at: datetime) -> None:
    """Record that the unit was told."""
    with acting(actor="luoshi", at=at, ledger=ledger) as book:
        for card in cards:
            book.record(
                matter=card.matter, kind=NOTIFIED.kind, occasion=f"card:{card.position}:{NOTIFIED.kind}",
                unit=card.unit, actor_kind="system", payload={"card": card.position},
            )  # fmt: skip
