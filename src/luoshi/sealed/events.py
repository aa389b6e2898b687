"""What happens around what is sealed."""

from luoshi.law.event import Event, declare

CODE_GIVEN = Event(
    kind="sealed.code_given",
    title=("给查询码", "Query code given"),
    sentence=("给了申请人查询本件的查询码；查询码本身不留存", "The applicant was given a code to look the case up; the code itself is not kept"),
    binds="record",
)  # fmt: skip
declare(CODE_GIVEN)
