"""What can happen to a joint meeting and to an issue; each kind told once."""

from luoshi.law.event import Event, declare
from luoshi.law.words import Pair

MEETING, ISSUE = "meeting:", "issue:"
MATTERS = (MEETING, ISSUE)
KINDS = "meetings."

DONE: tuple[tuple[str, Pair, Pair], ...] = (
    ("issue_raised", ("提出议题", "Issue raised"), ("提出联席会议议题", "An issue was raised for the joint meeting")),
    ("convened", ("召集会议", "Meeting convened"), ("召集联席会议，确定成员和议题", "A joint meeting was convened with its members and issues")),
    ("tabled", ("列入议程", "On the agenda"), ("列入会议议程", "It was put on an agenda")),
    ("held", ("召开会议", "Meeting held"), ("会议召开，记录到会和缺席单位", "The meeting took place; who came and who did not is on record")),
    ("discussed", ("上会讨论", "Discussed"), ("上会讨论，议定或暂缓", "It was discussed, and decided or deferred")),
    ("decided", ("议定事项", "Decision"), ("议定牵头单位、内容和时限", "Who does what by when was decided")),
    ("task_made", ("转为任务", "Made a task"), ("议定事项已立项为任务", "The decision was drafted as a task")),
    ("minuted", ("会议纪要", "Minutes"), ("印发会议纪要", "The minutes were issued")),
)  # fmt: skip
EVENTS = tuple(Event(kind=f"{KINDS}{name}", title=title, sentence=words) for name, title, words in DONE)
declare(*EVENTS)
