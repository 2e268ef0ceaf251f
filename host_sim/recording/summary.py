"""The end of a scenario in figures: for the terminal's table, the report and `--json`.

Figures come from the pump's own account unless a name says truth.
"""

from datetime import datetime, timedelta

from host_sim.recording.recorder import WARNS_OF, AlarmBook, AlarmRow, Expectation, Recording
from host_sim.units import MS_PER_DAY, MS_PER_MIN, span
from pump.core.alarms.table import PRIORITIES

EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001  the pump's wall clock has no time zone


class Summary:
    """What was ordered, what was delivered, what was warned of, and how fast it all went."""

    def __init__(
        self,
        title: str,
        wall: tuple[int, int] | None,
        recording: Recording,
        book: AlarmBook,
        ordered_nl: float,
        elapsed_ms: int,
        cpu_seconds: float,
        failure: str = "",
        expectations: "list[Expectation] | None" = None,
    ) -> None:
        self.title = title
        self.base = EPOCH + timedelta(days=wall[0], milliseconds=wall[1]) if wall else None
        self.recording = recording
        self.book = book
        self.ordered_nl = ordered_nl
        self.elapsed_ms = elapsed_ms
        self.cpu_seconds = cpu_seconds
        self.failure = failure
        self.expectations = expectations or []

    def last(self, name: str) -> float:
        """The last sample of a quantity; 0 when nothing was sampled."""
        column = self.recording.column(name)
        return (column[-1] or 0.0) if column else 0.0

    def when(self, ms: float) -> str:
        """`day 84.2 · 2030-03-26 04:48`, or without a date where the clock was never set."""
        day = "day %.1f" % (ms / MS_PER_DAY)
        return day if self.base is None else day + " · " + self.date(ms).strftime("%Y-%m-%d %H:%M")

    def date(self, ms: float) -> datetime:
        """The wall time of a moment of the scenario, counted from its beginning."""
        return (self.base or EPOCH) + timedelta(milliseconds=ms)

    def days_per_second(self) -> float:
        """Simulated days in one second of processor time."""
        return self.elapsed_ms / MS_PER_DAY / self.cpu_seconds if self.cpu_seconds > 0 else 0.0

    def quantities(self) -> list[tuple[str, str]]:
        """Name and value of the figures, in the order of the table."""
        least, most = ml(self.last("least_nl"), 6), ml(self.last("most_nl"), 6)
        delivered = "[%s, %s] mL" % (least, most)
        return [
            ("scenario", span(self.elapsed_ms) + self._cuts()),
            ("ordered", ml(self.ordered_nl, 6) + " mL"),
            ("delivered [min, max]", delivered),
            ("drug given", "%.1f µg" % (self.last("given_ng") / 1000)),
            ("reached the patient (truth)", "%.1f µg" % (self.last("patient_ng") / 1000)),
            ("reservoir, calculated", ml(self.last("reservoir_nl"), 3) + " mL"),
            ("reservoir (truth)", ml(self.last("reservoir_truth_nl"), 3) + " mL"),
            ("speed", "%.0f days a second" % self.days_per_second()),
        ]

    def tally(self) -> str:
        """`26 expectations held`, `3 expectations held, 1 failed`; empty where there were none."""
        held = len([each for each in self.expectations if each.held])
        failed = len(self.expectations) - held
        if not self.expectations:
            return ""
        words = "%d expectation%s held" % (held, "" if held == 1 else "s")
        return words + (", %d failed" % failed if failed else "")

    def _cuts(self) -> str:
        """`, 3 power cuts`; nothing when the power stayed."""
        cuts = len(self.recording.power_off)
        return ", %d power cut%s" % (cuts, "s" if cuts > 1 else "") if cuts else ""

    def alarms(self) -> list[tuple[str, str, str, str, str]]:
        """Priority, name, raised, ended, and what it warned of with its lead."""
        rows = []
        for row in self.book.rows:
            ended = "still raised" if row.ended_ms is None else self.when(row.ended_ms)
            lead = self._lead(row)
            rows.append((PRIORITIES[row.priority], row.name, self.when(row.raised_ms), ended, lead))
        return rows

    def forecasts(self) -> list[tuple[str, str, str, str, str]]:
        """When it was said, of what, for when; when it came in truth, and how far off that was."""
        rows = []
        for said in self.book.forecasts:
            came_ms = self.book.came_ms(said.event, said.said_ms)
            came, off = "did not come", ""
            if self.book.refilled_since(said.said_ms):
                came = "was refilled in time"
            if came_ms is not None:
                came, off = self.when(came_ms), _off(came_ms - said.predicted_ms)
            rows.append(
                (self.when(said.said_ms), said.event, self.when(said.predicted_ms), came, off)
            )
        return rows

    def forecast_lines(self) -> list[str]:
        """The first forecast of each event, in a line of words."""
        lines: dict[str, str] = {}
        for said, event, predicted, came, off in self.forecasts():
            words = "Forecast on %s: %s on %s; " % (said.split(" · ")[0], event, predicted)
            lines.setdefault(event, words + ("it came " + off if off else "it " + came))
        return list(lines.values())

    def _lead(self, row: AlarmRow) -> str:
        event = WARNS_OF.get((row.name, row.priority))
        if event is None:
            return ""
        lead = self.book.lead_ms(row)
        if lead is None:
            return "ended before " + event if row.ended_ms is not None else event + " has not come"
        return span(lead) + " before " + event

    def as_dict(self) -> dict[str, object]:
        """Everything above in base units, for `--json`."""
        names = Recording.COLUMNS
        return {
            "title": self.title,
            "passed": not self.failure,
            "failure": self.failure,
            "elapsed_ms": self.elapsed_ms,
            "cpu_seconds": round(self.cpu_seconds, 3),
            "ordered_nl": round(self.ordered_nl, 3),
            "last": {name: self.last(name) for name in names},
            "expectations": [vars(each) for each in self.expectations],
            "alarms": [
                {
                    "name": row.name,
                    "priority": PRIORITIES[row.priority],
                    "raised_ms": row.raised_ms,
                    "ended_ms": row.ended_ms,
                    "latched_ms": row.latched_ms,
                    "reset_ms": row.reset_ms,
                    "warns_of": WARNS_OF.get((row.name, row.priority)),
                    "lead_ms": self.book.lead_ms(row),
                }
                for row in self.book.rows
            ],
            "forecasts": [
                {"said_ms": said.said_ms, "event": said.event, "predicted_ms": said.predicted_ms}
                for said in self.book.forecasts
            ],
            "power_off": [{"from_ms": off, "to_ms": on} for off, on in self.recording.power_off],
            "events": [{"name": name, "ms": ms} for name, ms in self.book.events],
        }


def _off(late_ms: int) -> str:
    """How much later than forecast something came."""
    if abs(late_ms) < MS_PER_MIN:
        return "to the minute"
    return span(late_ms) + " later" if late_ms > 0 else span(-late_ms) + " earlier"


def ml(nl: float, places: int) -> str:
    """Millilitres with that many decimals; six show single nanolitres."""
    return "%.*f" % (places, nl / 1e6)
