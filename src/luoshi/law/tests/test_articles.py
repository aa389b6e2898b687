"""Quoted articles are the statutes' own words, and only from the day they are in force."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from luoshi.law.articles import LICENSING, quote, statutes
from luoshi.law.errors import NotInForce

LAWS = Path(os.environ.get("LUOSHI_TEST_DATA", Path(__file__).parents[5] / "shared" / "data")) / "laws"


@pytest.mark.data
def test_every_text_is_word_for_word() -> None:
    if not LAWS.is_dir():
        pytest.skip("real data absent: set LUOSHI_TEST_DATA")
    for statute, (_, verified_on, texts) in statutes().items():
        [path] = [p for p in LAWS.glob("*.md") if statute.endswith(p.name.partition("(")[0])]
        whole = path.read_text()
        assert verified_on
        for article, one in texts.items():
            assert one.text in whole, (statute, article)
            number = article.partition("条")[0] + "条"
            paragraph = (
                whole[whole.index(f"\n{number}") :].partition("\n第")[0]
                + whole[whole.index(f"\n{number}") + 1 :].partition("\n第")[0]
            )
            assert one.text in paragraph, f"{statute} {article} stands under another article"


def test_nothing_is_quoted_before_it_is_in_force() -> None:
    for statute, (since, _, texts) in statutes().items():
        for article in texts:
            assert quote(statute, article, since).text
            with pytest.raises(NotInForce):
                quote(statute, article, since - timedelta(days=1))


def test_an_article_not_on_record_is_refused_in_words() -> None:
    with pytest.raises(NotInForce, match="第九十九条"):
        quote(LICENSING, "第九十九条", date(2026, 1, 1))
