"""The documents hold: links lead somewhere, commands exist with their options, both READMEs say the same."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from click.testing import CliRunner

from luoshi.cli import COMMANDS, luoshi
from luoshi.law import registry

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
LARGEST = 250_000  # bytes of a picture


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose(path: Path) -> str:
    return FENCE.sub("", text(path))


def anchors(path: Path) -> set[str]:
    """Headings as the usual renderers name them."""
    titles = (re.sub(r"[`*]", "", title).strip().lower() for _, title in HEADING.findall(prose(path)))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


def blocks(path: Path, *languages: str) -> list[str]:
    return [body for language, body in FENCE.findall(text(path)) if language in languages]


def commands(path: Path) -> Iterator[list[str]]:
    """Every call of luoshi in a shell block, as words."""
    for body in blocks(path, "sh", "bash"):
        for line in body.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            while words and ("=" in words[0] or words[0] in ("sudo", "exec", "nohup")):
                words = words[1:]
            if words and words[0].rsplit("/", 1)[-1] == "luoshi":
                yield words[1:]


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for link in LINK.findall(prose(path)):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = unquote(link).partition("#")
        there = (path.parent / target).resolve() if target else path
        assert there.exists(), f"{path.name}: {link}"
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there), f"{path.name}: {link}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_commands_named_in_documents_exist(path: Path) -> None:
    context = click.Context(luoshi)
    for words in commands(path):
        group: click.Command = luoshi
        asked = [word for word in words if word != "--debug"]
        while isinstance(group, click.Group) and asked and not asked[0].startswith("-"):
            found = group.get_command(context, asked[0])
            assert found is not None, f"{path.name}: luoshi {' '.join(words)}"
            group, asked = found, asked[1:]
        known = {option for one in group.params for option in (*one.opts, *one.secondary_opts)}
        for word in asked:
            if word.startswith("--"):
                option = word.partition("=")[0]
                assert option in known | {"--help", "--version"}, f"{path.name}: luoshi {' '.join(words)}"


def test_every_command_is_told_somewhere() -> None:
    told = {words[0] for path in DOCUMENTS for words in commands(path) if words}
    assert set(COMMANDS) <= told


def test_targets_of_make_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.MULTILINE))
    for path in DOCUMENTS:
        named = re.findall(r"`make ([a-z]+)`", prose(path))
        named += re.findall(r"^make ([a-z]+)", "\n".join(blocks(path, "sh")), re.MULTILINE)
        assert set(named) <= targets, path.name


def test_both_readmes_say_the_same() -> None:
    english, chinese = ROOT / "README.md", ROOT / "README.zh-CN.md"
    levels = [[len(marks) for marks, _ in HEADING.findall(prose(path))] for path in (english, chinese)]
    assert levels[0] == levels[1]
    fences = [[language for language, _ in FENCE.findall(text(path))] for path in (english, chinese)]
    assert fences[0] == fences[1]
    assert blocks(english, "sh", "json", "") == blocks(chinese, "sh", "json", "")
    links = [
        {link for link in LINK.findall(prose(path)) if "README" not in link} for path in (english, chinese)
    ]
    assert links[0] == links[1]
    for path in (english, chinese):
        assert text(path).count("<!-- bench:start -->") == text(path).count("<!-- bench:end -->") == 1
        assert len(re.findall(r"^- ", prose(path), re.MULTILINE)) == len(
            re.findall(r"^- ", prose(english), re.MULTILINE)
        )


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_counts_in_the_readme_are_true(name: str) -> None:
    every = registry.versions()
    held = [version for each in every.values() for version in each]
    unverified = sum(version.status == "unverified" for version in held)
    numbers = {int(number) for number in re.findall(r"\d+", prose(ROOT / name))}
    assert {len(every), len(held), unverified} <= numbers


def test_pictures_are_small_and_used() -> None:
    shown = {
        (path.parent / unquote(link)).resolve()
        for path in DOCUMENTS
        for link in LINK.findall(prose(path))
        if link.endswith(".png")
    }
    pictures = set((ROOT / "docs" / "images").glob("*.png"))
    assert {picture.resolve() for picture in pictures} == shown
    for picture in pictures:
        assert picture.stat().st_size < LARGEST, picture.name


def test_documents_are_not_tied_to_one_machine() -> None:
    for path in DOCUMENTS:
        assert not re.search(r"/(home|root|work|Users)/", text(path)), path.name


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_what_the_readmes_show_is_what_the_commands_say(
    name: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line of output shown is a line the commands print, in the language of the README."""
    monkeypatch.chdir(ROOT)
    asked = [
        w for w in commands(ROOT / name) if w[0] == "due" or "A-18" in w or w[:2] == ["report", "lateness"]
    ]
    printed: set[str] = set()
    for words in [["import", "csv", "docs/guide/example/permits.csv"], *asked]:
        done = CliRunner(env={"LUOSHI_LANG": language}).invoke(luoshi, words)
        assert done.exit_code == 0, f"{words}: {done.output} {done.exception}"
        printed |= {line.strip() for line in done.stdout.splitlines()}
    for block in blocks(ROOT / name, "text"):
        for line in filter(None, map(str.strip, block.splitlines())):
            assert line in printed, f"{name}: {line}"
