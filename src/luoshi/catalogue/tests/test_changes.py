"""What changed is said field by field, and nothing that changed is left unsaid."""

from dataclasses import fields

import pytest

from luoshi.catalogue.changes import TITLES, changes
from luoshi.catalogue.definition import Definition, Material, Step
from luoshi.catalogue.tests.conftest import WATER, changed

ELSEWHERE = {
    "code": "", "unit_name": "unit", "statutory_amount": "statutory", "statutory_per": "statutory",
    "promise_amount": "promise", "promise_per": "promise", "charged": "fees", "fee_basis": "fees",
    "commitment_excluded": "commitment",
}  # fmt: skip


def test_every_field_of_a_definition_is_told_somewhere() -> None:
    for field in fields(Definition):
        assert field.name in TITLES or ELSEWHERE.get(field.name, "?") in {*TITLES, ""}, field.name


def test_nothing_changed_nothing_said() -> None:
    assert changes(WATER, WATER) == []


@pytest.mark.parametrize(
    ("values", "field", "before", "after"),
    [
        ({"promise_amount": 10}, "promise", "12 工作日", "10 工作日"),
        ({"charged": True, "fees": "每证 10 元"}, "fees", "不收费", "每证 10 元"),
        (
            {"commitment_excluded": "public_safety"},
            "commitment",
            "未实行",
            "不适用：涉及公共安全",
        ),
        ({"visits": 0}, "visits", "1", "0"),
        ({"clock": "CLK-03"}, "clock", "CLK-02 许可决定", "CLK-03 统一办理、联合办理、集中办理"),
    ],
)
def test_a_change_is_said_before_and_after(
    values: dict[str, object], field: str, before: str, after: str
) -> None:
    (one,) = changes(WATER, changed(**values))
    assert (one.field, one.before, one.after) == (field, before, after)


def test_steps_and_papers_are_compared_in_every_part() -> None:
    paper = WATER.materials[0]
    for other in (
        Material(code=paper.code, name=paper.name, needed=False, source=paper.source),
        Material(code="M9", name=paper.name, source=paper.source),
        Material(code=paper.code, name=paper.name, source=paper.source, standard="复印件"),
    ):
        assert [c.field for c in changes(WATER, changed(materials=(other, *WATER.materials[1:])))] == [
            "materials"
        ]
    assert [c.field for c in changes(WATER, changed(steps=(Step(name="受理"),)))] == ["steps"]


def test_a_first_version_says_all_it_tells() -> None:
    said = {c.field: c.after for c in changes(None, WATER)}
    assert said["name"] == "取水许可"
    assert "quota" in said
    assert "statutory_basis" not in said
