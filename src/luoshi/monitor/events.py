"""What the monitor itself records, besides what the mechanisms yield."""

from luoshi.engine.plan import MECHANISMS
from luoshi.law.event import Event, declare

TASK_OPENED = Event(
    kind="monitor.task_opened",
    title=("转人工核实", "Referred to a person"),
    sentence=("规则无法自行了结，请负责人核实", "The rules cannot settle this; a person must look"),
    binds="escalation",
)
SETTING_CHANGED = Event(
    kind="monitor.setting_changed",
    title=("调整设置", "Setting changed"),
    sentence=("调整了本单位的一项设置", "A setting of this office was changed"),
    visibility="supervision",
    about="ledger",
)
NOTICE_LOADED = Event(
    kind="law.notice_loaded",
    title=("装入放假通知", "Holiday notice loaded"),
    sentence=(
        "装入国务院办公厅放假安排，未办结时限已重算",
        "A holiday notice was loaded; open clocks were re-dated",
    ),
    visibility="public",
    binds="record",
    about="ledger",
)
VOIDED = Event(
    kind="ledger.voided",
    title=("作废更正", "Voided"),
    sentence=("一条记录被更正为无效，原记录保留", "An entry was corrected to void; the original is kept"),
    binds="record",
)
declare(TASK_OPENED, SETTING_CHANGED, NOTICE_LOADED, VOIDED)
for _mechanism in MECHANISMS:
    declare(*_mechanism.yields)
