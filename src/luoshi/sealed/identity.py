"""Who somebody is, and whether what was typed can be right: numbers carry their own check (GB 11643, GB 32100)."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from luoshi.law.words import Pair, say

KINDS: Mapping[str, Pair] = {"person": ("个人", "person"), "organisation": ("单位", "organisation")}
PURPOSES: Mapping[str, Pair] = {
    "notify": ("联系申请人告知事项", "to tell the applicant something"),
    "verify": ("核对申请材料", "to check the papers filed"),
    "deliver": ("送达证件或文书", "to deliver a licence or letter"),
    "complaint": ("处理投诉或复议", "to handle a complaint or a review"),
}
"""For what who applied may be looked at."""
PERSON = re.compile(r"\d{17}[\dX]")
WEIGHTS = tuple(2 ** (17 - n) % 11 for n in range(17))
ORGANISATION = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PHONE = re.compile(r"\+?[\d\- ]{7,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An applicant. Never in an entry, a log or a list."""

    kind: str
    name: str
    number: str
    phone: str = ""
    address: str = ""

    def told(self) -> dict[str, str]:
        return asdict(self)


def plain(number: str) -> str:
    """A number as it is compared: without blanks and hyphens, in capitals."""
    return re.sub(r"[\s\-]", "", number).upper()


def sound(kind: str, number: str) -> bool:
    """Does the number carry the right check digit?"""
    if kind == "person":
        if not PERSON.fullmatch(number):
            return False
        total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
        return number[17] == "10X98765432"[total % 11]
    if not ORGANISATION.fullmatch(number):
        return False
    total = sum(SIGNS.index(sign) * 3**n for n, sign in enumerate(number[:17]))
    return number[17] == SIGNS[-total % 31]


def problems(it: Identity) -> dict[str, str]:
    """What must be corrected before it can be kept, by field."""
    found: dict[str, str] = {}
    if it.kind not in KINDS:
        found["kind"] = say("请选个人或单位", "Choose person or organisation")
    if not it.name.strip():
        found["name"] = say("请填申请人姓名或单位名称", "Give the name of the applicant")
    elif len(it.name) > 200:
        found["name"] = say("不超过 200 字", "at most 200 characters")
    if it.kind in KINDS and not sound(it.kind, plain(it.number)):
        found["number"] = (
            say(
                "身份证号应是 18 位，校验位不对：请核对",
                "The identity number does not check: look at it again",
            )
            if it.kind == "person"
            else say(
                "统一社会信用代码应是 18 位，校验位不对：请核对",
                "The credit code does not check: look at it again",
            )
        )
    if it.phone and not PHONE.fullmatch(it.phone.strip()):
        found["phone"] = say(
            "电话只写数字、空格和短横", "A telephone number has digits, blanks and hyphens only"
        )
    if len(it.address) > 500:
        found["address"] = say("不超过 500 字", "at most 500 characters")
    return found
