"""line, prime, attest: tubing and catheter."""

from typing import Annotated

import typer

from ..client.line import need_same
from ..client.quantities import CONCENTRATION, MASS, VOLUME, Amount
from ..client.trouble import Mistake
from ..context import CallContext, context_of
from ..present import line as present
from .follow_up import follow_up
from .options import Yes

lines = typer.Typer()


@lines.command()
def line(ctx: typer.Context) -> None:
    """What stands between pump and tip, drawn, and when the new drug arrives at the tip."""
    context = context_of(ctx)
    with context.pump() as pump:
        now = pump.line.now()
    context.tell(now, *present.drawn(now), f"flow now: {now.flow_ul_per_h:f} uL/h")


@lines.command()
def prime(
    ctx: typer.Context,
    volume: Annotated[str, typer.Argument(help='Above 0 to 2 mL, for example "310 UL".')],
    dose: Annotated[
        str | None, typer.Option(help="The drug that leaves the tip by it, repeated: asked for.")
    ] = None,
    outside: Annotated[
        bool, typer.Option("--outside", help="The tip ends in no patient: a bench, an operation.")
    ] = False,
) -> None:
    """Push fluid through the line at once; the drug that leaves the tip has to be repeated."""
    context = context_of(ctx)
    amount = Amount.read(volume, VOLUME)
    said = None if dose is None else Amount.read(dose, MASS)
    with context.pump() as pump:
        pushed = pump.line.pushes_out(amount)
        where = "into a vessel" if outside else "INTO THE PATIENT"
        context.show(f"{amount} push {pushed:f} ug out of the tip, {where}")
        said = said or _repeated(context)
        need_same(said, pushed)
        notes = list(pump.line.prime(amount, said, outside).notes)
        now = follow_up(notes, pump.line.now)
    told = {"volume": amount, "pushed_out": said, "outside": outside, "line": now, "notes": notes}
    context.tell(told, f"priming {amount}: pumpctl line shows how far it is", *notes)


def _repeated(context: CallContext) -> Amount:
    """The dose as a person types it."""
    unsaid = Mistake("the dose was not repeated: nothing was moved", '--dose "154 UG", for example')
    if context.as_json:
        raise unsaid
    try:
        return Amount.read(typer.prompt("Repeat the drug that leaves the tip"), MASS)
    except typer.Abort:
        raise unsaid from None


@lines.command()
def attest(
    ctx: typer.Context,
    concentration: Annotated[
        str, typer.Argument(help='What all of the line holds: "500 UG/ML"; "0 UG/ML" is no drug.')
    ],
    yes: Yes = False,
) -> None:
    """Attest what the whole line holds; only while nothing flows."""
    context = context_of(ctx)
    strength = Amount.read(concentration, CONCENTRATION)
    with context.pump() as pump:
        for each in present.drawn(pump.line.now()):
            context.show(each)
        context.agree(f"Does the whole line hold {strength}?", yes)
        notes = list(pump.line.attest(strength).notes)
        now = follow_up(notes, pump.line.now)
    shown = present.drawn(now) if now else [f"the line holds {strength}"]
    context.tell({"line": now, "notes": notes}, *shown, *notes)
