"""The columns of a catalogue workbook, by the titles offices use and by the names of `up_task_general_basic`."""

from luoshi.catalogue.definition import EXCLUDED, KINDS
from luoshi.intake import cells
from luoshi.intake.workbook import Column, Sheet
from luoshi.law.registry import clock, grounds

KIND_WORDS = {key: (zh, en) for key, (zh, en) in KINDS.items()}
SHORT = {"即办": "即办件", "承诺": "承诺件"}


def kind(text: str) -> str:
    return cells.one_of(KIND_WORDS)(SHORT.get(text, text)) or "promised"


def ground_words() -> dict[str, tuple[str, str]]:
    return {name: grounds()[name].title for name in clock("CLK-06").pause_grounds}


def ground(text: str) -> str:
    return cells.one_of(ground_words())(text)


def said_grounds(value: tuple[str, ...] | None) -> str:
    return "、".join(ground_words()[one][0] for one in value or ())


def column(field: str, *titles: str, width: int = 14, **more: object) -> Column:
    return Column(field=field, titles=titles, width=width, **more)  # type: ignore[arg-type]


CODE = column("code", "实施编码", "task_code", "code", width=34)

ITEMS = Sheet(
    key="items",
    names=("事项", "事项清单", "实施清单", "items"),
    required=("code",),
    columns=(
        CODE,
        column("catalog_code", "基本编码", "catalog_code", width=18),
        column("edition", "来源版本号", "事项版本", "task_version", "edition", width=12),
        column("name", "事项名称", "task_name", "name", width=28),
        column("unit", "实施主体编码", "dept_code", "unit", width=18),
        column("unit_name", "实施主体", "dept_name", width=22),
        column("kind", "办件类型", "project_type", width=10, read=kind, show=cells.said(KIND_WORDS)),
        column("clock", "适用时限条目", "clock", width=12, read=lambda text: text or "CLK-02"),
        column("statutory_amount", "法定时限", "法定办结时限", "anticipate_day", width=10, read=cells.whole),
        column(
            "statutory_per", "法定时限单位", "法定办结时限单位", "anticipate_type", width=12,
            read=cells.unit, show=cells.said_unit,
        ),
        column("statutory_basis", "法定时限另有规定的依据", "statutory_basis", width=28),
        column("promise_amount", "承诺时限", "承诺办结时限", "promise_day", width=10, read=cells.whole),
        column(
            "promise_per", "承诺时限单位", "承诺办结时限单位", "promise_type", width=12,
            read=cells.unit, show=cells.said_unit,
        ),
        column("legal_basis", "设定依据", "by_law", width=36),
        column("conditions", "受理条件", "accept_condition", width=36),
        column("quota", "数量限制", "quota", width=16),
        column("procedure", "办理程序", "办理流程", "handle_flow", width=36),
        column("charged", "是否收费", "is_fee", width=10, read=cells.yes),
        column("fees", "收费标准", "fees", width=20),
        column("fee_basis", "收费依据", "fee_basis", width=28),
        column("result", "办理结果", "结果名称", "result", width=20),
        column("sample_form", "申请书示范文本", "sample_form", width=24),
        column("contact", "咨询方式", "link_way", width=24),
        column("supervision", "监督投诉方式", "supervise_way", width=24),
        column("visits", "到现场次数", "limit_scene_num", width=12, read=cells.whole),
        column("commitment", "可告知承诺", "commitment", width=12, read=cells.yes),
        column(
            "commitment_excluded", "不适用告知承诺的理由", width=22, read=cells.one_of(EXCLUDED),
            show=cells.said(EXCLUDED),
        ),
        column("pause_grounds", "可停止计时的事由", width=24, read=cells.many(ground), show=said_grounds),
        column("since", "生效日期", "since", width=16, read=cells.moment, show=cells.said_moment),
    ),
)  # fmt: skip
MATERIALS = Sheet(
    key="materials",
    names=("材料", "申请材料", "materials"),
    required=("code", "name"),
    columns=(
        CODE,
        column("material", "材料编码", "material_code", "material", width=16),
        column("name", "材料名称", "material_name", "name", width=34),
        column("needed", "是否必需", "is_need", width=10, read=cells.yes_unless),
        column("source", "来源渠道", "source_type", width=18),
        column("standard", "受理标准", "accept_stand", width=30),
        column("basis", "材料依据", "by_law", width=30),
    ),
)
STEPS = Sheet(
    key="steps",
    names=("环节", "办理环节", "steps"),
    required=("code", "name"),
    columns=(
        CODE,
        column("name", "环节名称", "step", "name", width=24),
        column("amount", "环节时限", "amount", width=10, read=cells.whole),
        column("per", "环节时限单位", "per", width=14, read=cells.unit, show=cells.said_unit),
        column("post", "岗位编码", "post", width=18),
    ),
)
SHEETS = (ITEMS, MATERIALS, STEPS)
