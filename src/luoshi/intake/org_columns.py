"""The columns of an organisation workbook: units, officers, posts with A and B, roles."""

from luoshi.intake import cells
from luoshi.intake.catalogue_columns import column
from luoshi.intake.workbook import Sheet
from luoshi.org.models import Role, Unit

UNIT_KINDS = {
    "city": ("市", "city"),
    "district": ("县市区", "district"),
    "body": ("部门", "body"),
    "section": ("科室", "section"),
    "window": ("窗口", "window"),
}
ROLES = {
    "efficiency_office": ("效能办", "efficiency office"),
    "unit_head": ("单位负责人", "head"),
    "clerk": ("窗口", "clerk"),
    "handler": ("承办人", "handler"),
    "inspector": ("纪检监察", "inspector"),
    "administrator": ("系统管理", "administrator"),
}
assert set(UNIT_KINDS) == set(Unit.Kind.values)
assert set(ROLES) == set(Role.Kind.values)


def kind(text: str) -> str:
    return cells.one_of(UNIT_KINDS)(text) or "body"


def codes(text: str) -> tuple[str, ...]:
    return cells.many(str)(text)


def joined(value: tuple[str, ...] | None) -> str:
    return "、".join(value or ())


def said_day(value: object) -> str:
    return str(value) if value else ""


UNITS = Sheet(
    key="units",
    names=("单位", "机构", "units"),
    required=("code", "name"),
    columns=(
        column("code", "单位编码", "code", width=18),
        column("name", "单位名称", "name", width=30),
        column("name_en", "英文名称", "name_en", width=26),
        column("kind", "类型", "kind", width=10, read=kind, show=cells.said(UNIT_KINDS)),
        column("parent", "上级单位编码", "parent", width=18),
    ),
)
OFFICERS = Sheet(
    key="officers",
    names=("人员", "officers"),
    required=("code", "unit"),
    columns=(
        column("code", "工号", "code", width=14),
        column("unit", "单位编码", "unit", width=18),
        column("display_name", "姓名", "display_name", width=14),
        column("username", "账号", "username", width=16),
        column("active", "在岗", "active", width=8, read=cells.yes_unless),
    ),
)
POSTS = Sheet(
    key="posts",
    names=("岗位", "posts"),
    required=("code", "unit", "title"),
    columns=(
        column("code", "岗位编码", "code", width=18),
        column("unit", "单位编码", "unit", width=18),
        column("title", "岗位名称", "title", width=24),
        column("duties", "岗位职责", "duties", width=40),
        column("items", "办理事项编码", "items", width=36, read=codes, show=joined),
        column("a", "A岗工号", "A 岗", "a", width=12),
        column("b", "B岗工号", "B 岗", "b", width=12),
        column("since", "AB岗起日", "since", width=12, read=cells.day, show=said_day),
    ),
)
ROLE_ROWS = Sheet(
    key="roles",
    names=("权限", "角色", "roles"),
    required=("username", "unit", "role"),
    columns=(
        column("username", "账号", "username", width=16),
        column("unit", "单位编码", "unit", width=18),
        column("role", "权限", "角色", "role", width=14, read=cells.one_of(ROLES), show=cells.said(ROLES)),
        column("since", "起日", "since", width=12, read=cells.day, show=said_day),
        column("until", "止日", "until", width=12, read=cells.day, show=said_day),
    ),
)
SHEETS = (UNITS, OFFICERS, POSTS, ROLE_ROWS)
KEYS = {
    "units": ("code",),
    "officers": ("code",),
    "posts": ("code",),
    "roles": ("username", "unit", "role", "since"),
}
