"""The decision in writing (行政许可法 第三十八条): granted, or refused with its reason and the remedies."""

from luoshi.documents.kinds.acceptance import contact
from luoshi.documents.kinds.remedies import remedies
from luoshi.documents.paper import Line
from luoshi.documents.told import Told, until


def granted(told: Told) -> tuple[Line, ...]:
    """Granted; the licence follows within ten working days (第四十四条)."""
    delivery = next((c for c in told.limits if c.clock == "CLK-05"), None)
    last = f"（{until(delivery).lstrip('，')}）" if delivery and delivery.due_on else ""
    return (
        (
            "text",
            f"{told.applied}，经审查，符合法定条件、标准。根据{told.cite('第三十八条第一款')}的规定，本机关决定准予行政许可。",
        ),
        *basis(told),
        (
            "text",
            (
                f"需要颁发行政许可证件的，本机关自作出本决定之日起十个工作日内{last}向你（单位）颁发、送达（"
                "《中华人民共和国行政许可法》第四十四条）。"
            ),
        ),
        *contact(told),
    )


def refused(told: Told) -> tuple[Line, ...]:
    """Refused: why, on which basis, and what can be done about it."""
    return (
        ("text", f"{told.applied}，经审查，不符合法定条件、标准。理由：{told.text('reason').rstrip('。')}。"),
        *basis(told),
        ("text", f"根据{told.cite('第三十八条第二款')}的规定，本机关决定不予行政许可。"),
        *remedies(told),
        *contact(told),
    )


def basis(told: Told) -> tuple[Line, ...]:
    """The law on which the item rests, as its published version names it."""
    named = told.definition.legal_basis.strip().rstrip("。") if told.definition else ""
    return (("text", f"许可事项的设定依据：{named}。"),) if named else ()
