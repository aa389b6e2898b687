"""What can happen to an approval, each kind told once."""

from luoshi.law.event import Event, Visibility, declare
from luoshi.law.words import Pair

TOLD_ELSEWHERE: tuple[tuple[str, Visibility, Pair, Pair], ...] = (
    (
        "reclassified", "supervision", ("受理后改办件参数", "Reclassified after acceptance"),
        ("来源系统在受理后改了事项、版本、办件类型或承诺日；时限不变",
         "After acceptance the source changed item, version, type or promised day; the limits stay"),
    ),
    (
        "material_filed", "staff", ("收取材料", "Paper filed"),
        ("收取了一份申请材料", "A paper of the application was taken in"),
    ),
)  # fmt: skip
"""What other systems tell of a case, besides what files may state: name, who may see it, title, sentence."""

DONE_HERE: tuple[tuple[str, Visibility, Pair, Pair], ...] = (
    (
        "corrected_on_spot", "public", ("当场更正", "Corrected on the spot"),
        ("申请人当场更正了可以当场更正的错误", "The applicant corrected on the spot what could be corrected there"),
    ),
    (
        "hand_over_offered", "staff", ("移交待接收", "Hand-over offered"),
        ("提出移交；对方接收前仍由移出方负责", "Offered to another; until they accept, the giver keeps it"),
    ),
    (
        "hand_over_withdrawn", "staff", ("收回移交", "Hand-over taken back"),
        ("对方尚未接收，移出方收回了移交", "Before it was accepted, the giver took the offer back"),
    ),
    (
        "hand_over_declined", "staff", ("未接收移交", "Hand-over declined"),
        ("对方说明理由未予接收，仍由移出方负责", "Declined with a reason; the giver keeps it"),
    ),
    (
        "extension_refused", "staff", ("不同意延期", "Extension refused"),
        ("负责人不同意延期，原期限不变", "The head did not agree; the term stands as it was"),
    ),
    (
        "opinion_invited", "staff", ("征求协办意见", "Opinion invited"),
        ("请协办单位在期限内反馈意见", "A co-operating unit was asked for its opinion within a limit"),
    ),
    (
        "opinion_given", "staff", ("反馈协办意见", "Opinion given"),
        ("协办单位反馈了意见", "The co-operating unit gave its opinion"),
    ),
    (
        "fast_lane_requested", "staff", ("申请特事特办", "Fast lane asked for"),
        ("以列明的事由申请特事特办", "The fast lane was asked for on a listed ground"),
    ),
    (
        "fast_lane_granted", "public", ("批准特事特办", "Fast lane granted"),
        ("非承办人批准特事特办；手续缓办不免办", "Approved by someone who does not handle it; steps are deferred, not waived"),
    ),
    (
        "fast_lane_refused", "staff", ("不同意特事特办", "Fast lane refused"),
        ("不同意特事特办，按一般程序办理", "Not approved; the ordinary way applies"),
    ),
    (
        "deferred_made_up", "staff", ("补办缓办手续", "Deferred step made up"),
        ("补齐了特事特办时缓办的手续", "What the fast lane had deferred was made up"),
    ),
    (
        "commitment_made", "public", ("告知承诺", "Commitment made"),
        ("申请人选择告知承诺并签署承诺书", "The applicant chose to commit and signed the letter"),
    ),
    (
        "commitment_declined", "public", ("不选择告知承诺", "Commitment not chosen"),
        ("已告知可以承诺，申请人选择按一般程序办理", "Offered the choice, the applicant took the ordinary way"),
    ),
    (
        "commitment_checked", "public", ("核查承诺", "Commitment checked"),
        ("对承诺内容进行了核查", "What was committed to was checked"),
    ),
    (
        "lateness_explained", "public", ("说明超时理由", "Lateness explained"),
        ("负责人公开说明超过办理时间的理由", "The head said in public why the time was exceeded"),
    ),
    (
        "identity_requested", "supervision", ("申请查看申请人信息", "Identity asked for"),
        ("写明用途，申请查看申请人身份信息", "Somebody asked, with a purpose, to see who applied"),
    ),
    (
        "identity_granted", "supervision", ("同意查看申请人信息", "Look granted"),
        ("另一人同意查看申请人身份信息", "A second person agreed to the look"),
    ),
    (
        "identity_refused", "supervision", ("不同意查看申请人信息", "Look refused"),
        ("另一人不同意查看申请人身份信息", "A second person did not agree to the look"),
    ),
    (
        "identity_seen", "supervision", ("查看申请人信息", "Identity seen"),
        ("查看了申请人身份信息", "Who applied was looked at"),
    ),
)  # fmt: skip
"""What people do in this office, besides what files may state: name, who may see it, title, sentence."""

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
        sentence=("移交他人办理，对方已接收", "Handed to another, who took it over"),
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
    *(
        Event(kind=f"approvals.{name}", title=title, sentence=sentence, visibility=visibility)
        for name, visibility, title, sentence in (*DONE_HERE, *TOLD_ELSEWHERE)
    ),
)
"""What can happen to an approval by somebody's act."""

declare(*ACTS)
