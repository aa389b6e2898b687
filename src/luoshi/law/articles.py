"""Articles that papers and pages quote, word for word, each with the day from which it is in force.

One file a statute under `articles/`: `statute` in both languages, `since`, `verified_on`, and the texts by
their article. Quoting one that is not on record, or before it was in force, is refused: nothing is paraphrased.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from luoshi.law.clock import Citation
from luoshi.law.errors import NotInForce
from luoshi.law.files import load
from luoshi.law.words import say

FOLDER = Path(__file__).parent / "articles"
LICENSING = "中华人民共和国行政许可法"
RECONSIDERATION = "中华人民共和国行政复议法"
LITIGATION = "中华人民共和国行政诉讼法"
ENVIRONMENT = "优化营商环境条例"


@cache
def statutes() -> Mapping[str, tuple[date, date, Mapping[str, Citation]]]:
    """Each statute by its official name: in force since, verified on, its articles."""
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        told = load(path)
        name, english = told["statute"]
        texts = {a: Citation(name, a, text.strip(), english) for a, text in told["articles"].items()}
        found[name] = (told["since"], told["verified_on"], texts)
    return found


def quote(statute: str, article: str, on: date) -> Citation:
    """The article as in force on a day; NotInForce when it is not on record for that day."""
    since, _, texts = statutes().get(statute, (date.max, date.max, {}))
    if article not in texts or on < since:
        raise NotInForce(
            say(
                f"《{statute}》{article}在 {on} 没有可引用的原文：请先把条文补入 law/articles",
                f"There is no text of {statute} {article} for {on}: add it to law/articles first",
            )
        )
    return texts[article]
