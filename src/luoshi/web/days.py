"""The "why" panel: the days of a clock one by one, long stretches of the same sort drawn as one square."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from luoshi.web import says

MANY = 63  # more squares than this and counted stretches are folded as well


@dataclass(frozen=True, slots=True)
class Square:
    """One day, or a stretch: `tone` counted, rest, pause, start; `edge` today, due or make-up."""

    day: str
    word: str
    tone: str
    edge: str
    told: str


def squares(clock: Mapping[str, Any], on: date) -> list[Square]:
    """`clock["days"]` is a list of {day, counted, why}, as `luoshi due --json` gives it."""
    days = [_facts(one, clock) for one in clock.get("days") or ()]
    due = says.as_day(clock.get("due_on"))
    found: list[Square] = []
    i = 0
    fold_counted = len(days) > MANY
    while i < len(days):
        j = i + 1
        stop = {on, due}
        while (
            j < len(days)
            and days[j].sort == days[i].sort
            and (days[i].sort[0] == "rest" or (fold_counted and days[i].sort[0] in ("counted", "pause")))
            and days[j].day not in stop
            and days[i].day not in stop
        ):
            j += 1
        if j - i >= 3:
            found.append(_stretch(days[i:j]))
        else:
            found.extend(_square(one, on, due) for one in days[i:j])
        i = j
    return found


@dataclass(frozen=True, slots=True)
class _Fact:
    day: date
    counted: int | None
    why: str
    sort: tuple[str, str]
    make_up: bool


def _facts(one: Mapping[str, Any], clock: Mapping[str, Any]) -> _Fact:
    day = says.as_day(one["day"])
    assert day is not None
    why = says.of_pair(one.get("why"))
    counted = one.get("counted")
    if counted is not None:
        weekend = day.weekday() >= 5 and str(clock.get("per", "working_day")) == "working_day"
        return _Fact(day, counted, why, ("counted", ""), weekend)
    if any(_inside(day, pause) for pause in clock.get("pauses") or ()):
        return _Fact(day, None, why, ("pause", ""), make_up=False)
    if day == says.as_day(clock.get("started_on")):
        return _Fact(day, None, why, ("start", ""), make_up=False)
    return _Fact(day, None, why, ("rest", why), make_up=False)


def _inside(day: date, pause: Mapping[str, Any]) -> bool:
    since, until = says.as_day(pause.get("since")), says.as_day(pause.get("until"))
    return since is not None and since <= day and (until is None or day < until)


def _square(one: _Fact, on: date, due: date | None) -> Square:
    tone = one.sort[0]
    word = {"pause": _("停"), "start": _("起算")}.get(tone, one.why or _("休"))
    if tone == "counted":
        word = _("%(n)s 补班") % {"n": one.counted} if one.make_up else f"{one.counted}"
    edge = "makeup" if one.make_up else ""
    if one.day == on:
        edge, word = "today", _("%(n)s 今天") % {"n": one.counted} if tone == "counted" else _("今天")
    if one.day == due:
        edge, word = "due", _("%(n)s 到期") % {"n": one.counted} if tone == "counted" else _("到期")
        if one.make_up:
            edge, word = "due makeup", _("补班 %(n)s") % {"n": one.counted}
    if tone == "rest" and not edge:
        word = _brief(one.why)
    return Square(
        says.short(one.day), word, tone, edge, f"{says.day(one.day, weekday=True)} {one.why}".strip()
    )


def _brief(why: str) -> str:
    """A holiday's name where it fits in a square, else only that the day is off."""
    plain = (
        why.split("（", maxsplit=1)[0]
        .split("；", maxsplit=1)[0]
        .split(" (", maxsplit=1)[0]
        .split(";", maxsplit=1)[0]
        .strip()
    )
    plain = plain.removesuffix("节") if len(plain) > 2 else plain
    if plain in ("", "周末", "休息日", "weekend", "day off") or len(plain) > 4:
        return _("休")
    return plain


def _stretch(days: Sequence[_Fact]) -> Square:
    first, last = days[0], days[-1]
    label = (
        f"{says.short(first.day)}–{last.day.day}"
        if first.day.month == last.day.month
        else f"{says.short(first.day)}–{says.short(last.day)}"
    )
    tone = first.sort[0]
    if tone == "counted":
        word = f"{first.counted}–{last.counted}"
    else:
        word = _("停") if tone == "pause" else _brief(first.why)
    return Square(label, word, tone, "", f"{says.day(first.day)}–{says.day(last.day)} {first.why}".strip())
