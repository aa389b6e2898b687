"""选择性执行, from the ledger itself: which clauses of a document nobody carries out."""

from dataclasses import replace

import pytest

from luoshi.supervision.surveying import survey
from tests.tasks.office import GOAL, Do, moment


@pytest.mark.usefixtures("city")
def test_clauses_without_task_or_reason_are_counted_by_document(do: Do) -> None:
    clauses = {1: "新建口袋公园", 2: "消除易涝点", 3: "整治河道", 4: "加强作风建设", 5: "再建一处"}
    source = do(
        "register_source",
        "office",
        "2026-01-04T09:00",
        sort="report",
        title="工作报告",
        document="1号",
        clauses=clauses,
    )
    do("draft", "office", "2026-01-05T09:00", plan=replace(GOAL, source=source, clauses=(1, 2)))
    off = do("draft", "office", "2026-01-05T09:10", plan=replace(GOAL, source=source, clauses=(5,)))
    do("cancel", "office", "2026-01-06T09:00", matter=off, reason="并入第一条", document="")
    do("set_clause_aside", "office", "2026-01-06T09:10", source=source, clause=4, reason="长期要求")
    (found,) = (
        one
        for one in survey(at=moment("2026-03-02T09:00")).results
        if one.survey.name == "selective_execution"
    )
    (document,) = (one for one in found.measured if one.measure == "uncovered")
    assert (document.subject.item, document.n, round(document.effect * document.n)) == ("工作报告", 5, 2)
    early = survey(at=moment("2026-01-20T09:00")).results
    assert not [one for r in early for one in r.measured if one.measure == "uncovered"]
