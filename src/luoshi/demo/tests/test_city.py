"""The sample city as it is told: its size, its honesty about itself, and that it is the same from the same seed."""

from datetime import date, timedelta
from itertools import pairwise

from luoshi.catalogue.checks import problems
from luoshi.catalogue.disclosure import completeness
from luoshi.demo import catalogue, city, staff, truth
from luoshi.demo.flow import SIZES, City, begin
from luoshi.law.calendar import calendar_for
from luoshi.ledger.entry import Draft

TODAY = date(2026, 9, 18)


def made(*, seed: int = 2008, since: date = date(2026, 7, 1), live: date = date.max) -> City:
    calendar = calendar_for("CN-530100")
    return City(SIZES["small"], since=since, seed=seed, ledger="CN-530100", calendar=calendar, live=live)


def told(here: City, until: date) -> list[Draft]:
    return [one.draft for day in here.days(until) for one in day]


def test_the_city_has_its_size_and_every_item_could_be_published() -> None:
    everything = catalogue.items(begin(SIZES["city"], TODAY))
    teams = staff.teams()
    assert len(city.bodies()) == 40
    assert len(city.DISTRICTS) == 14
    assert 290 <= len(everything) <= 310
    assert 600 <= sum(len(team.officers) for team in teams.values()) <= 660
    for item in everything:
        for definition, since in item.versions:
            assert problems(definition, since) == []
            assert definition.materials
    disclosed = [completeness(item.versions[-1][0]).complete for item in everything]
    assert 0.8 < sum(disclosed) / len(disclosed) < 1


def test_nobody_in_it_could_be_somebody() -> None:
    for team in staff.teams().values():
        for it in team.officers:
            assert it.name.startswith(("窗口员", "承办员", "负责人"))
            assert it.name[3:].isdigit()


def test_a_post_is_never_empty() -> None:
    for day in (TODAY + timedelta(days=n) for n in range(0, 400, 7)):
        for team in staff.teams().values():
            for post in team.posts:
                assert post.a is not post.b
                assert not (staff.away(post.a, day, 2008) and staff.away(post.b, day, 2008))


def test_the_same_seed_tells_the_same_days_however_far_it_is_told() -> None:
    short, long = told(made(), date(2026, 7, 20)), told(made(), date(2026, 8, 20))
    assert short == long[: len(short)]
    assert told(made(seed=1), date(2026, 7, 20)) != short


def test_told_in_parts_it_is_the_same() -> None:
    here = made()
    parts = told(here, date(2026, 7, 9)) + told(here, date(2026, 7, 9)) + told(here, date(2026, 7, 20))
    assert parts == told(made(), date(2026, 7, 20))


def test_what_the_city_learns_comes_in_order_and_each_occasion_once() -> None:
    learned = [one for day in made().days(date(2026, 8, 31)) for one in day]
    assert all(a.at <= b.at for a, b in pairwise(learned))
    assert all(one.draft.happened_at <= one.at for one in learned)
    cases: dict[str, list[Draft]] = {}
    for one in learned:
        cases.setdefault(one.draft.matter, []).append(one.draft)
    assert all(a.happened_at <= b.happened_at for drafts in cases.values() for a, b in pairwise(drafts))
    occasions = [one.draft.occasion for one in learned]
    assert len(set(occasions)) == len(occasions)


def test_every_kind_of_story_is_told() -> None:
    kinds = {draft.kind.removeprefix("approvals.") for draft in told(made(since=date(2025, 7, 1)), TODAY)}
    assert {
        "received", "corrected_on_spot", "correction_notified", "supplemented", "accepted", "acceptance_refused",
        "hand_over_offered", "hand_over_declined", "transferred", "step", "paused", "resumed", "extension_requested",
        "extended", "opinion_invited", "opinion_given", "fast_lane_requested", "fast_lane_granted", "deferred_made_up",
        "fast_lane_refused", "commitment_made", "commitment_declined", "commitment_checked", "decided", "delivered",
        "withdrawn", "lateness_explained", "reclassified",
    } <= kinds  # fmt: skip


def test_cases_from_the_day_it_is_served_take_no_number_that_a_form_would_give() -> None:
    here = made(live=date(2026, 7, 20))
    drafts = [d for d in told(here, date(2026, 7, 24)) if d.kind == "approvals.received"]
    numbered = [d for d in drafts if "number" in d.payload]
    signed = [d for d in drafts if "number" not in d.payload]
    assert {d.happened_at.date() < date(2026, 7, 20) for d in numbered} == {True}
    assert {d.happened_at.date() >= date(2026, 7, 20) for d in signed} == {True}
    assert all("-W" in d.matter for d in signed)


def test_the_whole_city_has_every_habit_seeded() -> None:
    seeded = truth.seeded()
    assert {survey for _, survey in seeded} == {survey for _, survey in truth.SEEDED.values()}
    assert all(unit in {body.name for body in city.bodies()} for unit, _ in seeded)
