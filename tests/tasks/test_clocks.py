"""The limits of a task go the way of all limits: lights, cards to the lead unit, an explanation of every date."""

from datetime import date

import pytest
from django.test import Client

from luoshi.monitor.models import Card, Clock
from luoshi.monitor.sweep import sweep
from luoshi.monitor.why import why
from luoshi.org.models import User
from luoshi.tasks.plan import Body
from tests.tasks.office import GOAL, HOUSING, LEAD, OTHER, Do, clocks, moment, part, under_way

THIRD = Body("530101", HOUSING)
"""Sorts before the others: nothing but the hand-over makes its cards its own."""


def test_unsigned_and_late_tasks_get_their_cards_once(do: Do) -> None:
    matter = do("draft", "office", "2026-01-05T09:00", plan=GOAL)
    do("publish", "office", "2026-01-05T09:10", matter=matter)
    do("assign", "office", "2026-01-05T09:20", matter=matter)
    sweep(at=moment("2026-01-06T23:59"))
    assert not Card.objects.exists()
    sweep(at=moment("2026-01-07T00:00"))
    card = Card.objects.get()
    assert (card.clock, card.rung, card.unit, card.due_on) == (
        "task_receipt",
        "yellow_card",
        LEAD.name,
        date(2026, 1, 6),
    )
    do("receipt", "clerk", "2026-01-07T09:00", matter=matter)
    sweep(at=moment("2026-12-31T12:00"))
    assert [c.clock for c in Card.objects.all()] == ["task_receipt"]


def test_a_claim_in_time_meets_the_day_and_a_silent_co_operating_unit_does_not(do: Do) -> None:
    matter = under_way(do)
    do("ask_co", "handler", "2026-01-08T10:00", matter=matter, unit=OTHER.code, question="请提供接口")
    held = clocks(matter)["co_reply", f"{OTHER.code}:1"]
    assert (held.amount, held.per, held.due_on) == (5, "working_day", date(2026, 1, 15))
    do("reply_co", "water", "2026-01-15T17:00", matter=matter, text="已提供")
    assert clocks(matter)["co_reply", f"{OTHER.code}:1"].state == "met"


def test_the_card_follows_the_lead_unit_when_it_changes(do: Do) -> None:
    matter = under_way(do)
    told = {"document": "春政办〔2026〕3号", "reason": "职能调整"}
    do(
        "amend",
        "office",
        "2026-02-02T09:00",
        matter=matter,
        plan=part("goal", lead=THIRD, co=(LEAD,)),
        **told,
    )
    assert clocks(matter)["task_receipt", "2"].due_on == date(2026, 2, 3)
    sweep(at=moment("2026-02-04T00:00"))
    assert [(c.unit, c.clock, c.instance) for c in Card.objects.all()] == [(THIRD.name, "task_receipt", "2")]
    held = clocks(matter)
    assert (held["task_due", "1"].state, held["task_due", "2"].unit) == ("met", THIRD.name)
    assert held["task_due", "2"].due_on == GOAL.until


def test_a_moved_day_ends_the_old_limit_and_keeps_the_first_date_in_sight(do: Do) -> None:
    matter = under_way(do)
    told = {"document": "春政办〔2026〕3号", "reason": "汛期停工"}
    do(
        "amend",
        "office",
        "2026-03-02T09:00",
        matter=matter,
        plan=part("goal", until=date(2027, 2, 1)),
        **told,
    )
    held = clocks(matter)
    assert (held["task_due", "1"].state, held["task_due", "2"].due_on) == ("met", date(2027, 2, 1))


def test_every_day_of_a_limit_is_explained_and_named(do: Do) -> None:
    matter = under_way(do)
    told = {clock["clock"]: clock for clock in why(matter, at=moment("2026-02-02T09:00"))["clocks"]}
    assert told["task_receipt"]["title"] == "签收时限"
    assert told["task_due"]["due_on"] == "2026-12-31"
    assert told["task_receipt"]["days"][-1]["day"] == "2026-01-06"


@pytest.mark.parametrize("path", ["/", "/cards/", "/cards/?show=prompts", "/work/", "/matters/"])
def test_pages_that_show_cards_show_those_of_tasks(do: Do, path: str) -> None:
    matter = do("draft", "office", "2026-01-05T09:00", plan=GOAL)
    do("publish", "office", "2026-01-05T09:10", matter=matter)
    do("assign", "office", "2026-01-05T09:20", matter=matter)
    sweep(at=moment("2026-01-07T00:00"))
    assert Card.objects.exists()
    assert Clock.objects.filter(met_at=None).exists()
    for name in ("office", "head", "handler"):
        client = Client(headers={"accept-language": "zh-hans"})
        client.force_login(
            User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
        )
        assert client.get(path).status_code in (200, 403, 302)
