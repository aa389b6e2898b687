"""What can happen to an approval, each kind told once."""

from luoshi.law.event import Event, declare

ACTS = (
    Event(
        kind="approvals.received",
        title=("收件", "Received"),
        sentence=("收到申请材料", "The application was received"),
        visibility="public",
    ),
    Event(
        kind="approvals.correction_notified",
        title=("一次性告知补正", "Corrections notified"),
        sentence=("一次性告知需要补正的全部内容", "Everything to be corrected was told at once"),
        visibility="public",
    ),
    Event(
        kind="approvals.supplemented",
        title=("补正", "Supplemented"),
        sentence=("收到补正材料", "The corrected filing was received"),
        visibility="public",
    ),
    Event(
        kind="approvals.accepted",
        title=("受理", "Accepted"),
        sentence=("受理申请，出具受理通知书", "The application was accepted"),
        visibility="public",
        changes_state=True,
    ),
    Event(
        kind="approvals.acceptance_refused",
        title=("不予受理", "Acceptance refused"),
        sentence=("书面决定不予受理并说明理由", "Acceptance was refused in writing, with reasons"),
        visibility="public",
        changes_state=True,
    ),
    Event(
        kind="approvals.step",
        title=("办理环节", "Step"),
        sentence=("办理环节有进展", "A step was worked on"),
    ),
    Event(
        kind="approvals.paused",
        title=("暂停计时", "Clock stopped"),
        sentence=("因法定事由停止计时，已书面告知所需时间", "The clock was stopped on a lawful ground"),
        visibility="public",
    ),
    Event(
        kind="approvals.resumed",
        title=("恢复计时", "Clock resumed"),
        sentence=("停表事由结束，恢复计时", "The ground ended and the clock runs again"),
        visibility="public",
    ),
    Event(
        kind="approvals.extension_requested",
        title=("申请延期", "Extension requested"),
        sentence=("承办人申请延长办理期限", "The handler asked for an extension"),
    ),
    Event(
        kind="approvals.extended",
        title=("延期", "Extended"),
        sentence=("经负责人批准延长期限，并告知理由", "The head approved an extension and gave the reason"),
        visibility="public",
    ),
    Event(
        kind="approvals.decided",
        title=("作出决定", "Decided"),
        sentence=("作出行政许可决定", "The decision was made"),
        visibility="public",
        changes_state=True,
    ),
    Event(
        kind="approvals.delivered",
        title=("送达", "Delivered"),
        sentence=("颁发、送达行政许可证件", "The licence was handed over"),
        visibility="public",
        changes_state=True,
    ),
    Event(
        kind="approvals.withdrawn",
        title=("撤回申请", "Withdrawn"),
        sentence=("申请人撤回申请", "The applicant withdrew"),
        visibility="public",
        changes_state=True,
    ),
    Event(
        kind="approvals.transferred",
        title=("移交", "Transferred"),
        sentence=("移交其他单位，由对方接收", "Handed to another unit, which took it over"),
    ),
    Event(
        kind="clocks.set",
        title=("设定时限", "Limit set"),
        sentence=("记录承诺、环节或来源自带的时限", "A promised, step or source's own limit was recorded"),
    ),
    Event(
        kind="clocks.met",
        title=("时限办结", "Limit met"),
        sentence=("该时限对应的工作已完成", "What the limit was for is done"),
    ),
)
declare(*ACTS)
