"""identify, ports, status, battery, forecast: nothing here changes the pump."""

from contextlib import suppress
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table

from ..client.pump import Pump
from ..client.served import found_ports
from ..client.trouble import LINE, Mistake
from ..context import context_of
from ..present import words
from ..present.as_json import text_of
from ..present.outlook import Plot
from ..present.status import forecast_table, status_table
from ..present.watch.picture import Picture
from ..watcher import EVERY_S, HostClock, Watcher

_DRAWN_PER_S = 4  # how soon an answer that does not come, and another size, are seen

query = typer.Typer()


@query.command()
def identify(ctx: typer.Context) -> None:
    """Who is at the port: model, serial number, version, options."""
    context = context_of(ctx)
    with context.pump() as pump:
        who = pump.identity
    table = Table(show_header=False)
    for name, value in asdict(who).items():
        table.add_row(name, " ".join(value) if isinstance(value, tuple) else value)
    context.tell(who, table)


@query.command()
def ports(ctx: typer.Context) -> None:
    """Serial ports of this computer, and the ports of simulators that serve on it."""
    found = found_ports()
    table = Table("port", "what it says of itself")
    for path, of in found:
        table.add_row(path, of)
    answer = {"ports": [{"port": path, "description": of} for path, of in found]}
    context_of(ctx).tell(
        answer, table if found else "no port; plug a pump in, or make serve starts a simulated one"
    )


@query.command()
def status(
    ctx: typer.Context,
    watch: Annotated[
        bool, typer.Option("--watch", help="Live, until Ctrl-C; with --json a line a second.")
    ] = False,
) -> None:
    """State, rate, delivered volume, reservoir, forecast, alarms, clock."""
    context = context_of(ctx)
    if watch and not context.as_json:
        _needs_terminal(context.out)
    with context.pump() as pump:
        if not watch:
            now = pump.status()
            context.tell(now, status_table(pump.identity, now))
        elif context.as_json:
            streamed(pump)
        else:
            watched(pump, context.out)


@query.command()
def battery(ctx: typer.Context) -> None:
    """Voltage, charge, the days that it lasts, and what took the charge."""
    context = context_of(ctx)
    with context.pump() as pump:
        now = pump.battery.now()
    table = Table(show_header=False)
    table.add_row("voltage", words.figure(now.volts, "V"))
    table.add_row("charge", words.figure(now.charge_percent, "%"))
    table.add_row("lasts", words.figure(now.days, "d"))
    table.add_row("after seven years", "therapy ends" if now.calendar else "therapy goes on")
    for name, uah in asdict(now.spent).items() if now.spent else ():
        table.add_row("given: " + name.removesuffix("_uah"), f"{uah} uAh")
    context.tell(now, table)


def _needs_terminal(out: Console) -> None:
    """Elsewhere nothing would be seen before the end, which does not come."""
    if not out.is_terminal or out.is_dumb_terminal:
        what = "pumpctl status, as often as it is wanted; --watch --json writes a line a second"
        raise Mistake("--watch draws on a terminal that can be drawn over", what)


def watched(
    pump: Pump, out: Console, clock: HostClock | None = None, redraws_by_itself: bool = True
) -> None:
    """Look each second and draw until Ctrl-C; the last picture stays. It is drawn in between too,
    so that its age is seen while an answer is waited for, unless a test draws by itself."""
    clock = clock or HostClock()
    with suppress(KeyboardInterrupt):
        watcher = Watcher(pump, clock)

        def picture() -> Picture:
            return Picture(watcher.view, clock.elapsed_s())

        try:
            with Live(
                picture(),
                console=out,
                screen=True,
                auto_refresh=redraws_by_itself,
                refresh_per_second=_DRAWN_PER_S,
                get_renderable=picture,
            ) as live:
                while True:
                    clock.pause(EVERY_S)
                    watcher.look()
                    live.refresh()
        finally:
            out.print(picture())


def streamed(pump: Pump, clock: HostClock | None = None) -> None:
    """The status as a JSON object a line, each second until Ctrl-C; a failure where none came."""
    clock = clock or HostClock()
    with suppress(KeyboardInterrupt):
        watcher = Watcher(pump, clock)
        while True:
            outage = watcher.view.outage
            if outage is None:
                typer.echo(text_of(watcher.view.look.status))
            else:
                failure = {"error": LINE, "text": outage.text, "next": outage.next_step}
                typer.echo(text_of(failure))
            clock.pause(EVERY_S)
            watcher.look()


@query.command()
def forecast(
    ctx: typer.Context,
    hours: Annotated[
        int,
        typer.Option("--hours", min=2, max=72, help="How far the plot reaches."),
    ] = 48,
) -> None:
    """Effect in the reference patient, hours until withdrawal, and a plot of what is to come.

    A model; it never doses.
    """
    context = context_of(ctx)
    with context.pump() as pump:
        ahead = pump.forecast_ahead(hours)
        interval = pump.therapy.volume_total()
    delivered = f"delivered so far: {words.interval(interval)}"
    context.tell(ahead, forecast_table(ahead), Plot(ahead), delivered)
