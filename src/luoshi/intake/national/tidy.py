"""What of a source's free text may stand in an entry: names of things, never of people, never numbers of people."""

import re

from luoshi.law.private import personal

NUMBERED = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[（(]\d{4}[〕\]）)]\s*\d{1,6}\s*号")
PAPER = re.compile(
    r"(?:特别程序|听证|招标|拍卖|检验|检测|检疫|鉴定|专家评审|延期|延长审批)(?:时间)?(?:告知书|通知书|决定书|委托书|意见书)"
)
UNNAMED = "来源系统所载理由或依据"
"""The document of a stop whose source gives a reason in words that do not name the paper."""


def named(text: str, longest: int = 100) -> str:
    """A short name of a thing; nothing of a text that is long or holds a person's number."""
    return "" if len(text) > longest or personal(text) else text


def document(text: str) -> str:
    """The paper that a reason names: its office number, or what it is called; the rest of the text is not kept."""
    if not text:
        return ""
    found = NUMBERED.search(text) or PAPER.search(text)
    return found[0] if found else UNNAMED
