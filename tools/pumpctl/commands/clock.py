"""clock, clock set: the pump's wall clock beside this computer's."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from ..client.times import FORM, wall_time
from ..client.trouble import Mistake
from ..context import CallContext, context_of
from ..present import words
from .follow_up import follow_up
from .options import Yes

_JUMP = timedelta(days=1)  # more is a typing error or a wrong computer more often than drift

clock = typer.Typer(help="The pump's wall clock: it chooses rates and moves no volume.")


@clock.callback(invoke_without_command=True)
def read(ctx: typer.Context) -> None:
    """The pump's wall clock: pump time, this computer's local time, the difference.

    The clock chooses rates and moves no volume.
    """
    if ctx.invoked_subcommand is not None:
        return
    context = context_of(ctx)
    with context.pump() as pump:
        now = pump.clock.read()
    host = _host()
    ahead = None if now is None else round((now - host).total_seconds())
    shown = "not set: pumpctl clock set" if now is None else now.isoformat(" ")
    said = [f"pump {shown}", f"host {host.isoformat(' ')}"]
    if ahead is not None:
        said.append(f"the pump is {_difference(ahead)} this computer" if ahead else "no difference")
    context.tell({"clock": now, "host": host, "difference_s": ahead}, *said)


@clock.command("set")
def clock_set(
    ctx: typer.Context,
    to: Annotated[
        str | None,
        typer.Option(metavar=f'"{FORM}"', help="Local time; without, this computer's."),
    ] = None,
    yes: Yes = False,
) -> None:
    """Set the pump's clock. Fixed offset: the pump knows no daylight saving.

    More than a day from the pump's time (from this computer's, where the pump has none) is asked.
    """
    context = context_of(ctx)
    wanted = None if to is None else wall_time(to)
    with context.pump() as pump:
        _ask_jump(context, pump.clock.read(), wanted, yes)
        notes = list(pump.clock.set(wanted or _host()).notes)
        now = follow_up(notes, pump.clock.read)
    context.tell({"clock": now, "notes": notes}, words.wall(now) if now else "set", *notes)


def _ask_jump(context: CallContext, now: datetime | None, to: datetime | None, yes: bool) -> None:
    host = _host()
    jump = (to or host) - (now or host)
    if abs(jump) <= _JUMP:
        return
    whose = "this computer's" if now is None else "the pump's"
    far = (
        f"{(to or host).isoformat(' ')} is {_difference(round(jump.total_seconds()))} {whose} time"
    )
    if context.as_json and not yes:
        raise Mistake(f"not confirmed: {far}; nothing was ordered", "--yes confirms beforehand")
    context.show(f"{far}; the clock chooses the segment that flows and dates the refill")
    context.agree("Set the clock so far away?", yes)


def _host() -> datetime:
    """This computer's local time in whole seconds, without a zone, as the pump has it."""
    return datetime.now().astimezone().replace(tzinfo=None, microsecond=0)


def _difference(seconds: int) -> str:
    """Days and the rest: `1131 d 4 h 2 min 5 s ahead of`, which somebody's time follows."""
    left, parts = abs(seconds), []
    for unit, size in (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)):
        if left >= size:
            parts.append(f"{left // size} {unit}")
        left %= size
    return " ".join(parts) + (" ahead of" if seconds > 0 else " behind")
