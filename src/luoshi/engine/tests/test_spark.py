"""The same relations on Spark: the same rows, the same digest."""

import importlib.util
import shutil
from datetime import UTC, datetime

import pytest

from luoshi.engine import whole
from luoshi.engine.surroundings import lawful, micros, rules
from luoshi.engine.tests.histories import histories, table
from luoshi.engine.tests.test_oracle import SPANS, here
from luoshi.law.days import number

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(
        importlib.util.find_spec("pyspark") is None or shutil.which("java") is None,
        reason="Spark absent: needs the spark extra and Java",
    ),
]


def test_same_digest_and_counts_on_spark_as_in_the_process() -> None:
    from luoshi.engine import spark

    since, spread = SPANS["autumn"]
    entries = table(histories(2000, seed=5, base=number(since), spread=spread))
    world = here(micros(datetime(2026, 11, 20, 2, tzinfo=UTC)))
    for told in (lawful(), rules({"CLK-02.amount": "15"})):
        here_, there = whole.replay(entries, told, world), spark.replay(entries, told, world)
        assert here_.digest == there.digest
        assert here_.rows == there.rows
