"""An interval's report as tables in the terminal and as a page."""

from decimal import Decimal

from ..report.told import IntervalReport
from . import words
from .chart import Chart, Line
from .page import Page

Section = tuple[str, tuple[str, ...], list[tuple[str, ...]]]
_MOST_PLACES = 90  # days of a picture


def facts(told: IntervalReport) -> list[tuple[str, str]]:
    """The figures by their names."""
    span = f"{told.since} to {told.until}, {told.hours:f} h"
    dates = f"{told.since_date} to {told.until_date}" if told.since_date else "no line tells"
    counted = told.commanded_nl
    commanded = f"{words.ml(counted[0])} to {words.ml(counted[1])}" if counted else "no line tells"
    return [
        ("log", "sound" if told.sound else "DIFFERS: pumpctl verify-log"),
        ("interval", span),
        ("by the wall clock", dates),
        ("programmed", f"{words.ml(told.programmed_nl)}, {told.programmed_ug:f} ug"),
        ("  of it kept back by standstills", words.ml(told.missed_nl)),
        ("commanded, by the ledger", commanded),
        ("stopped", f"{told.stopped_minutes:f} min"),
        ("stalls, tries", f"{told.stalls}, {told.tries}"),
        ("restarts", str(told.restarts)),
        ("patient's presses in vain", str(told.presses_refused)),
        *(
            (f"mean dose, {each.days} days", _trend(each.mean_ug, each.before_ug))
            for each in told.trends
        ),
    ]


def _trend(mean: Decimal, before: Decimal | None) -> str:
    if before is None:
        return f"{mean:f} ug/d"
    return f"{mean:f} ug/d; as many days before {before:f} ug/d"


def sections(told: IntervalReport) -> list[Section]:
    """Title, names and rows of each table."""
    return [
        (
            "Reconciled at refills",
            ("when", "expected", "found", "commanded since the fill", "reconciled"),
            [
                (
                    each.at,
                    words.ml(each.expected_nl),
                    words.ml(each.found_nl),
                    _volume(each.commanded_nl),
                    _volume(each.reconciled_nl),
                )
                for each in told.reconciled
            ],
        ),
        (
            "Standstills",
            ("began", "ended", "why", "min", "kept back"),
            [
                (
                    each.began,
                    each.ended or "still",
                    each.cause,
                    f"{each.minutes:f}",
                    words.ml(each.missed_nl),
                )
                for each in told.standstills
            ],
        ),
        (
            "Alarms",
            ("alarm", "priority", "raised", "min"),
            [
                (each.name, each.priority, str(each.raised), f"{each.minutes:f}")
                for each in told.alarms
            ],
        ),
        (
            "Boluses",
            ("when", "by", "ug", "min", "", "given ug"),
            [
                (
                    each.at,
                    each.by,
                    f"{each.dose_ug:f}",
                    f"{each.minutes:f}",
                    each.state,
                    f"{each.given_ug:f}",
                )
                for each in told.boluses
            ],
        ),
        (
            "Responses",
            ("when", "seen", "h", "of", "ug"),
            [
                (each.at, each.seen, f"{each.hours:f}", each.of, f"{each.dose_ug:f}")
                for each in told.responses
            ],
        ),
        (
            "Day by day",
            ("day", "h", "basal ug", "boluses ug", ""),
            [
                (
                    each.day,
                    f"{each.hours:f}",
                    f"{each.basal_ug:f}",
                    f"{each.bolus_ug:f}",
                    "; ".join(each.noted),
                )
                for each in told.days
            ],
        ),
    ]


def _volume(nl: int | None) -> str:
    return "no line tells" if nl is None else words.ml(nl)


def doses(told: IntervalReport) -> Chart:
    """Drug of each day, the newest ones."""
    days = told.days[-_MOST_PLACES:]
    lines = (
        Line("all", tuple(each.basal_ug + each.bolus_ug for each in days), holds=True),
        Line("basal", tuple(each.basal_ug for each in days), holds=True),
    )
    places = tuple(each.day[-5:] for each in days)
    return Chart("Drug at the tip, day by day", "ug", places, lines)


def page(told: IntervalReport) -> str:
    """All of it, without a script."""
    dates = f"{told.since_date} to {told.until_date}" if told.since_date else told.until
    made = Page(
        f"Interval report: {dates}", "Counted from the log's lines; drug by what was filled."
    )
    made.table("Figures", ("", ""), facts(told))
    made.text(told.notes)
    made.chart(doses(told))
    for title, names, rows in sections(told):
        made.table(title, names, rows)
    return made.html()
