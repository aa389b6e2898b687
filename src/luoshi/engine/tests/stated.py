"""The cases of a survey (`cases.yaml`) as the columns that its statistics are given."""

from typing import Any

import numpy as np
import yaml

from luoshi.engine import surveys
from luoshi.mechanisms.survey import Columns, Survey


def cases(survey: Survey) -> list[dict[str, Any]]:
    text = (surveys.HOME / survey.name / "cases.yaml").read_text()
    return list(yaml.safe_load(text))


def columns(survey: Survey, case: dict[str, Any]) -> Columns:
    """Where a fact gives lists, each value is a row."""
    rows = [row for fact in case["facts"] for row in spread(fact)]
    blank = {name: "" if kind == "string" else 0 for name, kind in survey.columns.items()}
    return {
        name: np.array([(blank | row)[name] for row in rows], dtype=object if blank[name] == "" else None)
        for name in survey.columns
    }


def spread(fact: dict[str, Any]) -> list[dict[str, Any]]:
    size = max((len(v) for v in fact.values() if isinstance(v, list)), default=1)
    return [{k: v[n] if isinstance(v, list) else v for k, v in fact.items()} for n in range(size)]
