"""Everything that can be done to a case. Each takes the open `book` and who acts, and refuses in words."""

from luoshi.approvals.acts.codes import give_code
from luoshi.approvals.acts.ending import decide, deliver, finish_step, withdraw
from luoshi.approvals.acts.filing import (
    accept,
    correct_on_spot,
    notify_corrections,
    receive,
    refuse_acceptance,
    supplement,
)
from luoshi.approvals.acts.holding import decline, hand_over, take_back, take_over
from luoshi.approvals.acts.identity import ask_identity, grant_identity, see_identity
from luoshi.approvals.acts.joint import give_opinion, invite
from luoshi.approvals.acts.lanes import (
    check_commitment,
    commit,
    decide_fast_lane,
    decline_commitment,
    make_up,
    request_fast_lane,
)
from luoshi.approvals.acts.time import decide_extension, explain, pause, request_extension, resume

__all__ = [
    "accept",
    "ask_identity",
    "check_commitment",
    "commit",
    "correct_on_spot",
    "decide",
    "decide_extension",
    "decide_fast_lane",
    "decline",
    "decline_commitment",
    "deliver",
    "explain",
    "finish_step",
    "give_code",
    "give_opinion",
    "grant_identity",
    "hand_over",
    "invite",
    "make_up",
    "notify_corrections",
    "pause",
    "receive",
    "refuse_acceptance",
    "request_extension",
    "request_fast_lane",
    "resume",
    "see_identity",
    "supplement",
    "take_back",
    "take_over",
    "withdraw",
]
