"""Replay: all history under other rules, nothing written, before and after with a digest."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
from django.conf import settings

from luoshi.engine import surroundings as engine
from luoshi.law.errors import CouldNot, Unclear
from luoshi.law.office_hours import office_hours
from luoshi.law.words import say
from luoshi.monitor import surroundings
from luoshi.monitor.export import parquet

Engine = Callable[[Path, pa.Table, pa.Table], dict[str, Any]]


def split(changes: Mapping[str, str]) -> tuple[dict[str, str], dict[str, int]]:
    """Changes to the law's figures, and to the ladder's thresholds."""
    ladder = {k: engine.positive(k, v) for k, v in changes.items() if k in engine.LADDER}
    return {k: v for k, v in changes.items() if k not in ladder}, ladder
