"""What stops or lengthens a term, told to the applicant (行政许可法 第四十二条、第四十五条)."""

from luoshi.documents.kinds.acceptance import chinese_iso, contact
from luoshi.documents.paper import Line, chinese
from luoshi.documents.told import Told, term, until
from luoshi.law.registry import grounds


def paused(told: Told) -> tuple[Line, ...]:
    """Why days do not count, from when, and until when it is expected to take."""
    ground = grounds().get(told.text("ground"))
    name = ground.title[0] if ground else told.text("ground")
    expected = told.text("expected")
    takes = (
        f"所需时间自{chinese(told.happened_on)}起，预计至{chinese_iso(expected)}止"
        if expected
        else f"所需时间自{chinese(told.happened_on)}起计算"
    )
    return (
        (
            "text",
            (
                f"{told.applied}，依法需要进行{name}。{takes}。根据{told.cite('第四十五条')}的规定，"
                "这段时间不计算在办理期限内；程序结束之日起恢复计算。"
            ),
        ),
        ("text", f"有关文书：{told.text('document')}。"),
        *contact(told),
    )


def extended(told: Told) -> tuple[Line, ...]:
    """For how long, until when, and why (第四十二条 wants the reason told)."""
    limit = next((c for c in told.limits if c.clock == told.text("clock") and c.grade == "statutory"), None)
    limit = limit or told.limit("statutory")
    amount = told.payload.get("amount")
    more = term(amount, limit.per if limit else "working_day") if isinstance(amount, int) else ""
    article = "第四十二条第二款" if told.text("clock") == "CLK-03" else "第四十二条第一款"
    head = "本级人民政府负责人" if told.text("clock") == "CLK-03" else "本机关负责人"
    return (
        (
            "text",
            (
                f"{told.applied}，在法定期限内不能作出决定。根据{told.cite(article)}的规定，经{head}批准，"
                f"办理期限延长{more}{until(limit) if limit else ''}。"
            ),
        ),
        ("text", f"延长期限的理由：{told.text('reason').rstrip('。')}。"),
        *contact(told),
    )
