"""plan: the weeks ahead as a table and a picture, before anything is staged. Orders nothing."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from ..client.quantities import DOSE_RATE, MASS, VOLUME, Amount
from ..client.trouble import Mistake
from ..context import CallContext, context_of
from ..planning import figures, label
from ..planning.course import Plan, Setting
from ..planning.night import NightPlan
from ..planning.night import night as night_plan
from ..planning.refill import Meant, RefillPlan
from ..planning.refill import refill as refill_plan
from ..planning.titrate import CAUTIOUS_PERCENT
from ..planning.titrate import titrate as titration
from ..planning.wean import holiday as holiday_plan
from ..planning.wean import wean as weaning
from ..present import plan as present
from ..present.page import MODEL
from ..written import need_writable, write
from .plan_begins import Said

plans = typer.Typer(help="The weeks ahead, before anything is staged. Orders nothing.")
Running = Annotated[
    str | None, typer.Option("--from", help='"300 UG/D"; without, the dose that the pump runs.')
]
Strength = Annotated[
    str | None, typer.Option("--concentration", help='"500 UG/ML"; without, the pump\'s.')
]
On = Annotated[
    str | None, typer.Option("--on", help="First day, YYYY-MM-DD; without, the pump's today.")
]
Svg = Annotated[Path | None, typer.Option("--svg", help="The picture as a file.")]
Html = Annotated[Path | None, typer.Option("--html", help="All of it as a page.")]
Step = Annotated[int, typer.Option("--step", help="Percent a step, at most 30.")]
_NG_PER_ML_DAY = 1_000_000


@plans.command()
def titrate(
    ctx: typer.Context,
    target: Annotated[str, typer.Argument(help='The dose to come to, "400 UG/D".')],
    running: Running = None,
    concentration: Strength = None,
    on: On = None,
    step: Annotated[int | None, typer.Option("--step", help="Percent a step, 10 to 30.")] = None,
    fixed_rate: Annotated[
        bool, typer.Option("--fixed-rate", help="48 h between steps: no programmable pump.")
    ] = False,
    cautious: Annotated[
        bool, typer.Option("--cautious", help="Steps of 10 %: elderly, cerebral origin, kidneys.")
    ] = False,
    svg: Svg = None,
    html: Html = None,
) -> None:
    """Up to a dose by the label's steps."""
    context = context_of(ctx)
    to = Amount.read(target, DOSE_RATE).base
    said = Said(context, running, concentration, on)
    setting = said.setting()
    cautious = cautious or said.needs("cautious")
    usual = CAUTIOUS_PERCENT if cautious else label.STEP_USUAL_PERCENT
    _tell(context, titration(setting, to, step or usual, fixed_rate, cautious), svg, html)


@plans.command()
def wean(
    ctx: typer.Context,
    days: Annotated[int, typer.Option(help="7 to 14, the steps.")] = figures.WEANING_DAYS[1],
    running: Running = None,
    concentration: Strength = None,
    on: On = None,
    svg: Svg = None,
    html: Html = None,
) -> None:
    """Down to nothing, linear in the starting dose, with the late steps that are large."""
    context = context_of(ctx)
    _tell(context, weaning(_setting(context, running, concentration, on), days), svg, html)


@plans.command()
def holiday(
    ctx: typer.Context,
    initial: Annotated[str, typer.Option("--initial", help='The first dose of all, "100 UG/D".')],
    days: Annotated[int, typer.Option(help="14 to 28, of the reduction.")] = 21,
    without: Annotated[int, typer.Option(help="1 to 7 days without drug.")] = 3,
    running: Running = None,
    concentration: Strength = None,
    on: On = None,
    step: Step = label.STEP_USUAL_PERCENT,
    svg: Svg = None,
    html: Html = None,
) -> None:
    """A drug holiday: down over weeks, some days without, back at the lower dose and up again."""
    context = context_of(ctx)
    first = Amount.read(initial, DOSE_RATE).base
    setting = _setting(context, running, concentration, on)
    _tell(context, holiday_plan(setting, first, days, without, step), svg, html)


