"""Tasks on PostgreSQL: everything that holds on SQLite, and many people at one tree."""

import pytest

from tests.postgresql import Cluster, run_on_postgresql


@pytest.mark.postgresql
def test_tasks_on_postgresql(postgresql: Cluster) -> None:
    names = ("postgresql_trees", "test_publishing", "test_writing_off", "test_cascade", "test_sums")
    run_on_postgresql(postgresql, [f"tests/tasks/{name}.py" for name in names])
