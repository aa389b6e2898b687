"""Working on a case on PostgreSQL: everything that holds on SQLite, and many counters at once."""

import pytest

from tests.postgresql import Cluster, run_on_postgresql


@pytest.mark.postgresql
def test_cases_on_postgresql(postgresql: Cluster) -> None:
    names = ("postgresql_counters", "test_filing", "test_holding", "test_every_act")
    run_on_postgresql(postgresql, [f"tests/cases/{name}.py" for name in names])
