"""Markdown from values: cells that hold any text, tables, a sentence in both languages."""

from collections.abc import Callable, Iterable, Sequence

from luoshi.law.words import language


def both(said: Callable[[], str]) -> str:
    """What `said` says in Chinese and in English, once where they agree."""
    told = []
    for name in ("zh", "en"):
        token = language.set(name)
        try:
            told.append(said())
        finally:
            language.reset(token)
    return told[0] if told[0] == told[1] else " · ".join(told)


def pair(words: tuple[str, str]) -> str:
    return " · ".join(word for word in words if word)


def cell(value: object) -> str:
    """A value inside a table: no bars, no line breaks, an en dash for nothing."""
    text = " ".join(str("" if value is None else value).split()).replace("|", "\\|")
    return text or "–"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{'|'.join('---' for _ in head)}|"]
    return lines + [f"| {' | '.join(map(cell, row))} |" for row in rows]
