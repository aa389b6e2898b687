"""Joint meetings: no issue, no meeting; what is decided becomes a task, what is not is seen the second time."""

from datetime import date

import pytest

from luoshi.law.errors import CouldNot
from luoshi.law.typed import Missing
from luoshi.meetings import queries
from luoshi.meetings.models import Decision, Issue, Meeting
from luoshi.monitor.models import Task as Left
from luoshi.supervision.agenda import candidates
from tests.inspections.office import ordered
from tests.meetings.story import act, convened, raised
from tests.tasks.office import moment

pytestmark = pytest.mark.usefixtures("city")


def held(*issues: str, on: str = "2026-03-05") -> str:
    meeting = convened(*issues, on=on)
    act("hold", "office", f"{on}T14:00", matter=meeting, present=["530101", "530103"])
    return meeting


def test_without_an_issue_there_is_no_meeting_and_only_the_office_convenes() -> None:
    with pytest.raises(Missing, match="没有议题不开会"):
        convened()
    issue = raised()
    with pytest.raises(CouldNot, match="效能办"):
        act(
            "convene",
            "head",
            "2026-03-05T09:00",
            title="会",
            on=date(2026, 3, 5),
            members=["530101"],
            issues=[issue],
        )
    convened(issue)
    with pytest.raises(Missing, match="已在议程上"):
        convened(issue)


def test_an_issue_twice_on_the_table_without_a_decision_is_seen() -> None:
    issue = raised()
    for n, on in enumerate(("2026-03-05", "2026-06-04"), 1):
        meeting = held(issue, on=on)
        act("defer", "office", f"{on}T15:00", matter=meeting, issue=issue, text="再议")
        assert Left.objects.filter(reason="monitor.undecided_twice").count() == (n == 2)
    assert [one.deferrals for one in queries.waiting()] == [2]
    meeting = held(issue, on="2026-09-03")
    told = {"lead": "530103", "title": "完成改造", "until": date(2026, 12, 31)}
    act("decide", "office", "2026-09-03T15:00", matter=meeting, issue=issue, **told)
    assert Left.objects.get(reason="monitor.undecided_twice").done_at is not None
    assert not queries.waiting().exists()


def test_a_decision_is_ready_to_be_drafted_as_a_task_once() -> None:
    issue = raised()
    meeting = held(issue)
    with pytest.raises(Missing) as refused:
        act(
            "decide",
            "office",
            "2026-03-05T15:00",
            matter=meeting,
            issue=issue,
            lead="530103",
            title="改造",
            until=None,
        )
    assert refused.value.field == "until"
    act(
        "decide", "office", "2026-03-05T15:00", matter=meeting, issue=issue, lead="530103", title="完成改造",
        until=date(2026, 9, 30),
    )  # fmt: skip
    draft = queries.as_task(queries.undrafted().get())
    assert (draft["unit"], draft["title"], draft["until"]) == ("530103", "完成改造", date(2026, 9, 30))
    act("task_made", "office", "2026-03-06T09:00", issue=issue, instance="1", task="task:2026-00001")
    assert not queries.undrafted().exists()
    with pytest.raises(CouldNot):
        act("task_made", "office", "2026-03-06T09:00", issue=issue, instance="1", task="task:2026-00002")


def test_minutes_are_drafted_from_the_facts_and_issued_when_nothing_is_left() -> None:
    one, two = raised(), raised(title="夜间停车", of=["x:1"])
    meeting = held(one, two)
    act("defer", "office", "2026-03-05T15:00", matter=meeting, issue=two, text="再议")
    with pytest.raises(CouldNot, match=one):
        act("minute", "office", "2026-03-06T09:00", matter=meeting, text="纪要", document="1号")
    act(
        "decide", "office", "2026-03-05T15:30", matter=meeting, issue=one, lead="530103", title="完成改造",
        until=date(2026, 9, 30),
    )  # fmt: skip
    text = queries.minutes(Meeting.objects.get())
    assert "由春城市水务局牵头，于2026年9月30日前完成" in text
    assert "关于夜间停车。本次未议定，这是第1次。" in text
    assert "缺席：春城市园林绿化局。" in text
    act("minute", "office", "2026-03-06T09:00", matter=meeting, text=text, document="春督联纪〔2026〕1号")
    assert Decision.objects.count() == 1
    assert {i.state for i in Issue.objects.all()} == {"decided", "deferred"}


def test_the_agenda_is_pulled_and_nothing_is_raised_twice() -> None:
    order = ordered()
    assert candidates(at=moment("2026-04-15T09:00")) == []
    (found,) = candidates(at=moment("2026-04-16T09:00"))
    assert (found.cause, found.unit, found.of) == ("rectification_overdue", "530107", (order,))
    told = {"cause": found.cause, "title": found.title, "unit": found.unit, "of": found.of}
    raised(**told)
    assert candidates(at=moment("2026-04-16T09:00")) == []
    with pytest.raises(CouldNot, match="已是待议议题"):
        raised(**told)
