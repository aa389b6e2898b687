"""The ledger on PostgreSQL: everything that holds on SQLite, and what only PostgreSQL can show."""

import pytest

from tests.postgresql import Cluster, run_on_postgresql

LEDGER = "src/luoshi/ledger/tests"


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "names",
    [
        ["test_record", "test_seal", "test_prove", "test_killed"],
        ["test_verify", "postgresql_roles", "postgresql_writers"],
    ],
    ids=["generic", "tampering, rights and writers"],
)
def test_the_ledger_on_postgresql(postgresql: Cluster, names: list[str]) -> None:
    run_on_postgresql(postgresql, [f"{LEDGER}/{name}.py" for name in names])
