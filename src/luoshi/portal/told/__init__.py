"""What is told of a case to whoever applied: taken out of it by name, so that nothing else can slip in."""

from datetime import datetime
from typing import Any

from luoshi.approvals import queries
from luoshi.approvals.models import Matter
from luoshi.law.errors import CouldNot
from luoshi.ledger import read
from luoshi.monitor import surroundings
from luoshi.monitor.why import why
from luoshi.org.models import Unit
from luoshi.portal.told.asked import asked, stays
from luoshi.portal.told.case import Seen
from luoshi.portal.told.course import course
from luoshi.portal.told.dates import head, limits
from luoshi.portal.told.late import late
from luoshi.portal.told.waited import earlier, waited
from luoshi.sealed.codes import known_as


def answer(matter: Matter, *, at: datetime) -> dict[str, Any]:
    """Everything the page of a case shows."""
    rows = read.current([matter.matter], ledger=matter.ledger)
    trouble = ""
    try:
        clocks = why(matter.matter, at=at, ledger=matter.ledger, state=matter, rows=rows)["clocks"]
    except CouldNot as failure:
        clocks, trouble = [], str(failure)
    case = queries.case(matter.matter, ledger=matter.ledger, limits=(), rows=rows)
    names = {matter.unit, *(ask.unit for ask in case.asks)}
    units = {u.name: u.said() for u in Unit.objects.without_tree_fields().filter(name__in=names)}
    calendar = surroundings.calendar()
    seen = Seen(matter, case, rows, clocks, units, calendar, at)
    told = limits(seen)
    it = case.definition
    return {
        "number": known_as(matter.matter), "item": matter.item, "unit": seen.unit, "state": matter.get_state_display(),
        "head": head(seen, told), "course": course(seen), "limits": told, "late": late(seen, told), "asked": asked(seen),
        "stays": stays(seen), "waited": waited(seen, earlier(matter, calendar)), "open": seen.open, "trouble": trouble,
        "on": seen.on, "contact": it.contact if it else "", "supervision": it.supervision if it else "",
        "code": matter.code,
    }  # fmt: skip
