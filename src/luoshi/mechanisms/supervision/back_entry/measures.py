"""What back entry leaves behind, in words."""

from luoshi.mechanisms.survey import Measure

MEASURES = (
    Measure(
        name="lag",
        title=("登记滞后", "Entered late"),
        effect="days",
        chart="days",
        sentence=(
            "{n} 条登记中有 {k} 条（{share:.0%}）在事后超过 {allowed} 个工作日才登记；一半的登记滞后 {effect:.0f} 个工作日以上。",
            ("Of {n} entries, {k} ({share:.0%}) came more than {allowed} working day(s) after the fact; half of them lag by "
            "{effect:.0f} working days or more."),
        ),
        caution=(
            "停电、断网、系统对接的批次也会造成滞后。看滞后是集中在几天，还是天天如此。",
            "Power cuts, network trouble or nightly batches also delay entries. Look whether it is a few days or every day.",
        ),
    ),
    Measure(
        name="same_second",
        title=("同一秒内登记多件", "Many cases in the same second"),
        effect="share",
        chart="funnel",
        sentence=(
            ("{n} 条记录中有 {k} 条与同一人对多个办件的其他记录发生在同一秒，占 {effect:.1%}；其他单位合计 {center:.1%}，"
            "同样条数的上限是 {upper:.1%}。"),
            ("Of {n} entries, {k} fall into one second with entries of the same officer for other cases: {effect:.1%}. All "
            "units together: {center:.1%}; the upper limit for so many is {upper:.1%}."),
        ),
        caution=(
            "系统的批量操作（批量签发、接口同步）也会这样。看这些件的纸质材料和叫号记录。",
            "Batch functions (signing, interfaces) do the same. Look at the paper files and the queue tickets of these cases.",
        ),
    ),
    Measure(
        name="too_fast",
        title=("快于实际可能", "Quicker than the work can be"),
        effect="share",
        chart="funnel",
        sentence=(
            ("{n} 件中有 {k} 件从受理到决定所用的时间不到全市该事项最快百分之一的五分之一，占 {effect:.1%}；"
            "其他单位合计 {center:.1%}，同样件数的上限是 {upper:.1%}。"),
            ("Of {n} cases, {k} went from acceptance to decision in less than a fifth of what the city's quickest hundredth "
            "of that item took: {effect:.1%}. All others together: {center:.1%}; the upper limit for so many cases is "
            "{upper:.1%}."),
        ),
        caution=(
            "可能先在线下审完再登记，也可能当场能办的件混在承诺件里。比对材料落款日期。",
            ("The work may have been done on paper first, or simple cases may be filed under the same item. Compare the dates "
            "on the papers."),
        ),
    ),
    Measure(
        name="before_acceptance",
        title=("决定早于受理", "Decided before it was accepted"),
        effect="share",
        chart="funnel",
        sentence=(
            "{n} 件中有 {k} 件的决定日期早于受理日期，占 {effect:.1%}；其他单位合计 {center:.1%}，同样件数的上限是 {upper:.1%}。",
            ("Of {n} cases, {k} were decided on a day before they were accepted: {effect:.1%}. All others together: {center:.1%}; "
            "the upper limit for so many cases is {upper:.1%}."),
        ),
        caution=(
            "也可能是日期填错。先核对证照上的签发日期。",
            "A date may have been mistyped. Compare the day on the licence first.",
        ),
    ),
)  # fmt: skip
