"""The same steps on Spark, for what does not fit on one machine. Needs the `spark` extra and Java 17."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

import pyarrow as pa

from luoshi.engine.counting import LOOK_UP
from luoshi.engine.plan import ON_THE_WAY, in_force, leading_to, steps
from luoshi.engine.replay import REPLAYED, Replayed, clocks, filings, replayed
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.mechanisms.base import DIVIDE

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


class OnSpark:
    """A Spark session with every step as a temporary view; what more than one reads is kept in memory or on disk."""

    def __init__(self, *, master: str = "local[2]") -> None:
        try:
            import ibis
            from pyspark.sql import SparkSession
        except ImportError as failure:
            raise CouldNot(
                say(
                    "没有安装 Spark：请安装 luoshi 的 spark 组件（pyspark）和 Java 17，或用 --engine embedded。",
                    "Spark is not installed: add the spark extra (pyspark) and Java 17, or use --engine embedded.",
                )
            ) from failure
        builder = SparkSession.builder.master(master).appName("luoshi")
        for name, value in SETTINGS.items():
            builder = builder.config(name, value)
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")
        self.backend = ibis.pyspark.connect(self.session)
        self.session.sql(
            f"CREATE OR REPLACE TEMPORARY FUNCTION {DIVIDE}(number BIGINT, amount BIGINT) RETURNS BIGINT RETURN number DIV amount"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.stop()

    def sql(self, expression: Any) -> str:
        """The expression in Spark's SQL."""
        return str(self.backend.compile(expression)).replace(LOOK_UP, "try_element_at")

    def load(
        self, entries: pa.Table | Path, rules: pa.Table, world: pa.Table, wanted: Iterable[str] = REPLAYED
    ) -> None:
        """Make what leads to the wanted steps: from an Arrow table, or a folder of Parquet in the export's layout."""
        self.put("rules", rules)
        self.put("world", world)
        if isinstance(entries, Path):
            found = self.session.read.option("recursiveFileLookup", "true").parquet(str(entries))
            found.createOrReplaceTempView("all_entries")
        else:
            self.put("all_entries", entries)
        corrected = self.session.sql("SELECT count(corrects) AS n FROM all_entries").first()["n"] > 0
        self.session.sql(self.sql(in_force(corrected=corrected))).createOrReplaceTempView("entries")
        needed = leading_to(frozenset(wanted))
        for step in steps():
            if step.name not in needed:
                continue
            made = self.session.sql(self.sql(step.expression))
            if step.name not in ON_THE_WAY:
                # Cuts the plan: Spark's own planning grows faster than its length.
                made = made.localCheckpoint()
            made.createOrReplaceTempView(step.name)

    def put(self, name: str, table: pa.Table) -> None:
        """An Arrow table as a temporary view."""
        self.session.createDataFrame(table).createOrReplaceTempView(name)

    def fetch(self, wanted: Iterable[str]) -> Mapping[str, pa.Table]:
        return {name: self.session.table(name).toArrow() for name in wanted}

    def replay(self) -> Replayed:
        """Counts and digest, by the same sums as on DuckDB."""
        of_clocks, of_filings = (
            [row.asDict() for row in self.session.sql(query).collect()]
            for query in (clocks("pyspark"), filings("pyspark"))
        )
        return replayed(of_clocks, of_filings)


def replay(
    entries: pa.Table | Path, rules: pa.Table, world: pa.Table, *, master: str = "local[2]"
) -> Replayed:
    """Judge everything anew on Spark; the same rows and the same digest as `engine.whole.replay`."""
    with OnSpark(master=master) as spark:
        spark.load(entries, rules, world)
        return spark.replay()
