"""fill, empty, reconcile: what was done by hand at the pump."""

from typing import Annotated

import typer
from rich.text import Text

from ..client.quantities import CONCENTRATION, VOLUME, Amount
from ..context import context_of
from ..present import words
from .follow_up import follow_up
from .options import Yes

refill = typer.Typer()


@refill.command()
def fill(
    ctx: typer.Context,
    volume: Annotated[str, typer.Argument(help='What it holds now, for example "18 ML".')],
    concentration: Annotated[str, typer.Argument(help='For example "500 UG/ML".')],
    stability: Annotated[
        str | None,
        typer.Option(help='How long it keeps: of a dilution it has to be said: "24 HR".'),
    ] = None,
    yes: Yes = False,
) -> None:
    """Tell the pump what the reservoir holds after a refill."""
    context = context_of(ctx)
    now = Amount.read(volume, VOLUME)
    strength = Amount.read(concentration, CONCENTRATION)
    with context.pump() as pump:
        before = pump.status().reservoir
        context.show(f"reservoir: {words.ml(before.volume_nl)} calculated; now {now} of {strength}")
        context.agree("Is this what the reservoir holds?", yes)
        notes = list(pump.reservoir.fill(now, strength, stability).notes)
        status = follow_up(notes, pump.status)
    left = status.reservoir if status else None
    said = f"the reservoir holds {now}"
    if left:
        said = f"{words.ml(left.volume_nl)}; days left: {words.figure(left.days, 'd')}"
    context.tell({"reservoir": left, "notes": notes}, said, *notes)


@refill.command()
def empty(ctx: typer.Context, yes: Yes = False) -> None:
    """Tell the pump that the reservoir was emptied by hand; nothing starts before a fill."""
    context = context_of(ctx)
    with context.pump() as pump:
        context.agree("Is the reservoir empty?", yes)
        notes = list(pump.reservoir.empty().notes)
        status = follow_up(notes, pump.status)
    told = {"reservoir": status.reservoir if status else None, "notes": notes}
    context.tell(told, "the reservoir is empty; no start before fill", *notes)


@refill.command()
def reconcile(
    ctx: typer.Context,
    withdrawn: Annotated[str, typer.Argument(help='Found at the refill, for example "4.1 ML".')],
) -> None:
    """Compare the withdrawn volume with the calculated one; before fill."""
    context = context_of(ctx)
    with context.pump() as pump:
        found = pump.reservoir.reconcile(withdrawn)
    text = Text(found.verdict, style="green" if found.verdict == "OK" else "bold red")
    text.append(
        f": {words.ml(found.expected_nl)} expected, {words.ml(found.found_nl)} found",
        style="not bold default",
    )
    context.tell(found, text, *found.notes)
