"""Items, posts and officers of the invented city, as people would have entered them."""

from datetime import date, datetime

from luoshi.catalogue import actions as catalogue
from luoshi.catalogue.definition import Definition, Material, Step
from luoshi.monitor.acting import acting
from luoshi.org import staff
from luoshi.org.models import User
from luoshi.web.tests.sample import ITEMS

WORKS, WATER = "530101", "530103"
PERMIT = "11530100015112345C4000115010000"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+08:00")


def permit(promise: int = 15) -> Definition:
    return Definition(
        code=PERMIT, name=ITEMS[0], unit=WORKS, catalog_code="000115010000", promise_amount=promise,
        promise_per="working_day", legal_basis="建筑法 第七条、第八条；建筑工程施工许可管理办法 第三条",
        conditions="依法应当办理用地批准手续的，已经办理；依法应当办理建设工程规划许可证的，已经取得；有满足施工需要的资金安排、施工图纸和技术资料",
        quota="无数量限制", procedure="申请 → 受理 → 审查 → 决定 → 送达", result="建筑工程施工许可证",
        sample_form="施工许可证申请表（示范文本）", contact="政务服务大厅二层 12 号窗口", supervision="市效能办",
        visits=1, pause_grounds=("testing", "expert_review"), commitment_excluded="public_safety",
        steps=(
            Step(name="受理", amount=1, per="working_day", post="ZJ-01"),
            Step(name="审查", amount=10, per="working_day", post="ZJ-02"), Step(name="决定", amount=2, per="working_day"),
            Step(name="制证送达"),
        ),
        materials=(
            Material(code="M1", name="施工许可证申请表", source="申请人自备", standard="原件 1 份，加盖公章"),
            Material(code="M2", name="建设工程规划许可证", source="政府部门核发", standard="电子证照", basis="建筑法 第八条"),
            Material(code="M3", name="施工图设计文件审查合格书", source="中介机构出具"),
            Material(code="M4", name="变更情况说明", needed=False, source="申请人自备"),
        ),
    )  # fmt: skip


def items() -> None:
    """Three items: one with a change behind it and one ahead, one incomplete, one decided on the spot."""
    water = Definition(
        code="11530100015112345C4000119001000", name=ITEMS[1], unit=WATER, promise_amount=12, promise_per="working_day",
        legal_basis="取水许可和水资源费征收管理条例 第二条", conditions="取用水资源的单位和个人", charged=True, fees="按水量计收",
    )  # fmt: skip
    spot = Definition(
        code="11530100015112345C4000119002000", name="取水户名称变更", unit=WATER, kind="instant", visits=0,
        procedure="当场办结",
    )  # fmt: skip
    told = (
        ("2026-01-05T09:00", None, permit(18)), ("2026-01-05T09:00", None, water), ("2026-01-05T09:00", None, spot),
        ("2026-07-01T09:00", None, permit(15)), ("2026-10-09T09:00", "2026-11-01T00:00", permit(12)),
    )  # fmt: skip
    for at, since, definition in told:
        with acting(actor="sample", at=moment(at)) as book:
            catalogue.publish(book, definition, since=moment(since) if since else None)


def posts(people: dict[str, User]) -> None:
    """Posts of two bureaus: one covered by B today, one vacant, one held by both."""
    begin = moment("2026-01-05T09:00")
    held = {"ZJ-01": ("Z01", "Z02"), "ZJ-02": ("Z03", "Z01"), "ZJ-03": ("", ""), "SW-01": ("S01", "S02")}
    titles = {
        "ZJ-01": "施工许可受理岗",
        "ZJ-02": "施工许可审查岗",
        "ZJ-03": "档案管理岗",
        "SW-01": "取水审批岗",
    }
    with acting(actor="sample", at=begin) as book:
        for officer in ("Z01", "Z02", "Z03", "S01", "S02"):
            staff.set_officer(book, code=officer, unit=WORKS if officer[0] == "Z" else WATER)
        for post, title in titles.items():
            unit = WORKS if post[0] == "Z" else WATER
            staff.set_post(book, code=post, unit=unit, title=title, duties="受理、审查、送达", items=[PERMIT])
    with acting(actor="sample", at=begin) as book:
        for post, (a, b) in held.items():
            staff.hold(book, post=post, places={"A": a, "B": b}, since=date(2026, 1, 5))
    with acting(actor="sample", at=moment("2026-10-09T10:00")) as book:
        for officer, since, until in (("Z03", "12T00:00", "17T00:00"), ("S02", "19T00:00", "24T00:00")):
            staff.register_absence(
                book, officer=officer, since=moment(f"2026-10-{since}"), until=moment(f"2026-10-{until}"),
                kind="leave", handover="2 件在审，材料齐全",
            )  # fmt: skip
    for officer, name in (("Z01", "甲"), ("Z02", "乙"), ("Z03", "丙"), ("S01", "丁"), ("S02", "戊")):
        staff.name(
            officer=officer, display_name=f"赵{name}", user=people["water"] if officer == "S01" else None
        )
