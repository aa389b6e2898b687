"""The monitor on PostgreSQL: everything that holds on SQLite, and many sweepers at once."""

import pytest

from tests.postgresql import Cluster, run_on_postgresql

MONITOR = "src/luoshi/monitor/tests"


@pytest.mark.postgresql
def test_the_monitor_on_postgresql(postgresql: Cluster) -> None:
    names = ("postgresql_sweepers", "test_sweep", "test_notices", "test_reports")
    run_on_postgresql(postgresql, [f"{MONITOR}/{name}.py" for name in names])


@pytest.mark.postgresql
def test_a_killed_follower_and_sweep_on_postgresql(postgresql: Cluster) -> None:
    run_on_postgresql(postgresql, [f"{MONITOR}/test_killed.py"])
