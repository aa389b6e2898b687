"""`luoshi why`: every clock of a matter, explained to the day, the article and the entry."""

from datetime import UTC, datetime
from typing import Any

import click

from luoshi.cli.base import put, start
from luoshi.law.words import say


@click.command("why")
@click.argument("matter")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def why_command(matter: str, as_json: bool) -> None:
    """Explain the dates of MATTER: start, period, article, pauses, extensions, days counted, due, light."""
    start()
    from luoshi.monitor.why import why

    told = why(matter, at=datetime.now(UTC))
    if as_json:
        put(told)
        return
    click.echo(f"{told['matter']}  {told['unit']}  {told['item']}  {told['state']}")
    for clock in told["clocks"]:
        explain(clock)
    for card in told["cards"]:
        click.echo(
            say("牌  ", "card  ")
            + f"{card['rung']}  {card['issued_at']}  {card['state']}  {arithmetic(card)}"
        )
    click.echo(say("经过", "entries"))
    for entry in told["entries"]:
        click.echo(
            f"  {entry['position']:>8}  {entry['local_at']}  {entry['title']}  {entry['unit']} {entry['officer']}".rstrip()
        )


def arithmetic(card: dict[str, Any]) -> str:
    """CLK-02: 2026-03-03 + 20 working_day → 2026-03-31, as recorded when the card was issued."""
    told = card["arithmetic"]
    more = f" + {told['extended']}" if told.get("extended") else ""
    out = say(f"，停表 {told['paused']} 日", f", {told['paused']} days stopped") if told.get("paused") else ""
    return f"{told.get('clock')}: {told.get('since')} + {told.get('amount')}{more} {told.get('per')}{out} → {told.get('due_on')}"


def explain(clock: dict[str, Any]) -> None:
    """A clock in a paragraph and its days in lines."""
    cited = clock["citation"]
    term = f"{clock['amount']} {clock['per']}" if clock["amount"] else ""
    more = f" +{clock['extended']}" if clock["extended"] else ""
    due = clock["due_on"] or say("停表中，暂无到期日", "stopped, no due day yet")
    if clock["grade"] == "source":
        due = clock["deadline"] or due
    click.echo(
        f"\n{clock['clock']}  {clock['title']}  {clock['started_on']} → {due}  {term}{more}  {clock['state']}  {clock['light']}"
    )
    if cited["statute"] or cited["text"]:
        click.echo(f"  {cited['statute']} {cited['article']}  {cited['text']}".rstrip())
    if clock["met_at"]:
        late = f"  {say('晚', 'late by')} {clock['late_by']}" if clock["late_by"] else ""
        click.echo(f"  {say('办结', 'met')} {clock['met_at']}{late}")
    for pause in clock["pauses"]:
        note = (
            ""
            if pause["valid"]
            else say("（无效：缺法定事由或书面告知）", " (invalid: no lawful ground or no document)")
        )
        click.echo(
            f"  {say('暂停', 'pause')} {pause['since']} – {pause['until'] or '…'} {pause['ground']}{note}"
        )
    for day in clock["days"]:
        click.echo(
            f"  {day['day']}  {day['counted'] if day['counted'] is not None else '–':>4}  {day['why']}".rstrip()
        )
