"""What must never stand in a record that is kept for good: numbers that lead to one person."""

import re

MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)\d{6}(19|20)\d{9}[\dXx](?!\d)")


def personal(text: str) -> bool:
    """Does a text hold a mobile or an identity number?"""
    return bool(MOBILE.search(text) or IDENTITY.search(text))
