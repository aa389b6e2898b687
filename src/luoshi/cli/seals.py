"""`luoshi verify`, `luoshi seal`, `luoshi prove`: what lets others trust the ledger."""

import sys
from pathlib import Path

import click

from luoshi.cli.base import moment, put, start
from luoshi.law.errors import Unclear
from luoshi.law.words import say

_LEDGER = click.option("--ledger", help="Which ledger; by default the one of LUOSHI_JURISDICTION.")


@click.command("verify")
@click.option("--roots", type=click.Path(path_type=Path), help="A file of roots that was kept outside.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def verify_command(roots: Path | None, as_json: bool) -> int:
    """Check the whole chain, its guards and its seals; name the first broken entry."""
    start()
    from luoshi.ledger.verify import verify

    report = verify(roots)
    if as_json:
        put(report.told())
    else:
        click.echo(report.lines())
    return 0 if report.ok else 1


@click.command("seal")
@click.option("--at", help="The moment of sealing; now when not given.")
@_LEDGER
@click.option("--json", "as_json", is_flag=True, help="The seal as JSON.")
def seal_command(at: str | None, ledger: str | None, as_json: bool) -> int:
    """Sign a root over everything so far and deliver it outside."""
    start()
    from luoshi.ledger import delivery, seal

    now = moment(at)
    made = seal.seal(now, ledger)
    if made is None:
        click.echo(say("账本还是空的，没有可封的", "The ledger is empty: nothing to seal"), err=True)
        return 0
    sent = delivery.deliver(now, ledger)
    warning = delivery.inside_only()
    if as_json:
        put({**made.told(), "deliveries": [d.told() for d in sent], "warning": warning})
    else:
        click.echo(
            say(f"已封 {made.size} 条，根值 {made.root}", f"Sealed {made.size} entries, root {made.root}")
        )
        click.echo(say(f"公钥 {made.key}", f"Public key {made.key}"))
    for line in [*(d.said() for d in sent if not as_json or d.problem), warning]:
        if line:
            click.echo(line, err=True)
    return 1 if any(d.problem for d in sent) else 0


@click.command("prove")
@click.argument("names", nargs=-1, metavar="ENTRY FILE")
@click.option(
    "--consistency", is_flag=True, help="Prove that the last seal continues the one before; only FILE."
)
@_LEDGER
def prove_command(names: tuple[str, ...], consistency: bool, ledger: str | None) -> int:
    """Write a proof that ENTRY (a position or an occasion) is in the sealed ledger. FILE may be -."""
    if len(names) != (1 if consistency else 2):
        raise Unclear(
            say(
                "用法：luoshi prove 条目 文件，或 luoshi prove --consistency 文件",
                "Usage: luoshi prove ENTRY FILE, or luoshi prove --consistency FILE",
            )
        )
    start()
    from luoshi.ledger import prove

    proof = prove.consistency(ledger=ledger) if consistency else prove.inclusion(names[0], ledger=ledger)
    if names[-1] == "-":
        sys.stdout.write(prove.text(proof))
    else:
        Path(names[-1]).write_text(prove.text(proof), encoding="utf-8")
        click.echo(
            say(
                f"已写入 {names[-1]}；用 python3 tools/check_proof.py {names[-1]} 核对",
                f"Written to {names[-1]}; check it with python3 tools/check_proof.py {names[-1]}",
            ),
            err=True,
        )
    return 0
