"""Limits that no statute names, in words: those of cases and those of tasks."""

from collections.abc import Mapping

from luoshi.law.words import Pair

HOUSE: Mapping[str, Pair] = {
    "promise": ("承诺时限", "Promised limit"),
    "step": ("环节时限", "Step limit"),
    "opinion": ("协办意见时限", "Limit for an opinion"),
    "fast_lane": ("特办时限", "Fast lane limit"),
    "deferred": ("缓办手续补办时限", "Limit to make up what was deferred"),
    "task_receipt": ("签收时限", "Limit for signing"),
    "task_due": ("任务完成时限", "Due day of the task"),
    "co_reply": ("协办反馈时限", "Limit for a co-operating unit's answer"),
    "order_reply": ("督办单回复时限", "Limit to answer an order"),
}
