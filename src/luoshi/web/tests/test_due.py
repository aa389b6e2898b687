"""The calculator's page: several pauses, and the sorts of days in its grid."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
CASE = {"start": "2026-09-14", "amount": "10", "unit": "working_day"}


def page(**more: object) -> str:
    answer = Client().get("/due/", CASE | more)
    assert answer.status_code == 200
    return answer.content.decode()


def titled(told: str) -> str:
    """What the answer's title says."""
    return told.partition('id="answer"')[2].partition("<h2>")[2].partition("</h2>")[0]


def test_each_of_several_pauses_takes_its_days_out() -> None:
    plain = page()
    both = page(pause_since=["2026-09-23", "2026-09-16"], pause_until=["2026-09-24", "2026-09-18"])
    one = page(pause_since="2026-09-16", pause_until="2026-09-18")
    # 09-20 is worked, 09-25 to 09-27 and 10-01 to 10-07 are off: ten days, then two more, then one more.
    assert [titled(told)[:5].strip("（") for told in (plain, one, both)] == ["9月28日", "9月30日", "10月8日"]
    assert both.count('name="pause_since"') == 2


def test_another_pause_is_asked_for_and_the_answer_stays() -> None:
    told = page(pause_since="2026-09-16", pause_until="2026-09-18", more="1")
    assert told.count('name="pause_since"') == 2
    assert 'id="answer"' in told
    spans = [f"2026-09-{day:02d}" for day in range(15, 23)]
    assert 'name="more"' not in page(pause_since=spans, pause_until=spans, more="1")


def test_a_pause_that_ends_before_it_begins_is_named_and_nothing_is_reckoned() -> None:
    told = page(pause_since=["2026-09-16", "2026-09-20"], pause_until=["2026-09-18", "2026-09-19"])
    assert "恢复日要晚于暂停日" in told
    assert 'id="answer"' not in told


def test_a_due_day_that_is_made_up_for_says_so() -> None:
    # Five working days after Monday 2026-09-14 end on Sunday 2026-09-20, which is worked.
    told = page(amount="5")
    assert "9月20日" in titled(told)
    assert "due makeup" in told
    assert "补班 5" in told
