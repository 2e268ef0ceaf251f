"""What flows, what is left and what it does, as rows of the picture: from a Status alone."""

from decimal import Decimal
from fractions import Fraction

from rich.text import Text

from ...client.answers import Forecast, Hours, Status
from ...client.programme import Programme
from ...client.quantities import shown
from ...planning.figures import RESIDUAL_NL
from .. import words
from .bars import band_bar, interval_bar, round_top, vessel_bar
from .rows import Bar, Row, Words
from .signs import Signs
from .spans import coming, countdown, span

LINES = (50, 80, 130)  # percent: alarm and advisory of a withdrawal, advisory of too much
_TOPS = (150, 300)  # percent: where the bar of the effect ends
_WARNING = "bold black on yellow"
_SAYS = {
    "IDLE": "nothing flows: not started",
    "RUN": "the programme flows",
    "SUSP": "paused",
    "STOP": "nothing flows: stopped",
    "FAULT": "nothing flows: a fault, see the alarms",
}


def state_says(now: Status) -> str:
    """The state in words, with what is under way or comes by itself."""
    says = _SAYS.get(now.state, "")
    if now.resumes_in_s:
        return f"{says}, resumes by itself in {span(now.resumes_in_s)}"
    if now.state == "RUN" and now.lower_dose:
        says = "a lower dose flows"
    if now.bolus.state == "RUN":
        return f"{says}, bolus for {span(now.bolus.left_s)}"
    return says


def flow_rows(now: Status, programme: Programme | None) -> list[Row]:
    """The rate, what was delivered, and the drug of the last 24 hours."""
    parts = [_rate(now.rate_ul_per_h, programme)]
    if now.next_change is not None and now.next_rate_ul_per_h is not None:
        rate = _rate(now.next_rate_ul_per_h, programme)
        parts.append(f"then {rate} {coming(now.next_change, now.clock)}")
    rows: list[Row] = [Words(0, "rate", tuple(parts))]
    if now.lower_dose:
        rows.append(Words(0, "lower dose", (now.lower_dose,), _WARNING))
    if now.bolus.state == "RUN":
        rows.append(_bolus(now))
    return [*rows, _delivered(now), _day(now, programme)]


def _rate(ul_per_h: Decimal, programme: Programme | None) -> str:
    """With the drug of a day at that rate: of the programme's concentration."""
    if programme is None:
        return f"{ul_per_h:f} uL/h, ug/d unknown"
    ug_per_ml = Fraction(programme.concentration.base, 1000)  # of ng/mL
    return f"{ul_per_h:f} uL/h = {shown(Fraction(ul_per_h) * 24 / 1000 * ug_per_ml, 1)} ug/d"


def _bolus(now: Status) -> Row:
    bolus = now.bolus
    least, most = bolus.delivered.least_nl, bolus.delivered.most_nl

    def draw(cells: int, signs: Signs) -> Text:
        return interval_bar(least, most, max(bolus.ordered_nl, 1), cells, signs, "cyan")

    figures = f"{_ml(least)} to {_ml(most)} of {words.ml(bolus.ordered_nl)}"
    return Bar(1, "bolus", draw, figures)


def _delivered(now: Status) -> Row:
    if now.delivered is None:
        return Words(1, "delivered", (words.interval(None),), "red")
    least, most = now.delivered.least_nl, now.delivered.most_nl

    def draw(cells: int, signs: Signs) -> Text:
        return interval_bar(least, most, round_top(most), cells, signs, "blue")

    return Bar(1, "delivered", draw, f"{_ml(least)} to {words.ml(most)}")


def _day(now: Status, programme: Programme | None) -> Row:
    given = now.dose_day_ug
    limit = programme.limits.get("day") if programme else None
    if limit is None or not limit.base:
        return Words(1, "drug, 24 h", (f"{given:f} ug at most", "the day's limit is unknown"))
    limit_ug = Fraction(limit.base, 1000)  # of ng
    reached = Fraction(given) >= limit_ug

    def draw(cells: int, signs: Signs) -> Text:
        most = Decimal(limit.base) / 1000
        return interval_bar(given, given, most, cells, signs, "red" if reached else "blue")

    figures = f"at most {given:f} of {shown(limit_ug, 3)} ug" + (" FULL" if reached else "")
    return Bar(1, "drug, 24 h", draw, figures, "bold red" if reached else "")


def reservoir_rows(now: Status) -> list[Row]:
    """What is calculated to be left, its thresholds, and how long until each."""
    left = now.reservoir
    marks = (("E", RESIDUAL_NL), ("L", left.low_nl))
    word, style = "", ""
    if left.volume_nl <= left.low_nl:
        word, style = (" EMPTY" if left.volume_nl <= RESIDUAL_NL else " LOW"), "bold red"

    def draw(cells: int, signs: Signs) -> Text:
        colour = "red" if word else "green"
        return vessel_bar(left.volume_nl, max(left.capacity_nl, 1), marks, cells, signs, colour)

    figures = f"{_ml(left.volume_nl)} of {words.ml(left.capacity_nl)}{word}"
    until = (
        f"L low {words.ml(left.low_nl)} {countdown(left.predicted_low, now.clock)}",
        f"E empty {words.ml(RESIDUAL_NL)} {countdown(left.predicted_empty, now.clock)}",
        f"refill due {countdown(left.refill_due, now.clock)}",
    )
    days = (f"{words.figure(left.days, 'd')} to empty",)
    if left.days_with_boluses != left.days:
        days += (f"{words.figure(left.days_with_boluses, 'd')} with all boluses",)
    bar = Bar(1, "reservoir", draw, figures, style)
    if now.clock is None:
        return [bar, Words(2, "until", (*days, "dates want a clock: pumpctl clock set"))]
    return [bar, Words(2, "until", until), Words(4, "days left", days)]


def effect_rows(ahead: Forecast) -> list[Row]:
    """The reference patient's effect in its band, and when it is below the two levels."""
    row: Row = Words(1, "effect", ("unknown",))
    effect = ahead.effect
    if effect is not None and effect.is_finite():
        low, high = _end(ahead.effect_low, effect), _end(ahead.effect_high, effect)
        top = next((each for each in _TOPS if high <= each), _TOPS[-1])

        def draw(cells: int, signs: Signs) -> Text:
            return band_bar(effect, (low, high), LINES, top, cells, signs)

        below = [f" BELOW {level} %" for level in LINES[:2] if effect < level]
        figures = f"{effect:f} % ({low:f} to {high:f})" + (below[0] if below else "")
        row = Bar(1, "effect", draw, figures, "bold red" if below else "")
    stopped = tuple(f"below {each.percent} % {_hours(each.if_stopped)}" for each in ahead.levels)
    after = tuple(f"below {each.percent} % {_hours(each.after_empty)}" for each in ahead.levels)
    return [row, Words(2, "if stopped", stopped), Words(4, "when empty", after)]


def _end(of: Decimal | None, otherwise: Decimal) -> Decimal:
    return of if of is not None and of.is_finite() else otherwise


def _hours(of: Hours) -> str:
    if of.reference is None:
        return "unknown"
    if not of.reference.is_finite():
        return "beyond the horizon"
    ends = [
        "beyond" if each is not None and not each.is_finite() else _figure(each)
        for each in (of.low, of.high)
    ]
    return f"in {of.reference:f} h ({ends[0]} to {ends[1]})"


def _figure(value: Decimal | None) -> str:
    return "unknown" if value is None else f"{value:f}"


def _ml(nl: int) -> str:
    return words.ml(nl).removesuffix(" mL")
