"""YAML of the law's own folders, read the quick way."""

from pathlib import Path
from typing import Any

import yaml

from luoshi.law.errors import CouldNot
from luoshi.law.words import say

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(path: Path) -> Any:
    """The content of a YAML file; CouldNot names the file when it cannot be read."""
    try:
        return yaml.load(path.read_bytes(), Loader=Loader)  # noqa: S506 — a safe loader
    except yaml.YAMLError as failure:
        line = " ".join(str(failure).split())[:200]
        raise CouldNot(
            say(f"{path.name} 不是有效的 YAML：{line}", f"{path.name} is not valid YAML: {line}")
        ) from failure
