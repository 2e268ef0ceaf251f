"""The panels of one scenario: rate and dose, reservoir, effect, and each pump minus truth.

What the pump says is blue; what is true of the plant is vermilion and dashed.
"""

from bisect import bisect_right

from host_sim.recording.recorder import Recording
from host_sim.recording.summary import Summary
from host_sim.report import colours
from host_sim.report.panel import Column, Drawn, Panel, date, scaled
from host_sim.units import MS_PER_DAY
from pump.core.alarms.table import PRIORITIES
from pump.core.profile import (
    CLEARANCE_ML_PER_H,
    CSF_VOLUME_ML,
    LOW_NL,
    OVER_ADVISORY_PERCENT,
    OVER_ENDS_PERCENT,
    RESIDUAL_NL,
    WITHDRAWAL_ADVISORY_PERCENT,
    WITHDRAWAL_ALARM_PERCENT,
)

_HEIGHT = 250
_LOW_HEIGHT = 130


def rate_and_dose(summary: Summary, drawn: Drawn) -> Panel:
    """The programmed rate, and what 24 hours brought by the pump's account and in truth."""
    panel, record = Panel("rate", "Rate and dose, µg a day", _HEIGHT), summary.recording
    rate = scaled(record.column("rate_ng_per_day"), 1e3)
    panel.line(drawn, rate, "grey", "rate in force", "µg/d", width=1.2, shape="hv")
    given = _trailing(record.times, record.column("given_ng"))
    panel.line(drawn, given, "pump", "given in the last 24 h", "µg")
    reached = _trailing(record.times, record.column("patient_ng"))
    words = "reached the patient in the last 24 h (truth)"
    panel.line(drawn, reached, "truth", words, "µg", dash=True)
    return panel


def _trailing(times: list[int], totals: Column) -> Column:
    """What the 24 h before each sample added, in µg. Nothing was given before the scenario."""
    rises: Column = []
    then = 0
    for now_ms, total in zip(times, totals, strict=True):
        begin_ms = now_ms - MS_PER_DAY
        while times[then] < begin_ms:
            then += 1
        if begin_ms < times[0]:
            rises.append((total or 0.0) / 1e3)
            continue
        before = totals[then] or 0.0
        if then and times[then] > begin_ms:
            share = (times[then] - begin_ms) / (times[then] - times[then - 1])
            before -= share * (before - (totals[then - 1] or 0.0))
        rises.append(((total or 0.0) - before) / 1e3)
    return rises


def reservoir(summary: Summary, drawn: Drawn) -> Panel:
    """Calculated and true volume, the thresholds and their dates."""
    panel, record = Panel("reservoir", "Reservoir, mL", _HEIGHT), summary.recording
    level = scaled(record.column("reservoir_nl"), 1e6)
    panel.line(drawn, level, "pump", "calculated by the pump", "mL", level=True)
    truth = scaled(record.column("reservoir_truth_nl"), 1e6)
    words = "in the reservoir (truth)"
    panel.line(drawn, truth, "truth", words, "mL", dash=True, level=True)
    panel.level(LOW_NL / 1e6, "low at the latest: %g mL" % (LOW_NL / 1e6))
    panel.level(RESIDUAL_NL / 1e6, "empty: %g mL residual" % (RESIDUAL_NL / 1e6))
    _threshold_dates(panel, summary)
    return panel


_THRESHOLDS = {
    ("RESERVOIR_LOW", "LOW"): ("4 mL or 7 d left", "circle"),
    ("RESERVOIR_LOW", "MEDIUM"): ("3 d left", "diamond"),
    ("RESERVOIR_LOW", "HIGH"): ("24 h left", "square"),
    ("RESERVOIR_EMPTY", "HIGH"): ("empty", "x"),
}


def _threshold_dates(panel: Panel, summary: Summary) -> None:
    """A mark on the calculated volume at each threshold; its date in the hover and the alarms."""
    times = summary.recording.times
    volumes = scaled(summary.recording.column("reservoir_nl"), 1e6)
    for key, (words, symbol) in _THRESHOLDS.items():
        rows = [row for row in summary.book.rows if (row.name, PRIORITIES[row.priority]) == key]
        if not rows:
            continue
        role = key[1].lower()
        panel.figure.add_scatter(
            x=[date(summary, row.raised_ms) for row in rows],
            y=[volumes[max(bisect_right(times, row.raised_ms) - 1, 0)] for row in rows],
            mode="markers", name=words, showlegend=False, meta={"role": role},
            marker={"color": colours.light(role), "size": 9, "symbol": symbol,
                    "line": {"color": "#1c2733", "width": 1}},
            hovertemplate=words + ", %{x}<extra></extra>",
        )  # fmt: skip
        panel.key.append((role, symbol, words))


def reservoir_difference(summary: Summary, drawn: Drawn) -> Panel:
    """What the pump calculates less what is there, in µL: what no sensor of the pump can see."""
    panel = Panel("reservoir-off", "Reservoir: pump minus truth, µL", _LOW_HEIGHT)
    off = _less(summary.recording, "reservoir_nl", "reservoir_truth_nl")
    panel.line(drawn, off, "pump", "calculated less true volume", "µL", width=1.6)
    return panel


def effect(summary: Summary, drawn: Drawn) -> Panel:
    """Forecast with its band, the plant's patient, the levels of too much and too little."""
    panel = Panel("effect", "Effect, as a steady dose, µg a day", _HEIGHT)
    record = summary.recording
    said, low, high, truth, reference = [
        scaled(record.column(name), 1e3)
        for name in ("effect", "effect_low", "effect_high", "effect_truth", "reference")
    ]
    band = "band: clearance %d–%d mL/h, volume %d–%d mL" % (CLEARANCE_ML_PER_H[1:] + CSF_VOLUME_ML)
    means = drawn.columns.means
    panel.shade(drawn, means(low), means(high), "pump", band)
    for percent, words in (
        (OVER_ADVISORY_PERCENT, "%d %% of the trailing week: over-exposure"),
        (OVER_ENDS_PERCENT, "%d %% of the trailing week: its end"),
        (WITHDRAWAL_ADVISORY_PERCENT, "%d %% of the trailing week: advisory"),
        (WITHDRAWAL_ALARM_PERCENT, "%d %% of the trailing week: alarm"),
    ):
        level = scaled(reference, 100 / percent)
        panel.line(drawn, level, "grey", words % percent, "µg/d", width=1, dash=True)
    panel.line(drawn, said, "pump", "forecast, reference patient", "µg/d")
    panel.line(drawn, truth, "truth", "the plant's patient (truth)", "µg/d", dash=True)
    panel.key.append(("pump", "area", band))
    return panel


def effect_difference(summary: Summary, drawn: Drawn) -> Panel:
    """The forecast less the plant's patient, in µg a day."""
    panel = Panel("effect-off", "Effect: forecast minus truth, µg a day", _LOW_HEIGHT)
    off = _less(summary.recording, "effect", "effect_truth")
    panel.line(drawn, off, "pump", "forecast less the plant's patient", "µg/d", width=1.6)
    return panel


def _less(record: Recording, said: str, true: str) -> Column:
    """The difference in thousandths. Of several samples of one moment the last counts: while a
    hand fills the reservoir the pump cannot know."""
    off: Column = []
    columns = zip(record.times, record.column(said), record.column(true), strict=True)
    later_ms, settled = -1, None
    for now_ms, value, other in reversed(list(columns)):
        if now_ms != later_ms:
            settled = None if value is None or other is None else (value - other) / 1e3
        off.append(settled)
        later_ms = now_ms
    return off[::-1]
