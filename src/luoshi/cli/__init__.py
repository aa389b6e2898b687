"""The command `luoshi`. Each command lives in a module of its own, imported only when it is called."""

import importlib
import os
import sys

import click

from luoshi.law.errors import CouldNot, Unclear
from luoshi.law.words import say

COMMANDS = {
    "calendar": "calendar",
    "catalogue": "catalogue",
    "check": "check",
    "demo": "demo",
    "due": "due",
    "export": "export",
    "import": "import_",
    "monitor": "monitor",
    "notice": "notice",
    "org": "org",
    "prove": "seals",
    "replay": "replay",
    "report": "report",
    "role": "people",
    "seal": "seals",
    "serve": "serve",
    "setting": "setting",
    "survey": "survey",
    "sweep": "sweep",
    "tasks": "tasks",
    "token": "token",
    "upgrade": "upgrade",
    "user": "people",
    "verify": "seals",
    "why": "why",
}


class Lazy(click.Group):
    """A group that finds its commands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"luoshi.cli.{COMMANDS[name]}")
        command: click.Command = getattr(module, f"{name}_command")
        return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback when something fails.")
@click.version_option(package_name="luoshi")
def luoshi(debug: bool) -> None:
    """落实: every matter has an owner and a clock, every date explains itself."""


def main() -> None:
    """Run a command; say what went wrong in one line; exit 0, 1, 2 or 3."""
    debug = "--debug" in sys.argv
    if debug:
        sys.argv.remove("--debug")
    try:
        sys.exit(luoshi.main(standalone_mode=False) or 0)
    except click.exceptions.Abort:
        click.echo(
            say(
                "已中断；已写入的都在，可以重新运行。", "Interrupted; what was written is kept, run it again."
            ),
            err=True,
        )
        sys.exit(3)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as wrong:
        click.echo(wrong.format_message(), err=True)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as failure:
        if debug:
            raise
        click.echo(sentence(failure), err=True)
        sys.exit(2 if isinstance(failure, Unclear) else 3)


def sentence(failure: Exception) -> str:
    """One line for a person, whatever failed."""
    if isinstance(failure, CouldNot):
        return str(failure)
    if isinstance(failure, OSError) and failure.filename:
        return say(
            f"打不开 {failure.filename}：{failure.strerror}。请检查路径和权限。",
            f"Cannot open {failure.filename}: {failure.strerror}. Check the path and its permissions.",
        )
    detail = " ".join(str(failure).split())[:300]
    if type(failure).__module__.startswith(("django.db", "psycopg", "sqlite3")):
        return say(
            f"数据库不可用：{detail}。请检查 LUOSHI_DATABASE_URL 和数据库是否在运行。",
            f"The database cannot be used: {detail}. Check LUOSHI_DATABASE_URL and that it is running.",
        )
    return say(
        f"没有完成：{type(failure).__name__}：{detail}。加 --debug 可看细节。",
        f"Not done: {type(failure).__name__}: {detail}. Add --debug for details.",
    )
