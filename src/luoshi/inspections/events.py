"""What can happen in an inspection, to what it finds, to a campaign, a sample, a piece of research; each kind told once."""

from luoshi.law.event import Event, Visibility, declare
from luoshi.law.words import Pair

INSPECTION, RECTIFICATION, CAMPAIGN = "inspection:", "rectification:", "campaign:"
SAMPLE, RESEARCH = "sample:", "research:"
MATTERS = (INSPECTION, RECTIFICATION, CAMPAIGN, SAMPLE, RESEARCH)
KINDS = "inspections."

DONE: tuple[tuple[str, Visibility, Pair, Pair], ...] = (
    ("planned", "supervision", ("督查立项", "Inspection planned"), ("依授权文件确定督查事项、对象、组长和时限", "Topic, bodies, lead and dates were set under an authorising document")),
    ("merged", "supervision", ("并入已有督查", "Merged into an inspection"), ("与已有督查事项相近，并入办理，避免重复督查", "It was close to one under way and goes with it, so that nobody is inspected twice")),
    ("begun", "staff", ("督查开始", "Inspection begun"), ("督查组开始工作", "The team began its work")),
    ("finding_recorded", "staff", ("发现问题", "Finding recorded"), ("记录问题及不少于两项佐证", "A finding was recorded with at least two pieces of evidence")),
    ("concluded", "staff", ("督查结论", "Inspection concluded"), ("作出督查结论", "The conclusion was made")),
    ("served", "staff", ("反馈结论", "Conclusion served"), ("结论已送达督查对象，三十日内可以申请复核", "The conclusion was served; a review may be asked for within thirty days")),
    ("review_requested", "staff", ("申请复核", "Review asked for"), ("督查对象对结论有异议，申请复核", "The inspected contests the conclusion")),
    ("review_decided", "staff", ("复核决定", "Review decided"), ("由未参与的人员作出复核决定", "Somebody who took no part decided the review")),
    ("result_published", "public", ("公开办理结果", "Result published"), ("向社会公开办理结果", "The result was made public")),
    ("looked_back", "staff", ("回头看", "Looked back"), ("公开后再次核实是否反弹", "Some time after, it was looked at again")),
    ("closed", "staff", ("督查办结", "Inspection closed"), ("问题整改核验完毕，督查办结", "What was found is put right and verified: closed")),
    ("rectification_ordered", "staff", ("整改通知", "Rectification ordered"), ("责令按标准限期整改，指定其他单位核验", "To be put right by a day to a standard, verified by another unit")),
    ("rectification_extended", "staff", ("整改延期", "Rectification extended"), ("同意延期；第二次起由负责人批准", "More time was granted; from the second time on by the head")),
    ("rectification_claimed", "staff", ("报告整改完成", "Rectification claimed"), ("整改单位报告整改完成，等待核验", "The body says it is put right; to be verified")),
    ("rectification_verified", "staff", ("整改核验", "Rectification verified"), ("其他单位核验整改到位", "Another unit found it put right")),
    ("rectification_returned", "staff", ("整改退回", "Rectification returned"), ("核验未到位，继续整改", "Not put right: it goes on")),
    ("campaign_opened", "staff", ("启动专项行动", "Campaign opened"), ("依文件启动，汇集任务、督查和投诉", "Opened on a document; it gathers tasks, inspections and complaints")),
    ("campaign_joined", "staff", ("纳入专项行动", "Joined to the campaign"), ("纳入专项行动", "It was joined to the campaign")),
    ("campaign_reported", "public", ("公布专项行动报告", "Campaign reported"), ("专项行动结束，公布报告", "The campaign ended with a public report")),
    ("sample_drawn", "supervision", ("抽取销号样本", "Sample drawn"), ("以账本摘要为种子抽取，谁也不能挑选", "Drawn from the ledger's own digest: nobody can pick")),
    ("sample_checked", "supervision", ("抽查核实", "Sample checked"), ("核实了样本中的一项销号", "One write-off of the sample was checked")),
    ("researched", "staff", ("调研记录", "Research recorded"), ("记录调研发现的问题和责任单位", "What was found on the spot, and whose it is")),
    ("problem_answered", "staff", ("调研问题答复", "Problem answered"), ("责任单位答复了调研问题", "The unit concerned answered a problem")),
)  # fmt: skip
NOTED: tuple[tuple[str, Visibility, Pair, Pair], ...] = (
    ("own_verification_refused", "supervision", ("自行核验被拒", "Own verification refused"), ("整改单位试图核验本单位的整改，系统拒绝并记录", "The body tried to verify its own rectification: refused and noted")),
    ("sample_concluded", "supervision", ("抽查结论", "Sample concluded"), ("序贯检验已能得出结论，停止抽查", "The sequential test suffices: no more need be checked")),
)  # fmt: skip

EVENTS = (
    *(Event(kind=f"{KINDS}{name}", title=title, sentence=words, visibility=seen) for name, seen, title, words in DONE),
    *(
        Event(kind=f"{KINDS}{name}", title=title, sentence=words, visibility=seen, binds="record", about="unit")
        for name, seen, title, words in NOTED
    ),
)  # fmt: skip
declare(*EVENTS)
