"""The cases of this folder run in engine/tests, where the relations can be judged; here, what the file itself must say."""

from pathlib import Path

import yaml

CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text())


def test_cases_have_names_of_their_own() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))


def test_every_case_names_its_article() -> None:
    assert all("第" in case["article"] and "条" in case["article"] for case in CASES)
