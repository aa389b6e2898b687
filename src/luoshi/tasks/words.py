"""Words of tasks that are chosen from lists, each in both languages."""

from collections.abc import Iterable, Mapping

from luoshi.law.words import Pair, say

LEVELS: Mapping[str, Pair] = {"goal": ("目标", "goal"), "task": ("任务", "task"), "step": ("步骤", "step")}
BELOW: Mapping[str, tuple[str, ...]] = {"goal": ("goal", "task"), "task": ("task", "step"), "step": ("step",)}
"""What may stand under what."""

EVIDENCE: Mapping[str, Pair] = {
    "document": ("文件", "document"),
    "photo": ("照片", "photo"),
    "record": ("台账记录", "record"),
    "figure": ("统计数据", "statistics"),
    "acceptance": ("验收报告", "acceptance report"),
}
SORTS: Mapping[str, Pair] = {
    "report": ("政府工作报告", "work report"),
    "decision": ("会议决定", "decision"),
    "meeting": ("会议纪要", "minutes of a meeting"),
    "instruction": ("领导批示", "instruction of a leader"),
    "media": ("媒体反映", "media report"),
    "proposal": ("建议提案", "proposal of delegates"),
    "complaint": ("群众诉求", "complaint"),
    "joint_meeting": ("联席会议", "joint meeting"),
}
CAUSES: Mapping[str, Pair] = {
    "time": ("时限压缩", "less time"),
    "sum": ("指标抬高", "a higher total"),
}
COLOURS: Mapping[str, Pair] = {"blue": ("蓝色", "blue"), "yellow": ("黄色", "yellow"), "red": ("红色", "red")}
"""Supervision orders, mildest first (domain 2.2: 蓝=临近, 黄=未达序时或质量差, 红=逾期)."""

ORDER_REASONS: Mapping[str, tuple[str, Pair]] = {
    "near": ("blue", ("临近到期", "close to its date")),
    "behind": ("yellow", ("未达序时进度", "behind its plan")),
    "quality": ("yellow", ("办理质量差", "poorly done")),
    "overdue": ("red", ("逾期未完成", "past its date")),
}
"""Why an order is issued, and its colour."""

CHASED: Mapping[str, Pair] = {
    "receipt": ("签收", "signing for it"),
    "feedback": ("反馈进展", "reporting progress"),
    "co_reply": ("协办反馈", "the co-operating unit's answer"),
    "order": ("回复督办单", "answering the order"),
}
HOW: Mapping[str, Pair] = {
    "site": ("现场核验", "on site"),
    "document": ("材料核验", "by the papers"),
    "sample": ("抽样核验", "by sample"),
}
GROUNDS: Mapping[str, Pair] = {
    "unfinished": ("没有完成", "not finished"),
    "evidence": ("佐证不足", "not proved"),
    "false": ("与事实不符", "not true"),
}


def listed(words: Iterable[str]) -> str:
    return say("、", ", ").join(words)
