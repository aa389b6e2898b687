"""From entries to a form, whom it is asked of, and how long it took."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import orjson

from luoshi.burden.models import Asked, Filling, Form
from luoshi.law.typed import objects, text, texts, whole
from luoshi.ledger.entry import FUTURE, Row
from luoshi.org.bodies import told_body


@dataclass(slots=True)
class Held:
    """One form; `size` is how many entries are recorded."""

    size: int = 0
    form: Form | None = None
    asked: dict[str, Asked] = field(default_factory=dict)
    fillings: dict[str, Filling] = field(default_factory=dict)


def read(ledger: str, matter: str, rows: Iterable[Row]) -> Held:
    """What the current entries of a form tell."""
    held = sorted(rows, key=lambda row: row.corrects or row.position)
    it = Held(sum(row.position < FUTURE for row in held))
    for row in held:
        told, at = orjson.loads(row.payload), datetime.fromisoformat(row.happened_at)
        if row.kind == "burden.form_asked":
            it.form = Form(
                ledger=ledger, matter=matter, title=text(told.get("item"), 200), unit_name=row.unit,
                document=text(told.get("document"), 100), minutes=whole(told.get("minutes")), times=whole(told.get("times")),
                fields=texts(told.get("fields")), retires=text(told.get("retires"), 40), state="active", asked_at=at,
                position=row.position,
            )  # fmt: skip
            for one in map(told_body, objects(told.get("units"))):
                it.asked[one.code] = Asked(ledger=ledger, matter=matter, unit=one.code, unit_name=one.name)
        elif it.form is not None and row.kind == "burden.form_retired":
            it.form.state, it.form.retired_at = "retired", at
        elif it.form is not None and row.kind == "burden.form_filled":
            instance = text(told.get("instance"), 10)
            it.fillings[instance] = Filling(
                ledger=ledger, matter=matter, instance=instance, unit_name=row.to_unit, minutes=whole(told.get("minutes")),
                filled_at=at,
            )  # fmt: skip
    return it
