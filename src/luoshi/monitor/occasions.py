"""What makes a finding itself, so that it is recorded once."""

from collections.abc import Mapping
from typing import Any

VERSION = "2026.1"
"""The version of the rules, recorded with every effect."""

ONCE = "effect"
"""The content digest of every effect: what was decided is never corrected by deciding it again."""


def occasion(mechanism: str, found: Mapping[str, Any]) -> str:
    """The name of a finding: mechanism, matter, clock and instance."""
    parts = (mechanism, found["matter"], found.get("clock", ""), found["instance"])
    return ":".join(part.replace(":", "%3A") if part != found["matter"] else part for part in parts)
