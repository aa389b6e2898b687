"""What the public must be told of an item, and what of it is missing (政务公开制, B4).

行政许可法 第三十条 names basis, conditions, quota, procedure, term, papers and sample forms;
第三十三条、第四十条 and 政府信息公开条例 第十九至二十二条 the rest.
"""

from dataclasses import dataclass

from luoshi.catalogue.definition import Definition
from luoshi.law.words import say


@dataclass(frozen=True, slots=True)
class Field:
    """One of the eleven."""

    id: str
    title: tuple[str, str]
    basis: tuple[str, str]

    def said(self) -> str:
        return say(*self.title)

    def cited(self) -> str:
        return say(*self.basis)


_LICENSING = ("行政许可法 第三十条", "Administrative Licensing Law art. 30")
_INFORMATION = (
    "政府信息公开条例 第十九至二十二条",
    "Regulations on Open Government Information arts. 19–22",
)

FIELDS = (
    Field("legal_basis", ("设定依据", "Legal basis"), _LICENSING),
    Field("conditions", ("受理条件", "Conditions"), _LICENSING),
    Field("quota", ("数量限制", "Quota"), _LICENSING),
    Field("procedure", ("办理程序", "Procedure"), _LICENSING),
    Field("limits", ("法定时限和承诺时限", "Statutory and promised time"), _LICENSING),
    Field("materials", ("申请材料目录", "Papers to file"), _LICENSING),
    Field("sample_form", ("申请书示范文本", "Sample form"), _LICENSING),
    Field("fees", ("收费标准和依据", "Fees and their basis"), _INFORMATION),
    Field("result", ("办理结果", "Result"), _INFORMATION),
    Field("contact", ("咨询方式", "Whom to ask"), _INFORMATION),
    Field("supervision", ("监督投诉方式", "Where to complain"), _INFORMATION),
)


@dataclass(frozen=True, slots=True)
class Completeness:
    """Which of the eleven are told and which are not."""

    told: tuple[Field, ...]
    missing: tuple[Field, ...]

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def of(self) -> int:
        return len(self.told) + len(self.missing)

    def said(self) -> str:
        if self.complete:
            return say(f"{self.of} 项公开要素齐全", f"all {self.of} disclosures made")
        names = [field.said() for field in self.missing]
        return say(f"缺 {len(names)} 项：{'、'.join(names)}", f"{len(names)} missing: {', '.join(names)}")


def completeness(told: Definition) -> Completeness:
    """Which of the eleven disclosures a definition makes."""
    made = tuple(field for field in FIELDS if _told(told, field.id))
    return Completeness(made, tuple(field for field in FIELDS if field not in made))


def _told(it: Definition, field: str) -> bool:
    if field == "limits":
        return it.statutory is not None and (it.promise is not None or it.kind == "instant")
    if field == "fees":
        return not it.charged or bool(it.fees and it.fee_basis)
    return bool(getattr(it, field))
