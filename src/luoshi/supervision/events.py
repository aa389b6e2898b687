"""What can happen to a lead, each kind told once. Its matter is `lead:` and a digest of what it is about."""

from hashlib import blake2b

from luoshi.law.event import Event, declare

MATTER = "lead:"
RUNS = f"{MATTER}surveys"
KINDS = "supervision."

SURVEYED = Event(
    kind="supervision.surveyed",
    title=("分析线索", "Surveyed for leads"),
    sentence=("对全部办件做了一次线索分析", "All cases were surveyed for leads"),
    visibility="supervision",
    binds="record",
    about="ledger",
)
FOUND = Event(
    kind="supervision.lead_found",
    title=("疑似线索", "A lead"),
    sentence=(
        "统计上疑似异常，附样本量、幅度、区间和算法版本；是线索，不是结论",
        "The figures stand out; with sample, effect, interval and version. A lead, not a finding",
    ),
    visibility="supervision",
    binds="escalation",
    about="ledger",
)
SUPERSEDED = Event(
    kind="supervision.lead_superseded",
    title=("线索不再成立", "Lead no longer found"),
    sentence=(
        "后来的分析不再发现这一异常，线索保留备查",
        "A later survey no longer finds it; the lead is kept",
    ),
    visibility="supervision",
    binds="record",
    about="ledger",
)
REVIEWED = Event(
    kind="supervision.lead_reviewed",
    title=("核查线索", "Lead looked into"),
    sentence=("核查了线索并写明理由", "The lead was looked into, with the reason"),
    visibility="supervision",
    about="ledger",
)
declare(SURVEYED, FOUND, SUPERSEDED, REVIEWED)


def matter_of(survey: str, measure: str, unit: str, item: str, of: str) -> str:
    """The name under which one subject of one measure is kept; it tells nothing about whom."""
    about = f"{survey}\x1f{measure}\x1f{unit}\x1f{item}\x1f{of}".encode()
    return f"{MATTER}{survey}:{measure}:{blake2b(about, digest_size=8).hexdigest()}"
