"""Up to acceptance (行政许可法 第三十二条): corrections told at once, accepted, refused, accepted by law."""

from luoshi.documents.kinds.remedies import remedies
from luoshi.documents.paper import Line, chinese
from luoshi.documents.told import Told, term, until

GROUNDS = {
    "not_needed": ("第三十二条第一款第一项", "申请事项依法不需要取得行政许可"),
    "not_ours": ("第三十二条第一款第二项", "申请事项依法不属于本机关职权范围"),
    "false_papers": ("第七十八条", "申请人隐瞒有关情况或者提供虚假材料"),
}


def corrections(told: Told) -> tuple[Line, ...]:
    """Everything missing or wrong, numbered, each with what is wanted of it (B9)."""
    lines: list[Line] = [
        (
            "text",
            (
                f"{told.applied}收悉。经审查，申请材料不齐全或者不符合法定形式。根据"
                f"{told.cite('第三十二条第一款第四项')}的规定，现将需要补正的全部内容一次告知如下："
            ),
        ),
    ]
    wanted = [*materials(told), *([told.text("other")] if told.text("other") else [])]
    lines += [("text", f"{n}．{text.rstrip('。；')}。") for n, text in enumerate(wanted, 1)]
    if told.text("cause") == "agency" and told.text("reason"):
        lines.append(
            ("text", f"以上内容有前次应当告知而没有告知的，原因是：{told.text('reason').rstrip('。')}。")
        )
    lines.append(
        (
            "text",
            "请补正后一并提交。本机关自收到补正材料之日起五个工作日内审查；需要再次告知的，只针对新提交的材料。",
        )
    )
    return (*lines, *contact(told))


def materials(told: Told) -> list[str]:
    """Each listed paper named in the notice: what is wrong with it, else that it is missing; and its standard."""
    wrong = told.payload.get("wrong")
    found = []
    named = told.payload.get("materials")
    for code in named if isinstance(named, list) else ():
        listed = told.definition.material(str(code)) if told.definition else None
        why = wrong.get(code, "") if isinstance(wrong, dict) else ""
        text = f"{told.material(str(code))}：{why or '未提交，请补交'}"
        found.append(
            f"{text.rstrip('。')}（要求：{listed.standard}）" if listed and listed.standard else text
        )
    return found


def accepted(told: Told) -> tuple[Line, ...]:
    """Accepted, by when it will be decided, and how to ask."""
    return (
        (
            "text",
            (
                f"{told.applied}收悉。根据{told.cite('第三十二条第一款第五项')}的规定，本机关于"
                f"{chinese(told.happened_on)}决定予以受理。"
            ),
        ),
        *terms(told),
        *contact(told),
    )


def terms(told: Told) -> tuple[Line, ...]:
    """The statutory and the promised limit, with their last days."""
    statutory, promise = told.limit("statutory"), told.limit("promise")
    said = []
    if statutory:
        said.append(f"法定办理期限为自受理之日起{term(statutory.amount, statutory.per)}{until(statutory)}")
    if promise:
        said.append(f"本机关承诺在受理后{term(promise.amount, promise.per)}内办结{until(promise)}")
    if not said:
        return ()
    rest = "依法需要听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的，所需时间不计算在内，另行书面告知。"
    return (("text", f"{'；'.join(said)}。{rest}"),)


def refused(told: Told) -> tuple[Line, ...]:
    """Not accepted: on which lawful ground, why, where to go instead, what can be done about it."""
    article, ground = GROUNDS.get(told.text("ground"), ("第三十二条第二款", ""))
    reason = told.text("reason").rstrip("。")
    why = "；".join(part for part in (ground, reason) if part)
    lines: list[Line] = [
        ("text", f"{told.applied}收悉。经审查：{why}。"),
        ("text", f"根据{told.cite(article)}的规定，本机关决定不予受理。"),
    ]
    if elsewhere := told.text("pointed_to"):
        lines.append(("text", f"请向{elsewhere}提出申请。"))
    return (*lines, *remedies(told), *contact(told))


def deemed(told: Told) -> tuple[Line, ...]:
    """The law itself has accepted; this paper only tells it, with the article."""
    due = told.text("due_on")
    last = f"（截至{chinese_iso(due)}）" if due else ""
    since = told.text("effective_at")
    day = told.effective_on if since else told.happened_on
    return (
        (
            "text",
            f"{told.applied}，本机关没有在法定的五个工作日内{last}一次告知你（单位）需要补正的全部内容。",
        ),
        (
            "text",
            (
                f"根据{told.cite('第三十二条第一款第四项')}和{told.cite('第八十二条')}的规定，"
                f"该申请自{chinese(day)}收到申请材料之日起即为受理。这是法律规定的结果，不需要另行决定。"
            ),
        ),
        *terms(told),
        *contact(told),
    )


def chinese_iso(text: str) -> str:
    year, month, day = text[:10].split("-")
    return f"{int(year)}年{int(month)}月{int(day)}日"


def contact(told: Told) -> tuple[Line, ...]:
    """Whom to ask and where to complain, as the item publishes it."""
    it = told.definition
    said = [
        f"{name}：{text.rstrip('。')}"
        for name, text in (("咨询", it.contact if it else ""), ("监督投诉", it.supervision if it else ""))
        if text
    ]
    return (("text", f"{'；'.join(said)}。"),) if said else ()
