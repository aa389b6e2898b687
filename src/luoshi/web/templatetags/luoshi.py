"""The components, as tags and filters: each made once, here and in templates/luoshi/parts/."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from luoshi.tasks import figures
from luoshi.web import bars, days, lights, says

register = template.Library()

_SHAPES = {
    "disc": '<circle cx="6" cy="6" r="4.5"/>',
    "diamond": '<path d="M6 .8 11.2 6 6 11.2.8 6z"/>',
    "triangle": '<path d="M6 1.2 11.4 10.8H.6z"/>',
    "square": '<rect x="1.5" y="1.5" width="9" height="9"/>',
    "ring": '<circle cx="6" cy="6" r="4" class="hollow"/>',
    "bars": '<path d="M2.5 2h2.5v8H2.5zM7 2h2.5v8H7z"/>',
}


@register.simple_tag
def shape(name: str) -> SafeString:
    """The shape of a light alone; the word must stand beside it."""
    return format_html(
        '<svg class="shape" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">{}</svg>',
        SafeString(_SHAPES[name]),
    )


@register.simple_tag
def light(name: str, words: str = "") -> SafeString:
    """Light chip: shape, word and colour. `words` say more than the light's own name does."""
    it = lights.light(name)
    return format_html(
        '<span class="light light-{}">{}<span>{}</span></span>', it.tone, shape(it.shape), words or it.word
    )


@register.inclusion_tag("luoshi/parts/clock_bar.html")
def clock_bar(clock: Mapping[str, Any], on: date) -> dict[str, Any]:
    return {"bar": bars.clock_bar(clock, on)}


@register.inclusion_tag("luoshi/parts/stacked_bar.html")
def stacked_bar(counts: Mapping[str, int], longest: int) -> dict[str, Any]:
    """Open clocks of a unit by light, the calm ones first as on the wall."""
    told = "，".join(f"{lights.light(n).word} {counts[n]}" for n in reversed(lights.DRAWN) if counts.get(n))
    return {"pieces": bars.stacked(counts, lights.DRAWN, longest), "told": told}


@register.inclusion_tag("luoshi/parts/why.html")
def why_panel(clock: Mapping[str, Any], on: date) -> dict[str, Any]:
    return {"clock": clock, "squares": days.squares(clock, on), "on": on}


@register.inclusion_tag("luoshi/parts/event.html")
def event_line(entry: Mapping[str, Any]) -> dict[str, Any]:
    """`entry`: happened_at, actor_kind, unit, title, sentence, kind. Person filled, system hollow, card amber."""
    kind = str(entry.get("kind", ""))
    if "card" in kind or "warned" in kind:
        dot = "carded"
    elif entry.get("actor_kind") in ("law", "system"):
        dot = "system"
    else:
        dot = "person"
    said = says.of_pair(entry.get("sentence")) or says.of_pair(entry.get("title")) or kind
    return {"entry": entry, "dot": dot, "who": entry.get("unit") or entry.get("officer") or "", "said": said}


@register.inclusion_tag("luoshi/parts/figure.html")
def figure(number: int, name: str, compared: str = "", tone: str = "", href: str = "") -> dict[str, Any]:
    """A number with its comparison; a link where it can be opened."""
    return {"number": number, "name": name, "compared": compared, "tone": tone, "href": href}


@register.inclusion_tag("luoshi/parts/progress.html")
def progress(done: float, of: float, should: float, words: str, tone: str = "run") -> dict[str, Any]:
    """How far it is, and a line where it should be by now."""

    def share(value: float) -> float:
        return round(min(max(value / of, 0), 1) * 100, 2) if of else 0

    return {"done": share(done), "should": share(should), "words": words, "tone": tone}


@register.inclusion_tag("luoshi/parts/empty.html")
def empty(title: str, step: str = "", href: str = "", word: str = "") -> dict[str, Any]:
    """Nothing here, and what to do next."""
    return {"title": title, "step": step, "href": href, "word": word}


@register.inclusion_tag("luoshi/parts/report.html")
def import_report(report: Mapping[str, Any]) -> dict[str, Any]:
    """`report` as `luoshi import --json` gives it; only the first hundred lines are drawn."""
    rejected, warnings = list(report.get("rejected") or ()), list(report.get("warnings") or ())
    return {
        "report": report,
        "rejected": rejected[:100],
        "rejected_more": max(len(rejected) - 100, 0),
        "warnings": warnings[:100],
        "warnings_more": max(len(warnings) - 100, 0),
        "rejected_count": len(rejected),
        "warnings_count": len(warnings),
    }


@register.inclusion_tag("luoshi/parts/head.html", takes_context=True)
def column(
    context: template.Context, name: str, words: str, sort: str = "", klass: str = ""
) -> dict[str, Any]:
    """A column head; a link that sorts by it where that can be done. Keeps all filters."""
    now = sort.lstrip("-") == name
    query = context["request"].GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{name}" if now and not sort.startswith("-") else name
    state = ("descending" if sort.startswith("-") else "ascending") if now else ""
    return {"words": words, "href": f"?{query.urlencode()}", "state": state, "klass": klass}


@register.inclusion_tag("luoshi/parts/field.html")
def field(bound: Any) -> dict[str, Any]:
    """One form field: label, input, help under it, errors beside it."""
    return {"field": bound}


@register.filter
def day(value: object) -> str:
    return says.day(value)


@register.filter
def weekday(value: object) -> str:
    return says.day(value, weekday=True)


@register.filter
def stamp(value: object) -> str:
    return says.clock_time(value)


@register.filter
def day_and_time(value: object) -> str:
    """2026年10月12日（周一） 09:41"""
    at = says.as_moment(value)
    return "" if at is None else f"{says.day(at, weekday=True, year=True)} {at.hour:02}:{at.minute:02}"


@register.filter
def clock_or_day(value: object) -> str:
    """09:41, or the day when it is not today."""
    at = says.as_moment(value)
    if at is None:
        return ""
    return f"{at.hour:02}:{at.minute:02}" if at.date() == says.today() else says.short(at)


@register.filter
def per_cent_whole(value: float) -> str:
    return f"{value * 100:.0f}%"


@register.filter
def count(value: object) -> str:
    """1,284"""
    return f"{value:,}" if isinstance(value, int) else str(value)


@register.filter
def per_cent(value: float | None) -> str:
    return "—" if value is None else f"{value * 100:.1f}%"


@register.filter
def said(value: object) -> str:
    """A pair of texts, in the reader's language."""
    return says.of_pair(value)


@register.filter
def matter_name(value: str) -> str:
    return says.source_of(value)


@register.filter
def limit_name(clock: str) -> str:
    return says.clock_name(clock)


@register.filter
def light_word(name: str) -> str:
    return lights.light(name).word


@register.simple_tag
def period(amount: object, per: str) -> str:
    return says.period(amount, per)


@register.filter
def item(mapping: Mapping[Any, Any] | Sequence[Any], key: Any) -> Any:
    return mapping.get(key) if isinstance(mapping, Mapping) else mapping[key]


@register.filter
def normal(value: Any) -> str:
    """A figure without zeros at its end: 2.4, not 2.4000."""
    return "" if value is None or value == "" else figures.said(value)


@register.filter
def unscaled(value: int) -> str:
    """A kept sum, as people write it."""
    return figures.said(figures.unscaled(value))
