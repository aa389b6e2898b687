"""What can happen to a form that units are asked to fill in; each kind told once."""

from luoshi.law.event import Event, declare

FORM = "form:"
KINDS = "burden."
EVENTS = (
    Event(
        kind="burden.form_asked", title=("要求填报", "Form asked for"),
        sentence=("要求有关单位填报，写明依据、用时和取代的报表", "Units are asked to fill it in: on what ground, how long it takes, and what it replaces"),
    ),
    Event(
        kind="burden.form_retired", title=("停用报表", "Form given up"),
        sentence=("不再要求填报", "It is asked for no longer"),
    ),
    Event(
        kind="burden.form_filled", title=("填报用时", "Form filled in"),
        sentence=("填报单位记下实际用时", "The unit told how long it took"),
    ),
)  # fmt: skip
declare(*EVENTS)
