"""Start-up graph and trumpet as tables."""

from decimal import Decimal

from rich.table import Table

from ..trumpet.curve import MS_PER_MIN
from ..trumpet.judged import CurveTold, TrumpetTold

_BLOCK_MIN = 10
_HOUR_MIN = 60


def trumpet_table(told: TrumpetTold) -> Table:
    """A row a window: lowest and highest error of each volume that was followed."""
    since, until = (_hours(at - told.begin_ms) for at in (told.analysis_begin_ms, told.end_ms))
    title = f"Error of flow in any window, percent of {told.rate_ml_per_day:f} mL/d; {since} to "
    table = Table("window", title=title + f"{until} after its beginning", title_justify="left")
    for curve in told.curves:
        table.add_column(curve.name, justify="right")
    table.add_column("windows", justify="right")
    for at, first in enumerate(told.curves[0].trumpet):
        cells = [f"{first.minutes} min"]
        for curve in told.curves:
            window = curve.trumpet[at]
            cells.append(f"{window.lowest_percent:+.2f} to {window.highest_percent:+.2f}")
        table.add_row(*cells, f"{first.windows:,}")
    means = [f"{curve.mean_error_percent:+.2f}" for curve in told.curves]
    table.add_row("all, mean", *means, "")
    return table


def startup_table(told: TrumpetTold) -> Table:
    """Lowest and highest flow between two samples, ten minutes a row."""
    table = Table("min", title="Start-up: flow between two samples, percent of "
                  "the set rate", title_justify="left")  # fmt: skip
    for curve in told.curves:
        table.add_column(curve.name, justify="right")
    blocks = [_blocks(curve, told.begin_ms) for curve in told.curves]
    for block in sorted(set().union(*blocks)):
        cells = [f"{block * _BLOCK_MIN} to {(block + 1) * _BLOCK_MIN}"]
        for each in blocks:
            of = each.get(block, [])
            cells.append(f"{min(of):.2f} to {max(of):.2f}" if of else "")
        table.add_row(*cells)
    return table


def _blocks(curve: CurveTold, begin_ms: int) -> dict[int, list[Decimal]]:
    found: dict[int, list[Decimal]] = {}
    for flow in curve.startup:
        block = (flow.end_ms - begin_ms - 1) // (_BLOCK_MIN * MS_PER_MIN)
        found.setdefault(block, []).append(flow.percent)
    return found


def _hours(ms: int) -> str:
    minutes = ms // MS_PER_MIN
    return f"{minutes // _HOUR_MIN} h {minutes % _HOUR_MIN} min"
