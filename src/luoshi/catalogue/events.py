"""What can happen to an item of service, each kind told once. Its matter is `item:` and its code."""

from luoshi.law.event import Event, declare

MATTER = "item:"
KINDS = "catalogue."

PUBLISHED = Event(
    kind="catalogue.item_published",
    title=("发布事项", "Item published"),
    sentence=(
        "发布事项的新版本，自生效起收到的申请适用",
        "A version of the item was published for new cases",
    ),
    visibility="public",
    about="unit",
)
RETIRED = Event(
    kind="catalogue.item_retired",
    title=("取消事项", "Item retired"),
    sentence=("取消事项，此后不再受理新的申请", "The item was retired; no new case is received under it"),
    visibility="public",
    about="unit",
)
declare(PUBLISHED, RETIRED)


def matter_of(code: str) -> str:
    return f"{MATTER}{code}"
