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
ACKNOWLEDGED = Event(
    kind="monitor.card_acknowledged",
    title=("签收督办牌", "Card acknowledged"),
    sentence=("被发牌单位签收了督办牌", "The unit took note of the card"),
    about="unit",
)
APPEALED = Event(
    kind="monitor.card_appealed",
    title=("申诉督办牌", "Card appealed"),
    sentence=("负责人说明理由，对督办牌提出申诉", "The head said why the card is wrong"),
    about="unit",
)
DECIDED = Event(
    kind="monitor.appeal_decided",
    title=("申诉复核决定", "Appeal decided"),
    sentence=(
        "由未签发的人复核，作出维持或撤回的决定；撤回的牌仍看得见",
        "Somebody who did not issue it upheld it or took it back; a card taken back stays in sight",
    ),
    about="unit",
)
NOTIFIED = Event(
    kind="monitor.card_notified",
    title=("通知督办牌", "Card notified"),
    sentence=("督办牌已通知单位的固定联系人", "The unit's fixed contact was told of the card"),
    binds="record",
    about="unit",
)
declare(TASK_OPENED, SETTING_CHANGED, NOTICE_LOADED, VOIDED, ACKNOWLEDGED, APPEALED, DECIDED, NOTIFIED)
for _mechanism in MECHANISMS:
    declare(*_mechanism.yields)
