"""`python -m luoshi.docs`: write docs/mechanisms.md; with `--check` only say whether it is up to date."""

import sys
from pathlib import Path

from luoshi.docs.mechanisms import document
from luoshi.law.words import say

FILE = Path(__file__).parents[3] / "docs" / "mechanisms.md"


def main(arguments: list[str]) -> int:
    made = document()
    if arguments == ["--check"]:
        if FILE.is_file() and FILE.read_text(encoding="utf-8") == made:
            return 0
        sys.stderr.write(
            say(f"{FILE} 不是最新：请运行 make docs\n", f"{FILE} is out of date: run make docs\n")
        )
        return 1
    if arguments:
        sys.stderr.write(
            say("用法：python -m luoshi.docs [--check]\n", "Usage: python -m luoshi.docs [--check]\n")
        )
        return 2
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
