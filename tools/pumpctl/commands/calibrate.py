"""calibrate: a person, a balance and a pump head. The method is in docs/calibration.md."""

import re
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress
from rich.table import Table

from ..calibration_record import Record, plot
from ..client.answers import Head
from ..client.pump import Pump
from ..client.trouble import Differs, Mistake
from ..context import CallContext, context_of
from ..gravimetry import (
    RUNS_MAX,
    RUNS_MIN,
    Conditions,
    Result,
    Run,
    evaluate,
    figure,
    need_conditions,
    need_plausible,
)
from ..present.as_json import text_of
from .options import Yes

TURN_STEPS = 3_200  # of the head: the rollers' ripple comes to nothing over whole turns
_STEPS_MAX = 64_000  # the pump's bound of one service order
_POLL_S = 0.5
_ENTRIES = 3  # times that one weight may be typed
_WEIGHT = re.compile(r"\s*([0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*(g|mg)\s*", re.IGNORECASE)
_MG = {"g": 1000.0, "mg": 1.0}

calibration = typer.Typer()
Mg = Annotated[float, typer.Option(min=0.0)]


@dataclass(frozen=True)
class Plan:
    """What is asked of the pump: steps to prime with, then `runs` times `steps`."""

    prime: int
    runs: int
    steps: int


@calibration.command()
def calibrate(
    ctx: typer.Context,
    temperature: Annotated[float, typer.Option(help="Of the water in the vessel, degrees C.")],
    runs: Annotated[int, typer.Option(help=f"{RUNS_MIN} to {RUNS_MAX}.")] = RUNS_MIN,
    steps: Annotated[int, typer.Option(help="Of a run: whole turns of 3200.")] = 10 * TURN_STEPS,
    prime: Annotated[int, typer.Option(help="Steps before the first run; 0: none.")] = TURN_STEPS,
    readability: Mg = 0.1,
    repeatability: Mg = 0.1,
    linearity: Mg = 0.2,
    drop: Annotated[float, typer.Option(min=0.0, help="What the tip may keep, mg.")] = 0.3,
    evaporation: Annotated[float, typer.Option(min=0.0, help="Measured beside it, mg/h.")] = 0.0,
    record: Annotated[Path | None, typer.Option(help="Write all of it to this file, JSON.")] = None,
    picture: Annotated[Path | None, typer.Option("--plot", help="Draw the runs, SVG.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Measure; set nothing.")] = False,
    yes: Yes = False,
) -> None:
    """Find the head's steps per mL with a balance, and set them; signed with SERVICE.

    Readability, repeatability and linearity are the balance's, in mg. The pump's button is held
    while steps are ordered.
    """
    context = context_of(ctx)
    plan = Plan(prime, runs, steps)
    conditions = Conditions(
        temperature, 0.3, readability, repeatability, linearity, drop, evaporation
    )
    _need_plan(plan)
    need_conditions(conditions)
    with context.pump() as pump:
        head = pump.calibration.read()
        _need_standing(pump)
        context.show(f"{pump.identity.serial}: {head.steps_per_ml} steps/mL now")
        context.agree("Catheter detached from the patient, tube in the vessel of water?", yes)
        result = _measured(context, pump, plan, conditions, head)
        _show(context, result)
        notes: tuple[str, ...] = ()
        if not dry_run:
            context.agree(f"Set {result.steps_per_ml} steps/mL?", yes)
            notes = _set(pump, result)
        now = datetime.now().astimezone().replace(tzinfo=None, microsecond=0)
        kept = Record(pump.identity, now, head, conditions, result, not dry_run, notes)
    if record is not None:
        record.write_text(text_of(kept) + "\n")
    if picture is not None:
        picture.write_text(plot(kept))
    context.tell(kept, "measured; nothing was set" if dry_run else "set", *notes)


def _need_plan(plan: Plan) -> None:
    """Before anything moves: what could come to no figure is a mistake now."""
    if not RUNS_MIN <= plan.runs <= RUNS_MAX:
        raise Mistake(f"{plan.runs} runs", f"--runs {RUNS_MIN} to {RUNS_MAX}")
    if plan.steps % TURN_STEPS or not TURN_STEPS <= plan.steps <= _STEPS_MAX:
        text = f"{plan.steps} steps are no whole turns of the head"
        raise Mistake(text, f"--steps a multiple of {TURN_STEPS}, at most {_STEPS_MAX}")
    if not 0 <= plan.prime <= _STEPS_MAX:
        raise Mistake(f"{plan.prime} steps to prime with", f"--prime 0 to {_STEPS_MAX}")


