"""alarms: list, history, ack, reset, pause, test."""

import re
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from ..client.answers import Alarm
from ..client.conversation import Done
from ..client.pump import Pump
from ..client.quantities import TIME, Amount
from ..client.trouble import Mistake
from ..context import CallContext, context_of
from ..present.status import alarm_text
from .follow_up import follow_up

alarms = typer.Typer(help="What is wrong now, what was, and the answer to it.")

Name = Annotated[str, typer.Argument(help="Its name or id, as list shows them.")]


@alarms.command("list")
def listed(ctx: typer.Context) -> None:
    """Every alarm that is not inactive, the highest priority first."""
    context = context_of(ctx)
    with context.pump() as pump:
        now = pump.alarms.list()
    context.tell({"alarms": now}, _shown(now))


@alarms.command()
def history(ctx: typer.Context) -> None:
    """The last changes, in time since the first power-on."""
    context = context_of(ctx)
    with context.pump() as pump:
        changes = pump.alarms.history()
    table = Table("at", "alarm", "priority", "state")
    for change in changes:
        table.add_row(change.at, change.name, change.priority, change.state)
    context.tell({"history": changes}, table)


@alarms.command()
def ack(ctx: typer.Context, alarm: Name) -> None:
    """Silence this instance; its lamp stays."""
    context = context_of(ctx)
    with context.pump() as pump:
        _tell(context, pump, pump.alarms.acknowledge(alarm))


@alarms.command()
def reset(ctx: typer.Context, alarm: Name) -> None:
    """Clear a latched alarm whose condition is over."""
    context = context_of(ctx)
    with context.pump() as pump:
        _tell(context, pump, pump.alarms.reset(alarm))


@alarms.command()
def pause(
    ctx: typer.Context,
    time: Annotated[str, typer.Argument(help='1 to 600 s, for example "5 MIN" or 300.')] = "300",
) -> None:
    """Silence all tones for a while; lamps stay."""
    context = context_of(ctx)
    with context.pump() as pump:
        _tell(context, pump, pump.alarms.pause(_seconds(time)))


@alarms.command()
def test(ctx: typer.Context) -> None:
    """Show every lamp and sound the tone: look and listen."""
    context = context_of(ctx)
    with context.pump() as pump:
        _tell(context, pump, pump.alarms.test())


def _seconds(typed: str) -> int:
    """Whole seconds; a bare number is seconds. Mistake for what is none, or less than 1 s."""
    amount = Amount.read(f"{typed} S" if re.fullmatch(r"\s*[0-9]+\s*", typed) else typed, TIME)
    if amount.base < 1000 or amount.base % 1000:
        raise Mistake(f"{typed} is not whole seconds", 'from 1 s, for example "5 MIN" or 300')
    return amount.base // 1000


def _tell(context: CallContext, pump: Pump, done: Done) -> None:
    notes = list(done.notes)
    now = follow_up(notes, pump.alarms.list)
    shown = Text("done") if now is None else _shown(now)
    context.tell({"alarms": now, "notes": notes}, shown, *notes)


def _shown(now: tuple[Alarm, ...]) -> Table | Text:
    if not now:
        return Text("no alarm", style="green")
    table = Table("id", "alarm", title=None)
    for alarm in now:
        table.add_row(str(alarm.id), alarm_text(alarm))
    return table
