"""refill: a whole refill, step by step; ampoules: what to open for it."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

import typer

from .. import ampoules as calculator
from .. import checklists
from ..client.answers import Line, Reconciled, Status, Trend
from ..client.pump import Pump
from ..client.quantities import CONCENTRATION, MASS, TIME, VOLUME, Amount, shown
from ..client.trouble import Mistake
from ..context import CallContext, context_of
from ..present import line as present
from ..present import words
from .attesting import Attest, asked, logged
from .follow_up import follow_up
from .options import Yes

OBSERVATION = (
    "observation due: as long as the situation asks for after a refill (monograph L359-361); "
    "after a change of dose or concentration until the response is acceptable and stable (L338-341)"
)
refilling = typer.Typer()


@dataclass
class Wanted:
    """What is to be in the reservoir, and what was found in it; None: nobody looked."""

    withdrawn: Amount | None
    volume: Amount
    concentration: Amount
    stability: Amount | None


@refilling.command()
def ampoules(
    ctx: typer.Context,
    amounts: Annotated[
        list[str], typer.Argument(help='"18 ML" "500 UG/ML", or screening doses: "50 UG" "75 UG".')
    ],
) -> None:
    """Ampoules and cartons for a filling, or for each screening dose; rounded up, waste told."""
    found = [Amount.read(text, MASS, VOLUME, CONCENTRATION) for text in amounts]
    if all(each.dimension == MASS for each in found):
        needed = [calculator.for_dose(each.base) for each in found]
    elif [each.dimension for each in found] == [VOLUME, CONCENTRATION]:
        needed = [calculator.for_filling(found[0].base, found[1].base)]
    else:
        raise Mistake("a volume and a concentration, or doses", 'ampoules "18 ML" "500 UG/ML"')
    context_of(ctx).tell({"needed": needed}, *map(_open, needed))


def _open(needed: calculator.Needed) -> str:
    """What to open and what to throw away, in words."""
    of = f"{needed.ampoules} ampoule(s) of {words.ml(needed.ampoule_nl)}, "
    strength = shown(Fraction(needed.ampoule_ng_per_ml, 1000), 3)
    of += f"{strength} ug/mL ({needed.cartons} carton(s)): "
    of += f"draw {words.ml(needed.drawn_nl)}"
    if needed.saline_nl:
        of += f", add {words.ml(needed.saline_nl)} of preservative-free saline, use immediately"
    left = shown(needed.waste_ng // 1000, 0)
    return f"{of}; discard {words.ml(needed.waste_nl)}, {left} ug"


@refilling.command()
def refill(
    ctx: typer.Context,
    withdrawn: Annotated[str | None, typer.Option(help='Found in it: "4.1 ML".')] = None,
    volume: Annotated[str | None, typer.Option(help='Filled: "18 ML".')] = None,
    concentration: Annotated[str | None, typer.Option(help='Of it: "500 UG/ML".')] = None,
    stability: Annotated[
        str | None, typer.Option(help='How long it keeps; of a dilution: "24 HR".')
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Shows all, orders nothing.")] = False,
    attest: Attest = None,
    yes: Yes = False,
) -> None:
    """A refill, led through: withdrawn volume and its verdict, ampoules, checklist, the fill, what
    follows."""
    context = context_of(ctx)
    with context.pump() as pump:
        status, line = pump.status(), pump.line.now()
        context.show(f"calculated to be in it: {words.ml(status.reservoir.volume_nl)}")
        wanted = _asked(context, withdrawn, volume, concentration, stability)
        needed = calculator.for_filling(wanted.volume.base, wanted.concentration.base)
        change = _change(line, wanted.concentration)
        context.show(_open(needed), *([change] if change else []))
        _need_possible(status, wanted, change)
        found = trend = None
        mask = 0
        if not dry_run:
            mask = asked(context, checklists.REFILL, attest, ask=not yes)
            context.agree(f"Is {wanted.volume} of {wanted.concentration} in the reservoir?", yes)
            found = _reconcile(context, pump, wanted)
        told: dict[str, object] = {"ordered": not dry_run, "needed": needed, "change": change}
        notes = [] if dry_run else _fill(pump, wanted, mask)
        after = None if dry_run else follow_up(notes, lambda: _after(pump))
    if after:
        status, line, trend = after
    told |= {"reconciled": found, "trend": trend, "reservoir": status.reservoir, "line": line}
    told |= {"observation": OBSERVATION, "notes": notes}
    due = f"days left: {words.figure(status.reservoir.days, 'd')}; "
    due += f"refill due {words.wall(status.reservoir.refill_due)}"
    if change and status.reservoir.days is None:
        due = "days left: told once a programme for this concentration is committed"
    memory = [_memory(trend)] if trend else []
    head = "dry run: nothing was ordered, so it still is" if dry_run else "filled"
    context.tell(told, head, due, *memory, present.arrival(line), OBSERVATION, *notes)


def _asked(context: CallContext, *given: str | None) -> Wanted:
    """The answers: from the options, or asked for; with JSON all have to be options."""
    withdrawn, volume, concentration, stability = given
    found = withdrawn or _prompt(context, "Withdrawn volume (0 ML: it was empty)", "--withdrawn")
    now = Amount.read(volume or _prompt(context, "Filled volume", "--volume"), VOLUME)
    said = concentration or _prompt(context, "Concentration", "--concentration")
    strength = Amount.read(said, CONCENTRATION)
    if stability is None and strength.base not in calculator.PRESETS:
        text = "A dilution is used immediately (L1057): how long is this one stable"
        stability = _prompt(context, text, "--stability")
    stable = None if stability is None else Amount.read(stability, TIME)
    return Wanted(Amount.read(found, VOLUME), now, strength, stable)


def _prompt(context: CallContext, question: str, option: str) -> str:
    unsaid = Mistake(f"not said: {question}; nothing was ordered", f"{option} says it")
    if context.as_json:
        raise unsaid
    try:
        return str(typer.prompt(question))
    except typer.Abort:
        raise unsaid from None


def _need_possible(status: Status, wanted: Wanted, change: str) -> None:
    """Mistake where the pump would refuse the fill: before it is told what was withdrawn."""
    capacity_nl = status.reservoir.capacity_nl
    if wanted.volume.base > capacity_nl:
        text = f"{wanted.volume} do not go in: it holds {words.ml(capacity_nl)}"
        raise Mistake(text, "a smaller volume")
    if change and status.state not in ("IDLE", "STOP"):
        text = f"therapy is in {status.state} and reckons with the drug that was in it"
        raise Mistake(text, "pumpctl stop for refill")


def _change(line: Line, now: Amount) -> str:
    """What another concentration means for the line; "" where it is the same."""
    before = line.slugs[-1].ug_per_ml
    if before * 1000 == now.base:
        return ""
    text = f"another concentration: {before:f} ug/mL stand at the pump's end of the line, {now} "
    text += f"follow. Its {words.ml(line.volume_nl)}, {line.drug_ug:f} ug, leave the tip first; "
    text += "flow is bridged meanwhile (CATH:BRIDge?). "
    return text + "A start needs a programme of the new concentration: pumpctl program"


def _reconcile(context: CallContext, pump: Pump, wanted: Wanted) -> Reconciled | None:
    """The pump's verdict on what was found, told at once; None: it was never filled."""
    if wanted.withdrawn is None or not pump.reservoir.stability().hours:
        return None
    found = pump.reservoir.reconcile(wanted.withdrawn)
    context.show(
        f"{found.verdict}: {words.ml(found.expected_nl)} expected, {words.ml(found.found_nl)} found"
    )
    return found


def _fill(pump: Pump, wanted: Wanted, mask: int) -> list[str]:
    """What the pump notes of the fill, and what of the checklist is in its log."""
    done = pump.reservoir.fill(wanted.volume, wanted.concentration, wanted.stability)
    return [*done.notes, logged(pump, checklists.REFILL, mask)]


def _after(pump: Pump) -> tuple[Status, Line, Trend]:
    return pump.status(), pump.line.now(), pump.reservoir.trend()


def _memory(trend: Trend) -> str:
    side = "more" if trend.error_nl < 0 else "less"
    return (
        f"the last {trend.refills} refill(s): {trend.verdict}, {words.ml(abs(trend.error_nl))} "
        f"{side} found than expected, of {words.ml(trend.given_nl)} given"
    )
