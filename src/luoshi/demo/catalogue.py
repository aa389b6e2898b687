"""The items of the sample city: what each body decides, its papers, steps, terms and promises. Contents invented."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from luoshi.catalogue.checks import completed
from luoshi.catalogue.definition import Definition, Material, Step
from luoshi.demo.city import Body, bodies
from luoshi.ledger.entry import SHANGHAI

FILE = Path(__file__).with_name("items.txt")
GROUNDS = {"e": "expert_review", "t": "testing", "h": "hearing"}
PAPERS = (
    ("申请表", True, "申请人自备", "原件 1 份"),
    ("申请人主体资格证明", True, "政府部门核发", "电子证照"),
    ("场所使用证明", True, "申请人自备", "复印件 1 份"),
    ("专业人员资格证明", True, "政府部门核发", "电子证照"),
    ("管理制度文本", True, "申请人自备", "电子件"),
    ("技术方案", True, "申请人自备", "原件 1 份"),
    ("检验检测报告", True, "中介机构出具", "原件 1 份"),
    ("授权委托书", False, "申请人自备", "委托他人办理时提交"),
)  # fmt: skip
NEEDS = {
    "i": (0, 1, 7),
    "p": (0, 1, 2, 4, 7),
    "s": (0, 1, 2, 3, 4, 7),
    "e": (0, 1, 2, 4, 5, 7),
    "t": (0, 1, 2, 4, 6, 7),
}
LISTED = "春城市政务服务事项清单（样例）"
"""Where no statute is known to provide for an item by name."""
SHORTENED = timedelta(days=270)
"""From the beginning of the sample until some promises were shortened."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the list: how an item is decided, before it belongs to a body."""

    name: str
    promise: int
    ways: frozenset[str]
    basis: str
    statutory: int
    statutory_basis: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a body with its versions, the first in force from the beginning, and how often it is asked for."""

    body: Body
    ways: frozenset[str]
    weight: float
    versions: tuple[tuple[Definition, date], ...]

    def at(self, day: date) -> tuple[int, Definition]:
        """The number of the version in force on a day, and what it says."""
        held = [n for n, (_, since) in enumerate(self.versions, 1) if since <= day]
        return held[-1], self.versions[held[-1] - 1][0]


@cache
def listed() -> dict[str, tuple[Told, ...]]:
    """The lines of the list by department."""
    found: dict[str, list[Told]] = {}
    held: list[Told] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            held = found.setdefault(line[1:], [])
        elif line and not line.startswith("#"):
            name, kind, ways, basis, own, *_ = (*(part.strip() for part in line.split("|")), "")
            days, _, article = own.partition(" ")
            promise = 0 if kind == "i" else int(kind[1:])
            held.append(Told(name, promise, frozenset(ways.split()), basis, int(days or 0), article))
    return {department: tuple(lines) for department, lines in found.items()}


@cache
def items(begin: date, *, small: bool = False) -> tuple[Item, ...]:
    """Every item of every body; those asked for most stand first in each body's list."""
    return tuple(it for body in bodies(small=small) for it in of_body(body, begin))


def of_body(body: Body, begin: date) -> Iterator[Item]:
    for n, told in enumerate(listed()[body.items]):
        promise = told.promise
        if body.character.habit == "padding" and promise:
            promise = 18 if not told.statutory else min(told.statutory, 18)
        first = completed(definition(body, told, n, promise), begin)
        versions = [(first, begin)]
        if promise >= 8 and (n + len(body.name)) % 4 == 0 and not body.character.habit:
            since = begin + SHORTENED + timedelta(days=n)
            versions.append((completed(definition(body, told, n, promise - 2), since), since))
        weight = 2.4 if not told.promise else 6.0 if n == 0 else 1.6 / (1 + 0.35 * n)
        yield Item(body, told.ways, weight, tuple(versions))


def definition(body: Body, told: Told, n: int, promise: int) -> Definition:
    """One version of one item. A few bodies leave out some of what must be disclosed."""
    made = Definition(
        code=f"{body.code}-{n + 1:03}", name=told.name, unit=body.code, unit_name=body.name,
        kind="promised" if promise else "instant", promise_amount=promise or None,
        promise_per="working_day" if promise else "", legal_basis=told.basis or LISTED,
        conditions="申请人具有相应的主体资格，材料真实、齐全，符合法律、法规规定的条件", quota="无数量限制",
        procedure="申请 → 受理 → 审查 → 决定 → 送达" if promise else "申请 → 当场办结", result=f"{told.name}的决定或证件",
        sample_form="申请表示范文本", contact=f"{body.name}政务窗口", supervision="春城市效能办",
        visits=1 if promise else 0, commitment="c" in told.ways,
        commitment_excluded="life_and_property" if "x" in told.ways else "",
        pause_grounds=tuple(ground for way, ground in GROUNDS.items() if way in told.ways),
        steps=tuple(steps(promise, told.ways)), materials=tuple(materials(told)),
    )  # fmt: skip
    if "J" in told.ways:
        made = replace(made, clock="CLK-03")
    if told.statutory:
        made = replace(
            made,
            statutory_amount=told.statutory,
            statutory_per="working_day",
            statutory_basis=told.statutory_basis,
        )
    if body.character.name == "slow" and n % 3 == 1:
        made = replace(made, supervision="", sample_form="")
    return made


def steps(promise: int, ways: frozenset[str]) -> Iterator[Step]:
    """Steps with their limits, together about as long as the promise."""
    if not promise:
        return
    onsite = "s" in ways and promise > 3
    yield Step(name="受理", amount=2, per="working_day")
    yield Step(name="审查", amount=max(1, round(promise * (0.35 if onsite else 0.65))), per="working_day")
    if onsite:
        yield Step(name="现场核查", amount=max(1, round(promise * 0.35)), per="working_day")
    yield Step(name="决定", amount=max(1, -(-promise * 4 // 10)), per="working_day")
    yield Step(name="送达")


def materials(told: Told) -> Iterator[Material]:
    needed = NEEDS["p" if told.promise else "i"]
    for way in ("s", "e", "t"):
        if told.promise and way in told.ways:
            needed = NEEDS[way]
            break
    for number, which in enumerate(needed, 1):
        name, always, source, standard = PAPERS[which]
        yield Material(code=f"M{number}", name=name, needed=always, source=source, standard=standard)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI)
