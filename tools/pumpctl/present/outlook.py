"""The forecast as a small plot in the terminal, 80 columns and less, plain where the encoding is.

Percent of the trailing reference upwards, hours to the right: the band of what the programme
brings, the reference patient in it, the reference patient if flow stopped now, and the one who
takes every bolus that is allowed.
"""

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from ..client.answers import ForecastAhead, Point

LEVELS = {130: "over", 110: "its end", 80: "advisory", 50: "alarm"}
_STEP = 10  # percent a row
_TOP = 150
_HIGHEST = 300
_MARGIN = 6  # figures on the left
_WORDS = 10  # and words on the right
_UNICODE = {"runs": "●", "stopped": "×", "boluses": "▲", "band": "░", "level": "┄"}
_PLAIN = {"runs": "o", "stopped": "x", "boluses": "^", "band": ":", "level": "-"}


class Plot:
    """What `pumpctl forecast` draws below its table."""

    def __init__(self, ahead: ForecastAhead) -> None:
        self._ahead = ahead

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """As wide as there is room for; signs by what the encoding has."""
        signs = _UNICODE if _can(options.encoding) else _PLAIN
        for line in drawn(self._ahead, options.max_width, signs):
            yield Text(line, no_wrap=True, overflow="crop")


def _can(encoding: str) -> bool:
    try:
        "".join(_UNICODE.values()).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def drawn(ahead: ForecastAhead, width: int, signs: dict[str, str]) -> list[str]:
    """The plot's lines; one of words where nothing is known."""
    if any(point.reference is None for point in ahead.runs) or len(ahead.runs) < 2:
        return ["no trailing reference yet: nothing to draw"]
    wide = max(1, min(4, (width - _MARGIN - _WORDS) // len(ahead.runs)))
    top = _top(ahead)
    step = _STEP if top <= 200 else 2 * _STEP
    lines = [_row(ahead, at, step, wide, signs) for at in range(top, -1, -step)]
    key = f"{signs['runs']} if the programme runs  {signs['band']} its band"
    key += f"  {signs['stopped']} if flow stopped now"
    lines += [_hours(ahead.runs, wide), " " * _MARGIN + key]
    if ahead.boluses != ahead.runs:
        lines.append(" " * _MARGIN + f"{signs['boluses']} with every patient bolus that is allowed")
    return lines


def _top(ahead: ForecastAhead) -> int:
    """The band's highest, and the reference patient's with boluses."""
    highs = [point.high for point in (*ahead.runs, *ahead.stopped)]
    highest = max(
        int(each or 0) for each in (*highs, *[point.reference for point in ahead.boluses])
    )
    top = max(_TOP, min(_HIGHEST, -(-highest // _STEP) * _STEP))
    return -(-top // (2 * _STEP)) * 2 * _STEP if top > 200 else top


def _row(ahead: ForecastAhead, at: int, step: int, wide: int, signs: dict[str, str]) -> str:
    level = next((each for each in LEVELS if at <= each < at + step), None)
    cells = "".join(
        _cell(points, at, at + step, signs, level is not None) * wide
        for points in zip(ahead.runs, ahead.stopped, ahead.boluses, strict=True)
    )
    shown = at if level is None else level
    words = "" if level is None else "  " + LEVELS[level]
    return (f"{shown:>3} % " + cells + words).rstrip()


def _cell(
    points: tuple[Point, Point, Point], low: int, high: int, signs: dict[str, str], level: bool
) -> str:
    """What stands between two percentages at one time."""
    runs, stopped, boluses = points
    if _within(runs.reference, low, high):
        return signs["runs"]
    if _within(stopped.reference, low, high):
        return signs["stopped"]
    if _within(boluses.reference, low, high):
        return signs["boluses"]
    if runs.low is not None and runs.high is not None and runs.low < high and runs.high >= low:
        return signs["band"]
    return signs["level"] if level else " "


def _within(value: Decimal | None, low: int, high: int) -> bool:
    return value is not None and low <= value < high


def _hours(points: Sequence[Point], wide: int) -> str:
    """The hours below the plot, each where its point stands, as far as there is room."""
    line = " " * _MARGIN
    for at, point in enumerate(points):
        place = _MARGIN + at * wide
        if point.hours % 12 == 0 and place >= len(line):
            line = line.ljust(place) + f"{point.hours}"
    return line + " h"
