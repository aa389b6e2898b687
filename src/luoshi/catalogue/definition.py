"""What an item of service is: its definition, as published and as cases under it are bound by it.

National names of the fields (`up_task_general_basic`, `up_task_general_material`) stand in `intake`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from luoshi.law.period import Period

Kind = Literal["instant", "promised"]
KINDS: Mapping[str, tuple[str, str]] = {
    "instant": ("即办件", "on the spot"),
    "promised": ("承诺件", "within a promised time"),
}
EXCLUDED: Mapping[str, tuple[str, str]] = {
    "national_security": ("国家安全", "national security"),
    "state_secrets": ("国家秘密", "state secrets"),
    "public_safety": ("公共安全", "public safety"),
    "financial_prudence": ("金融审慎监管", "prudential supervision of finance"),
    "environment": ("生态环境保护", "protection of the environment"),
    "life_and_property": ("人身健康、财产安全", "health and property"),
}
"""What notified commitment may never cover (优化营商环境条例 第四十条; 国办发〔2020〕42号)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of handling, in order, with its own limit and the post that does it, where given."""

    name: str
    amount: int | None = None
    per: str = ""
    post: str = ""

    @property
    def limit(self) -> Period | None:
        return None if self.amount is None else Period(self.amount, self.per)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A paper the applicant files. Only what is listed here may be asked for."""

    code: str
    name: str
    needed: bool = True
    source: str = ""
    standard: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """An item as told in one version.

    `clock` names the row of the registry that governs the decision; `statutory_*` is that row's
    figure, or what another statute provides, which `statutory_basis` then cites. `commitment_excluded`
    is a key of EXCLUDED, `pause_grounds` are ids of the registry's grounds. `edition` is the number under
    which the catalogue it was taken from keeps this version.
    """

    code: str
    name: str
    unit: str
    unit_name: str = ""
    catalog_code: str = ""
    edition: str = ""
    kind: Kind = "promised"
    clock: str = "CLK-02"
    statutory_amount: int | None = None
    statutory_per: str = ""
    statutory_basis: str = ""
    promise_amount: int | None = None
    promise_per: str = ""
    legal_basis: str = ""
    conditions: str = ""
    quota: str = ""
    procedure: str = ""
    charged: bool = False
    fees: str = ""
    fee_basis: str = ""
    result: str = ""
    sample_form: str = ""
    contact: str = ""
    supervision: str = ""
    visits: int | None = None
    commitment: bool = False
    commitment_excluded: str = ""
    pause_grounds: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    materials: tuple[Material, ...] = ()

    @property
    def statutory(self) -> Period | None:
        return None if self.statutory_amount is None else Period(self.statutory_amount, self.statutory_per)

    @property
    def promise(self) -> Period | None:
        return None if self.promise_amount is None else Period(self.promise_amount, self.promise_per)

    @property
    def own_statute(self) -> bool:
        """Is the statutory term another statute's, rather than the registry's figure?"""
        return bool(self.statutory_basis)

    def material(self, code: str) -> Material | None:
        return next((m for m in self.materials if m.code == code), None)

    def as_payload(self) -> dict[str, Any]:
        """As an entry carries it: what is empty is left out."""
        told = {k: v for k, v in asdict(self).items() if v not in (None, "", (), False)}
        for part in ("steps", "materials"):
            if part in told:
                told[part] = [_told(one) for one in told[part]]
        if "pause_grounds" in told:
            told["pause_grounds"] = list(told["pause_grounds"])
        return told

    @classmethod
    def from_payload(cls, told: Mapping[str, Any]) -> "Definition":
        known = {f.name for f in fields(cls)}
        values = {k: v for k, v in told.items() if k in known}
        values["steps"] = tuple(_part(Step, one) for one in told.get("steps", ()))
        values["materials"] = tuple(_part(Material, one) for one in told.get("materials", ()))
        values["pause_grounds"] = tuple(told.get("pause_grounds", ()))
        return cls(**values)


def _told(part: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in part.items() if v not in (None, "")}


def _part(of: type[Any], told: Mapping[str, Any]) -> Any:
    known = {f.name for f in fields(of)}
    return of(**{k: v for k, v in told.items() if k in known})
