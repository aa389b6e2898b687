"""The columns of an office's ledger, each with the titles it goes by. The first is written on export."""

from collections.abc import Mapping

TITLES: Mapping[str, tuple[str, ...]] = {
    "no": ("序号", "编号", "项目序号"),
    "category": ("类别", "领域", "分类", "任务类别"),
    "title": ("任务", "工作任务", "重点任务", "任务名称", "任务内容", "工作内容", "主要任务", "重点工作", "项目名称", "事项"),
    "responsible": ("责任单位", "承办单位", "责任部门"),
    "lead": ("牵头单位", "牵头部门", "主办单位", "牵头责任单位"),
    "co": ("协办单位", "配合单位", "协助单位", "配合部门", "参与单位"),
    "section": ("责任科室", "承办科室"),
    "owner": ("责任人", "负责人", "具体责任人"),
    "target": ("目标值", "工作目标", "目标", "量化指标", "目标要求", "年度目标"),
    "per": ("计量单位", "单位"),
    "since": ("开始时间", "启动时间", "开工时间"),
    "until": ("完成时限", "完成时间", "时限", "时限要求", "完成期限", "办结时限"),
    "evidence": ("佐证类型", "佐证材料", "佐证", "完成标志"),
    "document": ("文号", "来源文号", "依据文号"),
    "planned": ("计划投资（万元）", "计划投资", "总投资", "总投资（万元）"),
    "arranged": ("到位资金（万元）", "到位资金"),
    "paid": ("完成投资（万元）", "完成投资", "已支付资金", "支付资金"),
    "progress": ("进展", "进展情况", "工作进展", "完成情况", "推进情况"),
    "status": ("状态", "办理状态", "任务状态"),
}  # fmt: skip
"""Field → titles."""

WIDTHS: Mapping[str, int] = {
    "no": 8,
    "title": 44,
    "lead": 22,
    "responsible": 26,
    "co": 26,
    "target": 26,
    "until": 14,
    "progress": 40,
}

EVIDENCE: Mapping[str, tuple[str, ...]] = {
    "photo": ("照片", "图片", "影像", "photo"),
    "acceptance": ("验收", "acceptance"),
    "figure": ("数据", "统计", "报表", "figure"),
    "record": ("台账", "记录", "清单", "record"),
    "document": ("文件", "方案", "通知", "报告", "批复", "合同", "document"),
}
"""Words by which a cell names a kind of evidence."""

REQUIRED = ("title",)
NEEDED = ("title", "lead", "target", "until")
"""What every row must say where the ledger has the column at all."""


def key(title: str) -> str:
    """A title without blanks, ornaments and the unit behind it, for comparing."""
    return "".join(title.split()).strip("*＊：:").replace("(", "（").replace(")", "）")


BY_TITLE: Mapping[str, str] = {key(title): field for field, titles in TITLES.items() for title in titles}
