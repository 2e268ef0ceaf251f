"""A pump as a small picture: true effect and forecast over its days, alarms below.

The pump is simulated once more for it; its row has to come out as it was.
"""

from typing import Any

from host_sim.campaign.campaign_file import Campaign
from host_sim.campaign.mistakes import mistake
from host_sim.campaign.page.chart import Axis, Chart
from host_sim.campaign.pump import Pump
from host_sim.plant.patient import CLEARANCE_ML_PER_H
from host_sim.units import MS_PER_DAY, MS_PER_HOUR
from pump.core.alarms.table import PRIORITIES

WIDTH, LEFT = 560, 128  # px; alarms' names stand at the left
Stretch = list[tuple[float, float]]
_POINTS = 300  # of a line, at most
_TITRATION_DAYS = 10.0  # of a titration, from its first test dose
_ROWS = 4  # alarms at most
_AROUND_DAYS = 3.0  # of a withdrawal: before and after it
_ALARM_SHARE = 7.0  # height of an alarm's row, in % of the panel


def replay(campaign: Campaign, row: dict[str, Any]) -> Pump:
    """That pump once more, a sample an hour. CampaignMistake where another row comes out."""
    pump = Pump(campaign, row["seed"], MS_PER_HOUR)
    if pump.run() != row:
        place = "pump %d" % row["seed"]
        raise mistake(place, "its replay is another than its row", "delete the folder of its parts")
    return pump


def picture(campaign: Campaign, pump: Pump, row: dict[str, Any]) -> str:
    """The SVG."""
    begin, end = 0.0, float(row["days"]) or 1.0
    if campaign.worst.startswith("lead_") and row["below_50_h"] is not None:
        middle = row["below_50_h"] / 24
        begin, end = max(0.0, middle - _AROUND_DAYS), min(end, middle + _AROUND_DAYS)
    if campaign.titration is not None:
        end = min(end, _TITRATION_DAYS)
    truth, said, unit = _effects(campaign, pump, row)
    shown = [each for stretch in truth for each in stretch if begin <= each[0] <= end]
    top = max([value for _, value in shown] + [100.0]) * 1.08
    alarms = _alarms(pump, begin, end)
    foot = -top * (_ALARM_SHARE * len(alarms) + 3) / 100
    y = Axis(foot, top, unit, whole=True)
    chart = Chart(Axis(begin, end, "day"), y, "Pump %d" % row["seed"], WIDTH, LEFT)
    if campaign.titration is None:
        chart.line("grey dots thin", [(begin, 50.0), (end, 50.0)])
    else:
        level = campaign.titration.overdose_from_ng_per_ml
        chart.line("failed dash thin", [(begin, level), (end, level)])
    for off_ms, on_ms in pump.life.context.recording.power_off:
        chart.band(max(begin, off_ms / MS_PER_DAY), min(end, on_ms / MS_PER_DAY))
    for stretch in said:
        chart.line("pump thin", _thinned([each for each in stretch if begin <= each[0] <= end]))
    chart.line("truth", _thinned(shown))
    for number, (name, spans) in enumerate(alarms.items()):
        base = -top * (_ALARM_SHARE * (number + 1)) / 100
        chart.spans(spans, base, top * 0.05)
        chart.name(base + top * 0.025, name)
    return chart.svg()


def _effects(
    campaign: Campaign, pump: Pump, row: dict[str, Any]
) -> tuple[list[Stretch], list[Stretch], str]:
    """Stretches of the truth and of the pump's forecast, and what their values are."""
    if campaign.titration is None:
        whole, unit = row["dose_ug_per_day"] * 10.0, "effect, % of the dose's"  # ng a day a percent
        true, said = 1 / whole, 1 / whole
    else:
        patient, unit = pump.life.drawn.pump, "felt, ng/mL"
        true = patient["sensitivity"] / (24 * patient["clearance_ml_per_h"])
        said = 1 / (24 * CLEARANCE_ML_PER_H)  # of the patient for whom the pump forecasts
    return _stretches(pump, "effect_truth", true), _stretches(pump, "effect", said), unit


def _stretches(pump: Pump, name: str, scale: float) -> list[Stretch]:
    """(day, value) of a recorded column, parted where it has no value."""
    record = pump.life.context.recording
    found: list[Stretch] = [[]]
    for ms, value in zip(record.times, record.column(name), strict=True):
        if value is not None:
            found[-1].append((ms / MS_PER_DAY, value * scale))
        elif found[-1]:
            found.append([])
    return found


def _alarms(pump: Pump, begin: float, end: float) -> dict[str, list[tuple[float, float, str]]]:
    """By name (from day, to day, role): those that stood longest at the highest priority."""
    found: dict[str, list[tuple[float, float, str]]] = {}
    weights: dict[str, float] = {}
    for row in pump.life.context.book.rows:
        low = max(begin, row.raised_ms / MS_PER_DAY)
        high = min(end, end if row.ended_ms is None else row.ended_ms / MS_PER_DAY)
        if high > low:
            role = PRIORITIES[row.priority].lower()
            found.setdefault(row.name, []).append((low, high, role))
            weights[row.name] = max(weights.get(row.name, 0.0), row.priority)
    names = sorted(found, key=lambda name: -weights[name])[:_ROWS]
    return {name: found[name] for name in names}


def _thinned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Every so many of them, and the last."""
    every = max(1, len(points) // _POINTS)
    return points[::every] + points[-1:]
