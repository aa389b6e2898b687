"""A case as people handle it, entry by entry, with everything that a paper tells of. Invented throughout."""

from datetime import date, datetime
from typing import Any

from luoshi.approvals.actor import Actor
from luoshi.catalogue import actions as catalogue
from luoshi.catalogue.definition import Definition, Material
from luoshi.documents.actions import issue
from luoshi.documents.paper import Paper
from luoshi.documents.projection import kind_of
from luoshi.ledger import read
from luoshi.monitor import settings as monitor
from luoshi.monitor.acting import acting
from luoshi.org import actions as org
from luoshi.org.access import Scope, Standing
from luoshi.org.models import Unit

UNIT = "春城市住房和城乡建设局"
MATTER = "530101-2026-00318"
ITEM = Definition(
    code="530101001", name="房屋建筑工程施工许可", unit="530101", promise_amount=15, promise_per="working_day",
    legal_basis="《中华人民共和国建筑法》第七条", contact="春城市政务服务中心 12 号窗口，0871-12345",
    supervision="春城市 12345 热线",
    materials=(
        Material(code="M1", name="建设工程规划许可证", standard="复印件加盖公章"),
        Material(code="M2", name="施工图设计文件审查合格书"),
        Material(code="M3", name="建设资金已经落实承诺书", standard="法定代表人签字"),
    ),
)  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def city() -> None:
    """春城市, the bureau, one item in force since spring; live since January."""
    root = org.found(code="530100", name="春城市", kind="city")
    org.found(code="530101", name=UNIT, under=root)
    monitor.change(
        name=monitor.LIVE_SINCE,
        value="2026-01-01",
        since=date(2026, 1, 1),
        actor="测试",
        at=at("2026-01-01T09:00"),
    )
    with acting(actor="测试", at=at("2026-03-02T09:00")) as book:
        catalogue.publish(book, ITEM)


def act(
    kind: str, when: str, payload: dict[str, Any] | None = None, *, matter: str = MATTER, **more: Any
) -> int:
    """Record one act of the bureau; its position."""
    with acting(actor="测试", at=at(when)) as book:
        book.record(
            matter=matter, kind=kind, occasion=f"{matter}:{kind}:{when}", unit=UNIT, officer="S1",
            payload=payload or {}, **more,
        )  # fmt: skip
    return book.outcomes[0].position


def receive(when: str = "2026-09-09T11:02", matter: str = MATTER, **more: Any) -> int:
    told = {"item": ITEM.name, "code": ITEM.code, "version": 1, "applicant": "7F3K9Q", "filed": ["M2"]}
    position = act("approvals.received", when, told | more, matter=matter)
    promise = {"clock": "promise", "grade": "promise", "amount": 15, "per": "working_day"}
    act("clocks.set", when, promise, matter=matter)
    return position


DAY = "2026-10-12T09:00"


def clerk(role: str = "clerk") -> Actor:
    unit = Unit.objects.get(code="530101")
    return Actor(
        "S1", Standing(((role, Scope(all=False, units=frozenset({"530101", UNIT}))),), unit), at(DAY)
    )


def office() -> Actor:
    return Actor(
        "X1",
        Standing(
            (("efficiency_office", Scope(all=True, units=frozenset())),), Unit.objects.get(code="530100")
        ),
        at(DAY),
    )


def paper(rests_on: int, when: str, *, by: Actor | None = None, matter: str = MATTER, **more: Any) -> Paper:
    """Issue the paper that tells of an entry."""
    with acting(actor="S1", at=at(when)) as book:
        return issue(book=book, by=by or clerk(), matter=matter, rests_on=rests_on, **more)


def every_paper() -> dict[str, Paper]:
    """One paper of every kind, each in a case that leads to it."""
    found = {}

    def put(position: int, when: str, *, by: Actor | None = None, matter: str = MATTER) -> None:
        row = read.at_position(position)
        assert row
        kind = kind_of(row)
        assert kind
        found[kind.id] = paper(position, when, by=by, matter=matter)

    receive()
    wrong = {"materials": ["M1", "M3"], "wrong": {"M1": "复印件没有盖章"}, "other": "申请表第 3 栏没有填写"}
    put(act("approvals.correction_notified", "2026-09-09T11:20", wrong), "2026-09-09T11:25")
    act("approvals.supplemented", "2026-09-14T09:20", {"filed": ["M1", "M3"]})
    put(act("approvals.accepted", "2026-09-14T16:40"), "2026-09-14T16:45")
    stop = {"ground": "expert_review", "document": "专家评审通知", "expected": "2026-09-25", "instance": "1"}
    put(act("approvals.paused", "2026-09-21T09:30", stop), "2026-09-21T09:35")
    act("approvals.resumed", "2026-09-25T10:12", {"instance": "1"})
    more = {"clock": "CLK-02", "amount": 10, "reason": "专家对基坑方案提出重大修改意见，需要复核"}
    put(act("approvals.extended", "2026-10-12T10:00", more), "2026-10-12T10:05")
    cards = [r for r in read.current([MATTER]) if r.kind == "monitor.card_issued"]
    assert not cards
    refused = {
        "outcome": "refused",
        "reason": "基坑支护方案不符合《建筑施工安全技术统一规范》",
        "document": "春建许不准〔2026〕5号",
    }
    put(act("approvals.decided", "2026-11-03T10:00", refused), "2026-11-03T10:05")

    receive("2026-09-10T09:00", "530101-2026-00319")
    act("approvals.accepted", "2026-09-10T10:00", matter="530101-2026-00319")
    from luoshi.monitor.sweep import sweep

    sweep(at=at("2026-10-10T09:00"))
    [card] = [r for r in read.current(["530101-2026-00319"]) if r.kind == "monitor.card_issued"][:1]
    put(card.position, "2026-10-10T09:30", by=office(), matter="530101-2026-00319")
    granted = {"outcome": "granted", "document": ""}
    position = act("approvals.decided", "2026-10-12T15:00", granted, matter="530101-2026-00319")
    put(position, "2026-10-12T15:05", matter="530101-2026-00319")

    receive("2026-09-11T09:00", "530101-2026-00320")
    no = {"ground": "not_ours", "reason": "该项目由自然资源部门审批", "pointed_to": "春城市自然资源和规划局"}
    position = act("approvals.acceptance_refused", "2026-09-11T10:00", no, matter="530101-2026-00320")
    put(position, "2026-09-11T10:05", matter="530101-2026-00320")

    receive("2026-10-12T09:00", "530101-2026-00321")
    sweep(at=at("2026-10-20T09:00"))
    from luoshi.documents.effects import tell

    assert tell(at=at("2026-10-20T09:00")) == 1
    row = next(r for r in reversed(read.current(["530101-2026-00321"])) if r.kind == "documents.paper_issued")
    import orjson

    found["deemed_acceptance"] = Paper.from_payload(orjson.loads(row.payload)["content"])
    return found
