"""The lights: one shape, one word and one colour each, told once for pages, lists and Excel."""

from dataclasses import dataclass

from luoshi.law.words import say

ORDER = ("red_card", "yellow_card", "overdue", "yellow_warning", "blue", "green", "stopped", "done", "late")
DRAWN = ("stopped", "green", "blue", "yellow_warning", "overdue", "yellow_card", "red_card")
RANK = {name: i for i, name in enumerate(ORDER)}


@dataclass(frozen=True, slots=True)
class Light:
    name: str
    tone: str  # class in the style sheet
    shape: str  # disc, diamond, triangle, square, ring or bars
    word: str


def light(name: str) -> Light:
    """The light by its stored name, or by a rung's; unknown names are shown plainly, never coloured."""
    tone, shape, zh, en = _TOLD.get(name, ("still", "ring", name, name))
    return Light(name, tone, shape, say(zh, en))


_TOLD = {
    "green": ("good", "disc", "正常", "In order"),
    "blue": ("prompt", "diamond", "提示", "Prompt"),
    "yellow_warning": ("warn", "triangle", "预警", "Warning"),
    "yellow_card": ("warn", "triangle", "黄牌", "Yellow card"),
    "red_card": ("red", "square", "红牌", "Red card"),
    "escalated_5": ("red", "square", "超期 5 日提级", "Escalated, 5 days"),
    "escalated_10": ("red", "square", "超期 10 日提级", "Escalated, 10 days"),
    "stopped": ("still", "bars", "停表", "Stopped"),
    "done": ("good", "disc", "按期办结", "Met in time"),
    "late": ("still", "ring", "超期办结", "Met late"),
    "overdue": ("warn", "triangle", "已过期", "Overdue"),
    "internal": ("still", "ring", "内部效果", "Internal effect"),
    "verified": ("good", "disc", "已核对", "Verified"),
    "unverified": ("still", "ring", "未核对", "Not verified"),
    "provisional": ("prompt", "diamond", "暂定", "Provisional"),
    "complete": ("good", "disc", "要素齐全", "All disclosed"),
    "incomplete": ("warn", "triangle", "要素不全", "Incomplete"),
    "standing": ("good", "disc", "现行", "In force"),
    "coming": ("prompt", "diamond", "将生效", "To come"),
    "retired": ("still", "ring", "已取消", "Retired"),
    "appealed": ("prompt", "diamond", "申诉中", "Under appeal"),
    "upheld": ("still", "ring", "已维持", "Upheld"),
    "new": ("good", "disc", "新增", "New"),
    "changed": ("prompt", "diamond", "变更", "Changed"),
    "rejected": ("warn", "triangle", "未存入", "Not stored"),
    "a_acts": ("good", "disc", "A 岗在岗", "A is there"),
    "b_acts": ("prompt", "diamond", "B 岗顶岗", "B acts"),
    "vacant": ("warn", "triangle", "空缺报警", "Vacant too long"),
    "nobody": ("warn", "triangle", "无人", "Nobody"),
    "away": ("still", "bars", "离岗", "Away"),
    "leaving": ("prompt", "diamond", "将离岗", "To be away"),
    "closed": ("still", "ring", "已停用", "Closed"),
    "lead_open": ("prompt", "diamond", "待核查", "To be looked into"),
    "lead_reviewed": ("good", "disc", "已核查", "Looked into"),
    "lead_superseded": ("still", "ring", "不再成立", "No longer found"),
    "task_late": ("red", "square", "逾期", "Overdue"),
    "task_behind": ("warn", "triangle", "未达序时", "Behind plan"),
    "task_claimed": ("prompt", "diamond", "申报待核验", "Claimed, to be verified"),
    "task_near": ("prompt", "diamond", "临近到期", "Due soon"),
    "task_good": ("good", "disc", "正常", "In order"),
    "task_under": ("still", "ring", "分解办理中", "Under way in parts"),
    "task_verified": ("good", "disc", "已核验销号", "Verified"),
    "task_waiting": ("still", "ring", "未开始", "Not begun"),
    "task_off": ("still", "ring", "已撤销", "Cancelled"),
    "order_blue": ("prompt", "diamond", "蓝色督办单", "Blue order"),
    "order_yellow": ("warn", "triangle", "黄色督办单", "Yellow order"),
    "order_red": ("red", "square", "红色督办单", "Red order"),
    "withdrawn": ("still", "ring", "已撤回", "Withdrawn"),
}
