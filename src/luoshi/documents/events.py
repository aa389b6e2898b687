"""What can happen to a paper."""

from luoshi.law.event import Event, declare

ISSUED = Event(
    kind="documents.paper_issued",
    title=("出具文书", "Paper issued"),
    sentence=("出具文书，内容和文件摘要留存备查", "A paper was issued; its content and digests are kept"),
    visibility="public",
    binds="record",
)
declare(ISSUED)