@plans.command()
def refill(
    ctx: typer.Context,
    volume: Annotated[str | None, typer.Option(help='Filled: "18 ML"; without, full.')] = None,
    size: Annotated[str | None, typer.Option(help='"20 ML" or "40 ML"; without, its own.')] = None,
    boluses: Annotated[
        str | None, typer.Option(help='Patient boluses of a day at most: "40 UG".')
    ] = None,
    running: Running = None,
    concentration: Strength = None,
    on: On = None,
    html: Html = None,
) -> None:
    """When it is low, empty or too old, and what other concentrations and sizes would give."""
    context = context_of(ctx)
    need_writable(html)
    said = Said(context, running, concentration, on)
    capacity = Amount.read(size, VOLUME).base if size else said.capacity_nl()
    if capacity not in figures.CAPACITIES_NL:
        raise Mistake("no pump has a reservoir of that size", '--size "20 ML" or "40 ML"')
    filled = Amount.read(volume, VOLUME).base if volume else capacity
    if not figures.RESIDUAL_NL < filled <= capacity:
        raise Mistake("that filling does not go in, or is below the residual", '--volume "18 ML"')
    most = Amount.read(boluses, MASS).base if boluses else said.boluses_ng()
    setting = said.setting(need_strength=True)
    plan = refill_plan(
        Meant(filled, capacity, setting.ng_per_ml, setting.from_ng, most, setting.begins)
    )
    if html is not None:
        write(html, present.refill_page(plan).encode())
    _tell_refill(context, plan)


@plans.command()
def night(
    ctx: typer.Context,
    effect: Annotated[str, typer.Option(help="When more is wanted: 22:00.")],
    until: Annotated[str, typer.Option(help="Until when: 06:00.")],
    more: Annotated[int, typer.Option(help="Percent more.")] = label.NIGHT_PERCENT,
    running: Running = None,
    concentration: Strength = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The programme as a file for pumpctl program.")
    ] = None,
    svg: Svg = None,
    html: Html = None,
) -> None:
    """Segments by the time of their effect, which start two hours before; both are shown."""
    context = context_of(ctx)
    for file in (out, svg, html):
        need_writable(file)
    said = Said(context, running, concentration, None)
    setting = said.setting(need_strength=True)
    plan = night_plan(setting, more, effect, until, said.running())
    chart = present.day_chart(plan)
    if out is not None:
        write(out, plan.programme.encode())
    _write_pictures(svg, chart.svg(), html, present.night_page(plan))
    context.tell(plan, *_night_lines(plan), chart, MODEL)


def _night_lines(plan: NightPlan) -> list[str]:
    found = [
        f"{each.dose_ug_per_day:f} ug/d starts at {each.start} on {each.start_day} "
        f"and acts from {each.effect}"
        for each in plan.segments
    ]
    day = f"a day: {plan.day_ug:f} ug, {plan.rise_percent:+f} % of {plan.flat_ug:f}"
    return [*found, day, *plan.notes]


def _tell(context: CallContext, plan: Plan, svg: Path | None, html: Path | None) -> None:
    chart = present.course(plan)
    _write_pictures(svg, chart.svg(), html, present.plan_page(plan))
    title = f"{plan.kind}: {plan.from_ug:f} to {plan.to_ug:f} ug/d; effect in percent of what "
    title += f"{plan.reference_ug:f} ug/d hold up"
    rows = present.table(title, present.DAY_NAMES, present.day_rows(plan))
    context.tell(plan, rows, *present.day_notes(plan), chart, *plan.notes, MODEL)


def _tell_refill(context: CallContext, plan: RefillPlan) -> None:
    names, rows = present.FILLING_NAMES, present.filling_rows
    title = f"refill: {plan.volume_ml:f} mL at {plan.dose_ug:f} ug/d, from {plan.begins}"
    tables = [(title, [plan.meant])]
    if plan.with_boluses is not None:
        tables.append(("with every patient bolus that is allowed", [plan.with_boluses]))
    tables.append(("other fillings, to the brim", list(plan.others)))
    shown: list[Table | str] = []
    for heading, fillings in tables:
        shown.append(present.table(heading, names, rows(fillings)))
        shown += present.filling_notes(fillings)
    context.tell(plan, *shown, *present.bars(plan.others))


def _write_pictures(svg: Path | None, drawn: str, html: Path | None, page: str) -> None:
    if svg is not None:
        write(svg, drawn.encode())
    if html is not None:
        write(html, page.encode())


def _setting(
    context: CallContext, running: str | None, concentration: str | None, on: str | None
) -> Setting:
    return Said(context, running, concentration, on).setting()
