"""A calibration as a record: JSON with all that the figure was made of, and a plot of its runs."""

from dataclasses import dataclass
from datetime import datetime

from .client.answers import Head, Identity
from .gravimetry import Conditions, Result

_WIDTH, _HEIGHT, _MARGIN = 640, 320, 60
_TEXT = 'font-family="sans-serif" font-size="13"'


@dataclass(frozen=True)
class Record:
    """What was done, when, on which pump, and what came of it."""

    pump: Identity
    at: datetime
    before: Head
    conditions: Conditions
    result: Result
    set: bool
    """Whether the pump has taken the figure."""

    notes: tuple[str, ...] = ()


def plot(record: Record) -> str:
    """The runs as points with what one run leaves uncertain, the figure and its band, as SVG."""
    result = record.result
    single = result.scatter_expected_ppm / 1e6
    points = [each.steps_per_ml for each in result.figures]
    band = result.steps_per_ml * result.uncertainty_ppm / 1e6
    ends = [result.steps_per_ml - band, result.steps_per_ml + band]
    ends += [point * (1 + side * single) for point in points for side in (-1, 1)]
    low, high = min(ends), max(ends)

    def y(value: float) -> float:
        return _HEIGHT - _MARGIN - (value - low) / (high - low) * (_HEIGHT - 2 * _MARGIN)

    top, bottom, middle = y(ends[1]), y(ends[0]), y(result.steps_per_ml)
    right = _WIDTH - _MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{_MARGIN}" y="24" {_TEXT}>{_title(record)}</text>',
        f'<rect x="{_MARGIN}" y="{top:.1f}" width="{right - _MARGIN}" '
        f'height="{bottom - top:.1f}" fill="#cfe3f5"/>',
        f'<line x1="{_MARGIN}" x2="{right}" y1="{middle:.1f}" y2="{middle:.1f}" stroke="#1f5f9f"/>',
    ]
    for number, point in enumerate(points, 1):
        x = _MARGIN + (right - _MARGIN) * (number - 0.5) / len(points)
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y(point * (1 - single)):.1f}" '
            f'y2="{y(point * (1 + single)):.1f}" stroke="black"/>'
            f'<circle cx="{x:.1f}" cy="{y(point):.1f}" r="4"/>'
            f'<text x="{x:.1f}" y="{_HEIGHT - 20}" {_TEXT} text-anchor="middle">'
            f"run {number}: {point:.0f}</text>"
        )
    for value in (low, high):
        parts.append(f'<text x="4" y="{y(value) + 4:.1f}" {_TEXT}>{value:.0f}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _title(record: Record) -> str:
    result = record.result
    return (
        f"{record.pump.serial}, {record.at:%Y-%m-%d}: {result.steps_per_ml} steps/mL "
        f"&#177;{result.uncertainty_ppm / 1e4:.2f} % (k = {result.coverage:.2f}), "
        f"gain {result.gain_percent:+.2f} %"
    )
