"""The committed page equals what the program would write, whatever the reader's language."""

import pytest

from luoshi.docs.__main__ import FILE, main
from luoshi.docs.mechanisms import document
from luoshi.docs.text import cell
from luoshi.engine.plan import MECHANISMS
from luoshi.law import registry, tacit
from luoshi.law.words import language


def test_the_committed_page_is_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == document(), "run make docs"
    assert main(["--check"]) == 0


@pytest.mark.parametrize("name", ["zh", "en"])
def test_it_does_not_depend_on_the_language(name: str) -> None:
    token = language.set(name)
    try:
        assert document() == FILE.read_text(encoding="utf-8")
    finally:
        language.reset(token)


def test_nothing_is_left_out() -> None:
    page = document()
    for clock_id in registry.versions():
        assert f"| {clock_id} |" in page
    for effect in tacit.effects():
        assert cell(" · ".join(effect.title)) in page
    for mechanism in MECHANISMS:
        assert f"/{mechanism.name}/`" in page
        for event in mechanism.yields:
            assert f"`{event.kind}`" in page


def test_an_unknown_argument_is_a_usage_error() -> None:
    assert main(["--chek"]) == 2


def test_cells_keep_a_table_whole() -> None:
    assert cell("a|b\nc") == "a\\|b c"
    assert cell(None) == "–"
