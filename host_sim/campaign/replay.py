"""One pump of a campaign, told as it went: its row in words, its alarms in order, a summary."""

import time
from typing import Any

from host_sim.campaign.campaign_file import Campaign
from host_sim.campaign.columns import COLUMNS
from host_sim.campaign.pump import Pump
from host_sim.recording.recorder import AlarmBook
from host_sim.recording.summary import Summary
from host_sim.units import MS_PER_DAY, MS_PER_HOUR
from pump.core.alarms.table import PRIORITIES


def replay(campaign: Campaign, seed: int) -> tuple[list[str], Summary]:
    """Lines for a terminal, and what a report is made of."""
    began = time.process_time()
    pump = Pump(campaign, seed, MS_PER_HOUR)
    row = pump.run()
    context = pump.life.context
    context.sample()
    lines = ["%s: pump %d" % (campaign.title, seed), *_figures(row), "", *_alarms(context.book)]
    summary = Summary(
        title="Pump %d: %s" % (seed, campaign.title),
        wall=pump.life.wall,
        recording=context.recording,
        book=context.book,
        ordered_nl=context.oracle.nl(context.now_ms()),
        elapsed_ms=context.now_ms(),
        cpu_seconds=time.process_time() - began,
        failure=row["ended"],
    )
    return lines, summary


def _figures(row: dict[str, Any]) -> list[str]:
    """What is known of it, a column a line."""
    return [
        "  %-28s %-12s %s" % (column.name, _value(row[column.name]), column.about)
        for column in COLUMNS
        if row[column.name] not in (None, "")
    ]


def _value(value: Any) -> str:
    return "%.10g" % value if isinstance(value, float) else str(value)


def _alarms(book: AlarmBook) -> list[str]:
    """Each with when it was raised and when it ended."""
    lines = []
    for row in book.rows:
        ended = "" if row.ended_ms is None else "to day %.3f" % (row.ended_ms / MS_PER_DAY)
        words = "  day %8.3f  %-6s %-16s %s"
        at = row.raised_ms / MS_PER_DAY
        lines.append((words % (at, PRIORITIES[row.priority], row.name, ended)).rstrip())
    return lines
