"""What can happen to a task and to the document it comes from, each kind told once.

A node of the tree is a matter `task:` and its number; a source document is `source:` and its number.
"""

from luoshi.law.event import Event, Visibility, declare
from luoshi.law.words import Pair

TASK, SOURCE = "task:", "source:"
KINDS = "tasks."

DONE: tuple[tuple[str, Visibility, Pair, Pair], ...] = (
    ("drafted", "staff", ("立项", "Drafted"), ("拟定了一项目标、任务或步骤", "A goal, task or step was drafted")),
    ("amended", "staff", ("调整", "Amended"), ("调整了任务内容，原内容保留", "What it says was changed; what it said before is kept")),
    ("published", "staff", ("审核发布", "Published"), ("审核通过并发布", "Reviewed and published")),
    ("assigned", "staff", ("交办", "Assigned"), ("交牵头单位办理，一个工作日内签收", "Handed to the lead unit, to be signed for within a working day")),
    ("receipted", "staff", ("签收", "Signed for"), ("牵头单位签收", "The lead unit signed for it")),
    ("broken_down", "staff", ("分解", "Broken down"), ("分解为下一级任务或步骤", "Broken down into parts")),
    ("part_dropped", "staff", ("撤下分解项", "Part dropped"), ("撤下了一个分解项并说明理由", "A part was dropped, with the reason")),
    (
        "inflation_approved", "staff", ("同意加码", "Inflation approved"),
        ("批准压缩时限或抬高指标，向上一直可见", "Less time or a higher figure was approved; it stays in sight upward"),
    ),
    ("inflation_refused", "staff", ("不同意加码", "Inflation refused"), ("不同意压缩时限或抬高指标", "Less time or a higher figure was not approved")),
    ("co_asked", "staff", ("请协办单位反馈", "Co-operation asked for"), ("请协办单位在期限内反馈", "A co-operating unit was asked to answer within a limit")),
    ("co_replied", "staff", ("协办反馈", "Co-operating unit answered"), ("协办单位反馈了意见", "The co-operating unit answered")),
    ("progressed", "staff", ("反馈进展", "Progress reported"), ("牵头单位反馈了进展", "The lead unit reported progress")),
    ("claimed", "staff", ("申报完成", "Claimed complete"), ("牵头单位申报完成，等待核验", "The lead unit claims completion; it is yet to be verified")),
    ("verified", "staff", ("核验销号", "Verified and written off"), ("其他单位的核验人核验属实，予以销号", "A verifier of another unit found it true and wrote it off")),
    ("returned", "staff", ("核验退回", "Returned"), ("核验不通过，退回继续办理", "Not found complete: it goes back to work")),
    ("reopened", "staff", ("重新打开", "Re-opened"), ("销号后发现未落实，重新打开，首次时限不变", "Found undone after write-off: open again under its first date")),
    ("archived", "staff", ("归档", "Archived"), ("办结归档", "Put into the archive")),
    ("order_issued", "staff", ("督办单", "Supervision order"), ("下发蓝、黄、红督办单", "A blue, yellow or red supervision order was issued")),
    ("order_answered", "staff", ("督办单回复", "Order answered"), ("牵头单位回复了督办单", "The lead unit answered the order")),
    ("order_lifted", "staff", ("解除督办", "Order lifted"), ("问题解决，解除督办", "What it was about is mended: lifted")),
    ("chased", "staff", ("催办", "Chased"), ("催促签收、反馈或回复", "Somebody was asked again for a receipt, progress or an answer")),
    ("cancelled", "staff", ("撤销任务", "Cancelled"), ("依据文件撤销任务", "Cancelled on the strength of a document")),
    ("source_registered", "staff", ("登记任务来源", "Source registered"), ("登记了报告、决定、批示等来源文件及其条款", "A report, decision or instruction was registered with its clauses")),
    ("clause_set_aside", "staff", ("条款不立项", "Clause set aside"), ("说明条款无需立项的理由", "Why a clause needs no task was said")),
)  # fmt: skip
"""What people do: name, who may see it, title, sentence."""

NOTED: tuple[tuple[str, Visibility, Pair, Pair], ...] = (
    (
        "inflation_found", "staff", ("层层加码", "Grew on its way down"),
        ("分解后时限被压缩或指标合计被抬高，须说明理由并经批准", "Less time or a higher total than above: it needs a reason and approval"),
    ),
    (
        "write_off_refused", "supervision", ("本单位销号被拒", "Own write-off refused"),
        ("牵头单位人员试图核验本单位的任务，系统拒绝并记录", "Somebody of the lead unit tried to verify its own task: refused and noted"),
    ),
    (
        "evidence_reused", "supervision", ("疑似重复使用佐证", "Evidence seen before"),
        ("佐证材料与以前的相同或相似，是线索不是结论", "Evidence equals or resembles earlier evidence. A lead, not a finding"),
    ),
)  # fmt: skip
"""What the system notes beside an act."""

EVENTS = (
    *(
        Event(kind=f"tasks.{name}", title=title, sentence=sentence, visibility=visibility)
        for name, visibility, title, sentence in DONE
    ),
    *(
        Event(kind=f"tasks.{name}", title=title, sentence=sentence, visibility=visibility, binds="record", about="unit")
        for name, visibility, title, sentence in NOTED
    ),
)  # fmt: skip
declare(*EVENTS)
