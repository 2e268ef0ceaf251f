"""Plans as rows, as charts, and as a page."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.table import Table

from ..planning.course import Day, Plan
from ..planning.night import NightPlan
from ..planning.refill import Filling, RefillPlan
from .chart import Chart, Line
from .page import MODEL, Page

_BAR = 50  # columns of the longest bar
_LONGEST_DAYS = 180
DAY_NAMES = ("day", "date", "ug/d", "step", "mL/d", "effect at its end", "least of the week", "")
FILLING_NAMES = ("ug/mL", "mL", "mL/d", "low", "empty", "interval", "due", "")
HOUR_NAMES = ("hour", "ug/d", "effect")


def day_rows(plan: Plan) -> list[tuple[str, ...]]:
    """A row a day."""
    return [_day(day) for day in plan.days]


def _day(day: Day) -> tuple[str, ...]:
    step = "" if day.change_percent is None else f"{day.change_percent:+f} %"
    week = "" if day.week_percent is None else f"{day.week_percent:f} %"
    flow = "" if day.flow_ml is None else f"{day.flow_ml:f}"
    effect = f"{day.effect_percent:f} %"
    number, dose = str(day.number), f"{day.dose_ug:f}"
    return (number, day.date, dose, step, flow, effect, week, "; ".join(day.notes))


def filling_rows(fillings: Sequence[Filling]) -> list[tuple[str, ...]]:
    """A row a filling, days from the fill on."""
    return [
        (
            f"{each.ug_per_ml:f}",
            str(each.size_ml),
            f"{each.flow_ml:f}",
            *(_days(days) for days in (each.low_days, each.empty_days, each.interval_days)),
            each.due or "",
            "; ".join(each.notes),
        )
        for each in fillings
    ]


def day_notes(plan: Plan) -> list[str]:
    """What there is to say of the days, each once, with the days that it holds for."""
    return [f"  day {each}" for each in _by_note((str(day.number), day.notes) for day in plan.days)]


def filling_notes(fillings: Sequence[Filling]) -> list[str]:
    """The same of the fillings."""
    return _by_note(
        (f"{each.ug_per_ml:f} ug/mL in {each.size_ml} mL", each.notes) for each in fillings
    )


def _by_note(said: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    found: dict[str, list[str]] = {}
    for of, notes in said:
        for note in notes:
            found.setdefault(note, []).append(of)
    return [f"{', '.join(of)}: {note}" for note, of in found.items()]


def _days(days: Decimal | None) -> str:
    return "not possible" if days is None else f"{days:f} d"


def hour_rows(plan: NightPlan) -> list[tuple[str, ...]]:
    """A row an hour of the day."""
    return [
        (f"{each.hour:02}:00", f"{each.dose_ug_per_day:f}", f"{each.effect_percent:f} %")
        for each in plan.hours
    ]


def table(title: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Rows for the terminal, without their last column: notes stand below, where they have room."""
    found = Table(*names[:-1], title=title, title_justify="left")
    for column in found.columns[:2]:
        column.no_wrap = True
    for row in rows:
        found.add_row(*row[:-1])
    return found


def course(plan: Plan) -> Chart:
    """The dose, and the effect as a day begins, as the steady dose that would hold it up."""
    dates = tuple(day.date[5:] for day in plan.days)
    doses = tuple(day.dose_ug for day in plan.days)
    ends = [_held(plan.reference_ug, day.effect_percent) for day in plan.days]
    lines = (
        Line("dose", doses, holds=True),
        Line("dose that would hold the effect up", (plan.from_ug, *ends[:-1])),
    )
    return Chart(f"{plan.kind}, from {plan.begins}", "ug/d", dates, lines)


def _held(reference: Decimal, percent: Decimal) -> Decimal:
    return reference * percent / 100


def day_chart(plan: NightPlan) -> Chart:
    """The same over a day."""
    hours = tuple(f"{each.hour:02}" for each in plan.hours)
    rates = tuple(each.dose_ug_per_day for each in plan.hours)
    effects = tuple(_held(plan.flat_ug, each.effect_percent) for each in plan.hours)
    lines = (Line("rate", rates, holds=True), Line("rate that would hold the effect up", effects))
    return Chart("night by its effect time", "ug/d", hours, lines)


def bars(fillings: Sequence[Filling]) -> list[str]:
    """How long each lasts, to 180 days; `.` is the time from low on."""
    found: list[str] = []
    for each in fillings:
        name = f"{each.ug_per_ml:>5f} ug/mL {each.size_ml} mL "
        if each.interval_days is None or each.due_days is None:
            found.append(f"{name}| not possible")
            continue
        whole = int(each.interval_days * _BAR / _LONGEST_DAYS)
        until = int(each.due_days * _BAR / _LONGEST_DAYS)
        found.append(f"{name}|{'#' * until}{'.' * (whole - until)} {each.interval_days:f} d")
    return [*found, "# until low or 180 days old   . from low to empty"]


def plan_page(plan: Plan) -> str:
    """A course as a page."""
    page = Page(f"Plan: {plan.kind} from {plan.from_ug:f} to {plan.to_ug:f} ug/d", MODEL)
    page.text(plan.notes)
    page.chart(course(plan))
    page.table("Day by day", DAY_NAMES, day_rows(plan))
    return page.html()


def refill_page(plan: RefillPlan) -> str:
    """A filling and the others as a page."""
    page = Page(
        f"Plan: refill at {plan.dose_ug:f} ug/d, {plan.begins}", "Calculated, not measured."
    )
    page.table("This filling", FILLING_NAMES, filling_rows([plan.meant]))
    if plan.with_boluses is not None:
        rows = filling_rows([plan.with_boluses])
        page.table("With every patient bolus that is allowed", FILLING_NAMES, rows)
    page.table("Other fillings, to the brim", FILLING_NAMES, filling_rows(plan.others))
    page.text(bars(plan.others))
    return page.html()


def night_page(plan: NightPlan) -> str:
    """A night as a page."""
    page = Page(f"Plan: a night of {plan.night_ug:f} ug/d", MODEL)
    page.text(plan.notes)
    page.chart(day_chart(plan))
    rows = [(each.start, each.start_day, each.effect, f"{each.dose_ug_per_day:f}")
            for each in plan.segments]  # fmt: skip
    page.table("Segments", ("starts", "", "acts", "ug/d"), rows)
    page.table("Hour by hour", HOUR_NAMES, hour_rows(plan))
    return page.html()
