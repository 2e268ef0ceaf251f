"""The charts that every campaign may have; one that has nothing to show is left out."""

from typing import Any

from host_sim.campaign.page.chart import Axis, Chart
from host_sim.campaign.page.panel import panel
from host_sim.campaign.page.statistics import quantile, steps

Rows = list[dict[str, Any]]
_LEAST_SHOWN, _MOST_SHOWN = -12.0, 24.0  # hours of lead: what a withdrawal is about
_FAR = 1e9  # a lead that did not come


def leads(rows: Rows) -> str:
    """How long before the true effect passed 80 and 50 % WITHDRAWAL was raised."""
    passed = {level: [row for row in rows if row["below_%d_h" % level] is not None]
              for level in (80, 50)}  # fmt: skip
    if not passed[50]:
        return ""
    found = [row["lead_50_h"] for row in passed[50] if row["lead_50_h"] is not None]
    high = max(_MOST_SHOWN, quantile(found, 0.98)) if found else _MOST_SHOWN
    x = Axis(_LEAST_SHOWN, min(high, 60.0), "hours from WITHDRAWAL to that level")
    chart = Chart(x, Axis(0, 100, "% of the pumps that passed it"), "Lead of the withdrawal alarm")
    chart.line("grey dash thin", [(0.0, 0.0), (0.0, 100.0)])
    key = []
    for level, role in ((80, "pump"), (50, "truth")):
        name = "lead_%d_h" % level
        values = [-_FAR if row[name] is None else row[name] for row in passed[level]]
        if not values:
            continue
        points = [(value, share * 100) for value, share in steps(values, len(values))]
        late = sum(value < 0 for value in values)
        start = [(x.low, 100.0 * sum(value < x.low for value in values) / len(values))]
        chart.stairs(role, start + [each for each in points if each[0] >= x.low] + [(x.high, 100)])
        never = sum(value == -_FAR for value in values)
        words = "%d %%: %d pumps; %d too late, %d of them never told"
        key.append((role, "line", words % (level, len(values), late, never)))
    hint = (
        "How many pumps had at most so much time. Left of 0 the alarm came after the true effect "
        "had passed the level, or not at all."
    )
    return panel("Lead of WITHDRAWAL against the true effect", hint, key, chart.svg())


def dose_error(rows: Rows) -> str:
    """What was delivered against the account, by the head's gain."""
    shown = [row for row in rows if row["dose_error_percent"] is not None]
    gains = {row["head_gain_percent"] for row in shown}
    if len(gains) < 3:
        return ""
    errors = [row["dose_error_percent"] for row in shown]
    low, high = min(gains), max(gains)
    y_low, y_high = min(low, quantile(errors, 0.02)), max(high, quantile(errors, 0.98))
    chart = Chart(
        Axis(low, high, "% that the head gives beyond its calibration"),
        Axis(max(y_low, -60.0) - 2, min(y_high, 100.0) + 2, "% delivered beyond the account"),
        "Dose error against head gain",
    )
    chart.line("grey dash thin", [(low, low), (high, high)])
    for role, told in (("grey", False), ("pump", True)):
        chart.dots(role, [
            (row["head_gain_percent"], row["dose_error_percent"], "pump %d" % row["seed"])
            for row in shown if (row["over_told_h"] is not None) is told
        ])  # fmt: skip
    key = [
        ("grey", "dot", "no alarm of it"),
        ("pump", "dot", "FLOW_MISMATCH, OVER_TREND or OVER_DELIVERY, sooner or later"),
        ("grey", "dash", "the head's gain and nothing else"),
    ]
    hint = (
        "One pump a dot. Off the line: a head that was mended, a syringe of another strength, drug "
        "that went elsewhere. What lies beyond an edge stands at it."
    )
    return panel("Dose error against head gain", hint, key, chart.svg())


def bounds(rows: Rows) -> str:
    """How far apart least and most delivered are after so many power cuts."""
    shown = [row for row in rows if row["board_quanta"]]
    if not any(row["cuts"] for row in shown):
        return ""
    most = max(row["cuts"] for row in shown)
    widths = [row["bounds_nl"] / 1000 for row in shown]
    chart = Chart(
        Axis(-0.6, most + 0.6, "power cuts", whole=True),
        Axis(0, max(widths) * 1.08 or 1.0, "µL between least and most"),
        "Width of the delivered bounds against power cuts",
    )
    chart.dots("pump", [
        (row["cuts"] + (row["seed"] // 32 % 11 - 5) / 14, row["bounds_nl"] / 1000,
         "pump %d, %.0f ug/d" % (row["seed"], row["dose_ug_per_day"] or 0.0))
        for row in shown
    ], 3.5)  # fmt: skip
    hint = (
        "Of the %d pumps with orders of a board's own length: nobody can tell afterwards how much "
        "of the order flowed that a cut has ended. Without a cut both are equal." % len(shown)
    )
    return panel("Width of the bounds after power cuts", hint, [], chart.svg())


def wear(rows: Rows) -> str:
    """Flash and battery, carried on to seven years."""
    flash = [row["flash_seven_years_percent"] for row in rows if row["board_quanta"]]
    battery = [row["battery_seven_years_percent"] for row in rows if row["days"] >= 1]
    if not battery:
        return ""
    both = [each for each in flash + battery if each > 0]
    x = Axis(min(both) * 0.7, max(200.0, max(both) * 1.3), "% used up after seven years", True)
    y = Axis(0, 100, "% of the pumps")
    chart = Chart(x, y, "Wear of flash and battery at seven years")
    for role, values in (("pump", flash), ("truth", battery)):
        chart.bars(role, _bins(x, values))
    chart.line("failed thin dash", [(100.0, 0.0), (100.0, 100.0)])
    chart.words(100.0, 94.0, " worn out ", "end")
    over = 100.0 * sum(value > 100 for value in battery) / len(battery)
    key = [
        ("pump", "line", "flash of the journal (%d pumps)" % len(flash)),
        ("truth", "line", "battery; %.0f %% of the pumps need a new one before" % over),
    ]
    hint = (
        "As in the simulated days, carried on. The flash counts the erases of the journal's ring "
        "on pumps with orders of a board's own length, of 100,000 that a sector stands."
    )
    return panel("Flash and battery at seven years", hint, key, chart.svg())


def _bins(x: Axis, values: list[float]) -> list[tuple[float, float, float]]:
    """Eight bars a power of ten, each the percentage of the values in it."""
    if not values:
        return []
    step, low, spans = 10 ** (1 / 8), x.low, []
    while low < x.high:
        high = low * step
        count = sum(low <= value < high for value in values)
        if count:
            spans.append((low, high, 100.0 * count / len(values)))
        low = high
    return spans