def _need_standing(pump: Pump) -> None:
    state = pump.state()
    if state not in ("IDLE", "STOP"):
        raise Differs(
            f"therapy is not stopped: {state}; nothing was changed", "pumpctl stop maintenance"
        )


def _measured(
    context: CallContext, pump: Pump, plan: Plan, conditions: Conditions, head: Head
) -> Result:
    if plan.prime:
        _ask(f"Priming with {plan.prime} steps: hold the button, then Enter")
        _give(pump, plan.prime, context)
    _ask("Let it settle: no bubble moves, the tip is under water. Then Enter")
    runs: list[Run] = []
    for number in range(1, plan.runs + 1):
        _ask(f"Run {number}: tare the balance, hold the button, then Enter")
        begun = time.monotonic()
        _give(pump, plan.steps, context)
        runs.append(_weighed(context, number, plan.steps, begun, conditions, head))
    return evaluate(runs, conditions, head.steps_per_ml, head.least, head.most)


def _ask(text: str) -> None:
    """Wait for a person's Enter. Not on stdout, which is the answer's."""
    typer.prompt(text, default="", show_default=False, err=True)


def _give(pump: Pump, steps: int, context: CallContext) -> None:
    """So many steps, to the last one; Differs where they ended before. Ctrl-C stops the pump."""
    pump.calibration.dispense(steps)
    try:
        with Progress(console=context.err, transient=True, disable=context.as_json) as progress:
            task = progress.add_task("steps", total=steps)
            now = pump.calibration.dispensed()
            while now.state == "RUN":
                progress.update(task, completed=now.given)
                time.sleep(_POLL_S)
                now = pump.calibration.dispensed()
    except KeyboardInterrupt:
        pump.therapy.stop("MAINTENANCE")
        raise
    if now.state != "DONE" or now.asked != steps:
        raise Differs(
            f"the pump gave {now.given} of {steps} steps; nothing was set",
            "pumpctl alarms list; when its cause is gone, pumpctl calibrate again",
        )


def _weighed(
    context: CallContext,
    number: int,
    steps: int,
    begun: float,
    conditions: Conditions,
    head: Head,
) -> Run:
    """The weight of a run; one that is none, or means another head, may be typed again."""
    for entry in range(_ENTRIES):
        typed = typer.prompt(f"Run {number}: weight", err=True)
        try:
            run = Run(steps, weight_mg(typed), (time.monotonic() - begun) / 3600.0)
            of = figure(run, conditions, head.steps_per_ml)
            need_plausible(number, of, head.least, head.most)
            return run
        except Mistake as mistake:
            if entry == _ENTRIES - 1:
                raise Mistake(f"{mistake.text}; nothing was changed", mistake.next_step) from None
            context.err.print(f"{mistake.text}\nnext: {mistake.next_step}", soft_wrap=True)
    raise AssertionError  # the last entry has returned or raised


def weight_mg(text: str) -> float:
    """`0.5342 g` or `534.2 mg`. Mistake for other text: a unit is never guessed."""
    form = _WEIGHT.fullmatch(text)
    if form is None:
        raise Mistake(
            f'"{text.strip()}" is no weight',
            'a number above 0 with g or mg, for example "0.5342 g"',
        )
    return float(form[1]) * _MG[form[2].lower()]


def _show(context: CallContext, result: Result) -> None:
    table = Table("run", "weight g", "volume mL", "steps/mL", "gain %")
    for number, of in enumerate(result.figures, 1):
        cells = (f"{of.mass_mg / 1000:.4f}", f"{of.volume_ml:.5f}", f"{of.steps_per_ml:.0f}")
        table.add_row(str(number), *cells, f"{of.gain_percent:+.2f}")
    context.show(
        table,
        f"{result.steps_per_ml} steps/mL +-{result.uncertainty_ppm / 1e4:.2f} % "
        f"(k = {result.coverage:.2f}), {result.gain_percent:+.2f} % beyond the figure of before; "
        f"the runs scatter by {result.scatter_ppm / 1e4:.3f} %",
    )


def _set(pump: Pump, result: Result) -> tuple[str, ...]:
    done = pump.calibration.set(result.steps_per_ml, result.uncertainty_ppm)
    now = pump.calibration.read()
    if now.steps_per_ml != result.steps_per_ml:
        text = f"the pump says {now.steps_per_ml} steps/mL, not {result.steps_per_ml}"
        raise Differs(text, "pumpctl calibrate --dry-run, then look at its log")
    return (*done.notes, "therapy starts after a commit that confirms it: pumpctl program FILE")
