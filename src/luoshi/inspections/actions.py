"""Everything that can be done in inspections. Each takes the open `book` and who acts, and refuses in words."""

from luoshi.inspections.acts.campaigning import join, open_campaign, report
from luoshi.inspections.acts.inspecting import begin, close, conclude, find, look_back, publish_result, serve
from luoshi.inspections.acts.planning import Duplicate, merge, plan
from luoshi.inspections.acts.rectifying import claim, extend, order, send_back, verify
from luoshi.inspections.acts.researching import answer, research
from luoshi.inspections.acts.reviewing import ask as ask_review
from luoshi.inspections.acts.reviewing import decide as decide_review
from luoshi.inspections.acts.sampling import check, draw

__all__ = [
    "Duplicate",
    "answer",
    "ask_review",
    "begin",
    "check",
    "claim",
    "close",
    "conclude",
    "decide_review",
    "draw",
    "extend",
    "find",
    "join",
    "look_back",
    "merge",
    "open_campaign",
    "order",
    "plan",
    "publish_result",
    "report",
    "research",
    "send_back",
    "serve",
    "verify",
]
