"""How the fast lane is used, in words."""

from luoshi.mechanisms.survey import Measure

CAUTION = (
    "重大项目、突发事件集中时，特办自然多。看登记的事由和批示文号，看缓办的手续是否按期补齐。",
    (
        "Large projects and emergencies bring many at once. Look at the grounds and document numbers, and whether deferred "
        "steps were made up in time."
    ),
)
MEASURES = (
    Measure(
        name="granted",
        title=("特事特办批准率偏高", "The fast lane is granted often"),
        effect="share",
        chart="funnel",
        sentence=(
            "答复的 {n} 件特办申请中批准 {k} 件，占 {effect:.1%}；其他单位合计 {center:.1%}，同样件数的上限是 {upper:.1%}。",
            ("Of {n} requests answered, {k} were granted: {effect:.1%}. All others together: {center:.1%}; the upper limit for "
            "so many is {upper:.1%}."),
        ),
        caution=CAUTION,
    ),
    Measure(
        name="asked_by",
        title=("同一经办人的特办申请多获批准", "Requests of one officer are granted often"),
        effect="share",
        chart="funnel",
        sentence=(
            ("经办人 {of} 提出的 {n} 件特办申请中批准 {k} 件，占 {effect:.1%}；其他经办人合计 {center:.1%}，"
            "同样件数的上限是 {upper:.1%}。"),
            ("Of {n} requests by officer {of}, {k} were granted: {effect:.1%}. All other officers together: {center:.1%}; the upper "
            "limit for so many is {upper:.1%}."),
        ),
        caution=(
            "经办人可能正好负责重大项目。这是请单位说明情况的线索，不是对个人的评价。",
            ("The officer may simply handle the large projects. It asks the unit for an explanation and says nothing about a "
            "person."),
        ),
    ),
    Measure(
        name="applicant",
        title=("同一申请人多次特办", "One applicant goes through the fast lane often"),
        effect="share",
        chart="funnel",
        sentence=(
            ("同一申请人（代号 {of}）的 {n} 件中有 {k} 件走了特办，占 {effect:.1%}；其他申请人合计 {center:.1%}，"
            "同样件数的上限是 {upper:.1%}。"),
            ("Of {n} cases of one applicant (pseudonym {of}), {k} went through the fast lane: {effect:.1%}. All other applicants "
            "together: {center:.1%}; the upper limit for so many cases is {upper:.1%}."),
        ),
        caution=CAUTION,
    ),
    Measure(
        name="cap",
        title=("特办件超过上限", "More fast-lane cases than the cap allows"),
        effect="share",
        chart="waits",
        sentence=(
            "该事项收到的 {n} 件中有 {k} 件走了特办，占 {effect:.1%}，超过 {cap:.0%} 的上限。",
            "Of {n} cases of this item, {k} went through the fast lane: {effect:.1%}, more than the cap of {cap:.0%}.",
        ),
        caution=CAUTION,
    ),
)  # fmt: skip
