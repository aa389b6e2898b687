"""To whom the public turns: the hotline that every city has, and what this office has set."""

from django.conf import settings

from luoshi.law.words import say

HOTLINE = "12345"
"""政务服务便民热线 (国办发〔2020〕53号)."""


def contacts() -> dict[str, str]:
    """The hotline, and the efficiency office as LUOSHI_COMPLAINTS tells it ("" where nobody has)."""
    told, english = settings.LUOSHI_COMPLAINTS, settings.LUOSHI_COMPLAINTS_EN
    return {"hotline": HOTLINE, "office": say(told, english or told)}
