"""Everything that can be done to tasks and their sources. Each takes the open `book` and who acts, and refuses in words."""

from luoshi.tasks.acts.drafting import amend, break_down, cancel, decide_inflation, draft, explain_inflation
from luoshi.tasks.acts.publishing import archive, assign, assign_all, publish, publish_all, receipt
from luoshi.tasks.acts.supervising import (
    answer_order,
    chase,
    issue_order,
    lift_order,
    register_source,
    set_clause_aside,
)
from luoshi.tasks.acts.working import ask_co, progress, reply_co
from luoshi.tasks.acts.writing_off import claim, reopen, send_back, verify

__all__ = [
    "amend",
    "answer_order",
    "archive",
    "ask_co",
    "assign",
    "assign_all",
    "break_down",
    "cancel",
    "chase",
    "claim",
    "decide_inflation",
    "draft",
    "explain_inflation",
    "issue_order",
    "lift_order",
    "progress",
    "publish",
    "publish_all",
    "receipt",
    "register_source",
    "reopen",
    "reply_co",
    "send_back",
    "set_clause_aside",
    "verify",
]
