"""The tables the engine works on: their columns, in one place, for Arrow, Ibis and Parquet alike."""

from collections.abc import Mapping

ENTRIES: Mapping[str, str] = {
    "position": "int64",
    "matter": "string",
    "kind": "string",
    "happened": "int64",  # microseconds since 1970-01-01T00:00Z
    "recorded": "int64",
    "local": "int64",  # microseconds of civil time there
    "unit": "string",
    "to_unit": "string",
    "law": "string",  # jurisdiction, "none" or ""
    "corrects": "int64",  # position of the entry this one replaces
    "item": "string",
    "clock": "string",
    "instance": "string",
    "grade": "string",
    "amount": "int32",
    "per": "string",
    "due": "int64",  # a deadline of the source's own, microseconds UTC
    "ground": "string",
    "document": "string",
    "outcome": "string",
    "officer": "string",
    "cause": "string",  # who made a second notice necessary: applicant or agency
    "reasoned": "boolean",  # was a reason given?
    "until": "int32",  # a day that the entry names: the licence is valid until, made up by
    "since": "int32",  # a day from which the entry holds: who takes a post
    "seat": "string",  # A or B of a post
    "n": "int32",  # a number that the entry tells: per mille of a target, days, minutes
}

RULES: Mapping[str, str] = {
    "clock": "string",
    "amount": "int32",
    "per": "string",
    "extension": "int32",
    "roll": "boolean",
    "pausable": "boolean",
    "since": "int32",
    "until": "int32",
}

WORLD: Mapping[str, str] = {
    "as_of": "int64",
    "offset": "int64",  # civil time minus UTC, microseconds
    "live": "int64",  # civil moment from which this office acts; far future: never
    "confirmed": "int32",  # last day of the last year whose holiday notice is known
    "first": "int32",
    "ordinal": "array<int32>",
    "day_of": "array<int32>",
    "month_index": "array<int32>",
    "month_first": "array<int32>",
    "am_open": "int32",
    "am_close": "int32",
    "pm_open": "int32",
    "pm_close": "int32",
    "warn_percent": "int32",
    "warn_days": "int32",
    "idle_days": "int32",
    "escalate_1": "int32",
    "escalate_2": "int32",
    "answer_days": "int32",
    "least_time_per_mille": "int32",
    "most_sum_per_mille": "int32",
    "reopen_days": "int32",
    "owner_days": "int32",
    "report_days": "int32",
    "free_extensions": "int32",
    "red_days": "int32",
    "look_back_days": "int32",
    "undecided_meetings": "int32",
    "vacancy_days": "int32",
}

NEVER = 2**62
"""A moment that does not come."""
