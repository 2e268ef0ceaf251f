"""The charts of a titration: what was felt at most, how soon the target was reached."""

from typing import Any

from host_sim.campaign.campaign_tables import Titration
from host_sim.campaign.page.chart import Axis, Chart
from host_sim.campaign.page.panel import panel
from host_sim.campaign.page.statistics import steps

Rows = list[dict[str, Any]]
HOURS_PER_DAY = 24.0


def felt(rows: Rows, rules: Titration) -> str:
    """Most that was felt, by sensitivity."""
    shown = [row for row in rows if row["felt_most_ng_per_ml"]]
    if not shown:
        return ""
    most = [row["felt_most_ng_per_ml"] for row in shown]
    sensitive = [row["sensitivity"] for row in shown]
    x = Axis(min(sensitive), max(sensitive) + 1e-6, "sensitivity (1: the reference patient)", True)
    y = Axis(min(most) * 0.9, max(most) * 1.1, "most felt effect, ng/mL", True)
    chart = Chart(x, y, "Most felt effect against sensitivity")
    levels = [(each, "held dash thin") for each in rules.target_ng_per_ml]
    for level, look in [*levels, (rules.overdose_from_ng_per_ml, "failed dash")]:
        chart.line(look, [(x.low, level), (x.high, level)])
    kinds = {"grey": [], "pump": [], "truth": []}
    for row in shown:
        tested = row["overdose_by"].endswith("at once")
        role = "grey" if row["overdose_h"] is None else "truth" if tested else "pump"
        words = "pump %d: %s" % (row["seed"], row["overdose_by"] or "no overdose")
        kinds[role].append((row["sensitivity"], row["felt_most_ng_per_ml"], words))
    for role, points in kinds.items():
        chart.dots(role, points)
    key = [
        ("grey", "dot", "no overdose (%d)" % len(kinds["grey"])),
        ("truth", "dot", "at a test dose (%d)" % len(kinds["truth"])),
        ("pump", "dot", "at a daily dose (%d)" % len(kinds["pump"])),
        ("failed", "dash", "what counts as an overdose here"),
        ("held", "dash", "the target"),
    ]
    hint = (
        "One patient a dot. Felt: true concentration at the effect's place times the sensitivity, "
        "which the pump does not know: its forecast stays that of the reference patient."
    )
    return panel("What was felt at most", hint, key, chart.svg())


def on_target(rows: Rows, days: int) -> str:
    """How soon a look found the felt effect within its target."""
    begun = [row for row in rows if row["initial_ug_per_day"] is not None]
    if not begun:
        return ""
    found = [row["on_target_h"] / HOURS_PER_DAY for row in begun if row["on_target_h"] is not None]
    points = [(value, share * 100) for value, share in steps(found, len(begun))]
    last = points[-1][1] if points else 0.0
    chart = Chart(
        Axis(0, days, "days from the first test dose"),
        Axis(0, 100, "% of the therapies that began"),
        "Days until the target was reached",
    )
    chart.stairs("pump", [(0.0, 0.0), *points, (float(days), last)])
    key = [("pump", "line", "%d of %d" % (len(found), len(begun)))]
    hint = (
        "A look a day, up by a step below the target, down above it; counted is the first look "
        "that found it within."
    )
    return panel("On target", hint, key, chart.svg())


def tests(rows: Rows) -> str:
    """Which test dose was the last."""
    doses = sorted({row["test_ug"] for row in rows if row["test_ug"] is not None})
    if not doses:
        return ""
    chart = Chart(
        Axis(0, 110, "µg of the last test dose"), Axis(0, 100, "% of the patients"),
        "Last test dose",
    )  # fmt: skip
    for dose in doses:
        here = [row for row in rows if row["test_ug"] == dose]
        begun = sum(row["initial_ug_per_day"] is not None for row in here)
        whole = 100.0 / len(rows)
        chart.bars("grey", [(dose - 4, dose + 4, len(here) * whole)])
        chart.bars("pump", [(dose - 4, dose + 4, begun * whole)])
    key = [("pump", "line", "therapy began"), ("grey", "line", "it did not")]
    hint = "25 µg first, 25 more a day later while there is no effect of 4 h; 10 after a reaction."
    return panel("Screening", hint, key, chart.svg())
