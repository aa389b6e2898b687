"""限时办结制: what is owed is finished in time, and someone hears before it is not.

行政许可法 第四十二条、第四十四条、第四十五条; 优化营商环境条例 第三十六条. Every limit of a matter
becomes one row: the statute's (from acceptance, from the decision), the promise, a step's, or a
deadline the source itself carries. Days count by R1–R9; a pause takes out its half-open days only
on an enumerated ground with its document; an extension is granted at most once, on a day not
after the due day, and runs on from the same start.

The ladder (督办梯级): blue prompt when nothing happened for some working days past half time →
yellow warning near the end → yellow card when a promise or step is late → red card when the
statutory term has passed → escalation while it stays open. The thresholds are dated parameters in
`law.yaml`. A card is a lead with its arithmetic, never a verdict.
"""

from luoshi.law.event import Event
from luoshi.mechanisms.base import Mechanism
from luoshi.mechanisms.cards import CARD_ISSUED
from luoshi.mechanisms.window.time_limit import relation as outcome
from luoshi.mechanisms.window.time_limit import terms as term
from luoshi.mechanisms.window.time_limit.limits import governed

WARNED = Event(
    kind="monitor.warned",
    title=("黄色预警", "Yellow warning"),
    sentence=("临近到期，请抓紧办理", "Close to its due day"),
    binds="escalation",
)
PROMPTED = Event(
    kind="monitor.prompted",
    title=("蓝色提示", "Blue prompt"),
    sentence=("时限过半且多个工作日无动作，请关注", "Past half time and no action for several working days"),
    binds="escalation",
)
ESCALATED = Event(
    kind="monitor.escalated",
    title=("升级督办", "Escalated"),
    sentence=("超期后仍未办结，升级督办", "Still open after its card; escalated"),
    binds="escalation",
)

RUNGS = {
    "blue": PROMPTED.kind,
    "yellow_warning": WARNED.kind,
    "yellow_card": CARD_ISSUED.kind,
    "red_card": CARD_ISSUED.kind,
    "escalated_5": ESCALATED.kind,
    "escalated_10": ESCALATED.kind,
}
"""Every rung of the ladder, lowest first, and the entry that records it."""

mechanism = Mechanism(
    name="time_limit",
    grain="clock",
    reads=frozenset(
        {
            "deemed_acceptance",
            "deemed_renewal",
            "approvals.accepted",
            "approvals.decided",
            "approvals.delivered",
            "approvals.withdrawn",
            "approvals.paused",
            "approvals.resumed",
            "approvals.extended",
            "approvals.step",
            "tasks.assigned",
            "tasks.claimed",
            "tasks.progressed",
            "clocks.set",
            "clocks.met",
        }
    ),
    yields=(PROMPTED, WARNED, CARD_ISSUED, ESCALATED),
    before=(
        ("governed", governed),
        ("unmoved_terms", term.unmoved_terms),
        ("plain", term.plain),
        ("moved_terms", term.moved_terms),
        ("marked", term.marked),
        ("lengthened", term.lengthened),
        ("measured", term.measured),
        ("taken", term.taken),
        ("adjusted", term.adjusted),
        ("reached", outcome.reached),
        ("dated", outcome.dated),
        ("ladder", outcome.ladder),
        ("judged", outcome.judged),
    ),
    relation=outcome.relation,
    columns={
        "matter": "string",
        "clock": "string",
        "instance": "string",
        "grade": "string",
        "unit": "string",
        "item": "string",
        "law": "string",
        "started": "int64",
        "start_day": "int32",
        "amount": "int32",
        "per": "string",
        "extended": "int32",
        "paused_days": "int32",
        "due_day": "int32",
        "due": "int64",
        "provisional": "boolean",
        "met": "int64",
        "state": "string",
        "light": "string",
        "blue": "int64",
        "warn": "int64",
        "card": "int64",
        "rung": "string",
        "escalate_1": "int64",
        "escalate_2": "int64",
        "acting": "boolean",
        "next": "int64",
    },
)
