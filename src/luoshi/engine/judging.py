"""Where entries are judged: near at hand for a few, in DuckDB for many. The rule is the same."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from luoshi.engine import near
from luoshi.engine.embedded import embedded
from luoshi.engine.frame import Row, arrow, readings


def judged(
    rows: Iterable[Row], rules: pa.Table, world: pa.Table, wanted: Sequence[str]
) -> Mapping[str, list[dict[str, Any]]]:
    """What the steps wanted come to over these entries, as dicts."""
    read = readings(rows)
    if len(read) <= near.FEW:
        return near.evaluate(read, rules, world, wanted)
    found = embedded().evaluate(arrow(read), rules, world, tuple(wanted))
    return {name: table.to_pylist() for name, table in found.items()}
