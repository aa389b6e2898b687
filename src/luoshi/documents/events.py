"""What can happen to a paper."""

from luoshi.law.event import Event, declare

ISSUED = Event(
    kind="documents.paper_issued",
    title=("出具文书", "Paper issued"),
    sentence=("出具文书，内容和文件摘要留存备查", "A paper was issued; its content and digests are kept"),
    visibility="public",
    binds="record",
)
ADDRESSED = Event(
    kind="documents.copy_addressed",
    title=("文书填写姓名", "Name put on a paper"),
    sentence=(
        "查看申请人信息后，在文书上填写了姓名；这次查看已记录",
        "Who applied was looked at and put on a paper; the look is recorded",
    ),
    visibility="supervision",
    binds="record",
)
ENCODED = Event(
    kind="documents.copy_encoded",
    title=("文书印查询码", "Code printed on a paper"),
    sentence=(
        "在文书上印了查询码，交给申请人",
        "A query code was printed on a paper, to hand to the applicant",
    ),
    binds="record",
)
declare(ISSUED, ADDRESSED, ENCODED)
