"""Which language a sentence is said in.

Texts that do not live in a template stand in the code as a pair, Chinese first;
`say` picks one. The language is the one set for the request or, on the command
line, what LUOSHI_LANG, LC_ALL or LANG names; anything but English means Chinese.
"""

import os
from contextvars import ContextVar

Pair = tuple[str, str]
"""A text in both languages, Chinese first."""

language: ContextVar[str | None] = ContextVar("language", default=None)


def chosen() -> str:
    """`"en"` or `"zh"`."""
    named = language.get()
    if named is None:
        named = next((v for k in ("LUOSHI_LANG", "LC_ALL", "LANG") if (v := os.environ.get(k))), "")
    return "en" if named.lower().startswith("en") else "zh"


def say(zh: str, en: str) -> str:
    """The sentence in the reader's language."""
    return en if chosen() == "en" else zh
