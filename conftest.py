"""What every test can rely on: a home of its own, and the real data where it is present."""

import os
import tempfile
from pathlib import Path

import pytest

pytest_plugins = ["tests.postgresql"]
ROOT = Path(__file__).parent
os.environ.setdefault("LUOSHI_HOME", tempfile.mkdtemp(prefix="luoshi-test-"))
os.environ.setdefault("LUOSHI_LANG", "zh")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def data() -> Path:
    """The real data nobody here wrote; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("LUOSHI_TEST_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("real data absent: set LUOSHI_TEST_DATA")
    return folder
