"""plan: the weeks ahead as a table and a picture, before anything is staged. Orders nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from ..client.programme import Programme
from ..client.pump import Pump
from ..client.quantities import CONCENTRATION, DOSE_RATE, MASS, VOLUME, Amount
from ..client.times import day_of
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
    said = _Said(context, running, concentration, on)
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
    said = _Said(context, running, concentration, on)
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
    setting = _setting(context, running, concentration, None, need_strength=True)
    plan = night_plan(setting, more, effect, until)
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
    context.tell(plan, rows, chart, *plan.notes, MODEL)


def _tell_refill(context: CallContext, plan: RefillPlan) -> None:
    names, rows = present.FILLING_NAMES, present.filling_rows
    title = f"refill: {plan.volume_ml:f} mL at {plan.dose_ug:f} ug/d, from {plan.begins}"
    shown = [present.table(title, names, rows([plan.meant]))]
    if plan.with_boluses is not None:
        earliest = "with every patient bolus that is allowed"
        shown.append(present.table(earliest, names, rows([plan.with_boluses])))
    shown.append(present.table("other fillings, to the brim", names, rows(plan.others)))
    context.tell(plan, *shown, *present.bars(plan.others))


def _write_pictures(svg: Path | None, drawn: str, html: Path | None, page: str) -> None:
    if svg is not None:
        write(svg, drawn.encode())
    if html is not None:
        write(html, page.encode())


def _setting(
    context: CallContext,
    running: str | None,
    concentration: str | None,
    on: str | None,
    need_strength: bool = False,
) -> Setting:
    return _Said(context, running, concentration, on).setting(need_strength)


@dataclass
class _Asked:
    """What the pump said, where one was asked."""

    active: Programme | None
    capacity_nl: int
    today: date | None


class _Said:
    """What the options say; the pump is asked, once, for what they leave out."""

    def __init__(
        self, context: CallContext, running: str | None, concentration: str | None, on: str | None
    ) -> None:
        self._context = context
        self._from = None if running is None else Amount.read(running, DOSE_RATE).base
        self._strength = (
            None if concentration is None else Amount.read(concentration, CONCENTRATION).base
        )
        self._on = None if on is None else day_of(on, "--on 2030-01-31")
        self._asked: _Asked | None = None

    def setting(self, need_strength: bool = False) -> Setting:
        """Dose, concentration and first day."""
        dose, strength = self._from, self._strength
        if dose is None or (strength is None and (need_strength or self._context.port)):
            active = self._active()
            dose = int(active.day_ng()) if dose is None else dose
            strength = active.concentration.base if strength is None else strength
        if dose < 1:
            raise Mistake("a dose above nothing is needed", '--from "100 UG/D"')
        at_risk = self.needs("withdrawal_risk_high")
        return Setting(dose, strength or 0, self._today(), at_risk)

    def needs(self, care: str) -> bool:
        """Whether the active prescription says that the patient needs that care, where it was
        asked."""
        active = self._asked.active if self._asked else None
        return active is not None and care in active.care

    def capacity_nl(self) -> int:
        """Of the pump's reservoir."""
        return self._pump().capacity_nl

    def boluses_ng(self) -> int:
        """The most drug in a day's patient boluses, as prescribed; 0 where no pump is asked."""
        if self._asked is None or self._asked.active is None:
            return 0
        limit = self._asked.active.patient_bolus.get("limit")
        return 0 if limit is None else limit.base

    def _active(self) -> Programme:
        active = self._pump().active
        if active is None:
            raise Mistake("no programme is active", '--from "100 UG/D" --concentration "500 UG/ML"')
        return active

    def _today(self) -> date:
        if self._on is not None:
            return self._on
        asked = self._asked.today if self._asked else None
        return asked or datetime.now().astimezone().date()

    def _pump(self) -> _Asked:
        if self._asked is None:
            with self._context.pump() as pump:
                self._asked = _ask(pump)
        return self._asked


def _ask(pump: Pump) -> _Asked:
    clock = pump.clock.read()
    capacity = pump.status().reservoir.capacity_nl
    return _Asked(pump.prescription.active(), capacity, clock.date() if clock else None)
