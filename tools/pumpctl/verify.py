"""Verifies a downloaded log: its chain, its numbers, and the volume that its lines come to."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from math import ceil, floor

from .entries import Entry, parse, stamp
from .log_account import Note
from .recount import Recount
from .stored import StoredLine

USUAL_STEPS_PER_ML = 64_000
_MOVES = ("BOOT", "START", "RATE", "LEDGER")  # words of an event log; a fault log has none of them


@dataclass(frozen=True)
class Expected:
    """What is known of the log from elsewhere."""

    first: int = 1
    """Number of the oldest line kept: LOG:FIRSt?"""

    head: str | None = None
    """The newest line's link: LOG:HASH?"""

    ledger_nl: tuple[int, int] | None = None
    """Delivered nL by DEL:VOL:TOT?, asked after the log was read."""


@dataclass
class Report:
    """What was found. `differs` is empty for a log that is sound."""

    lines: int = 0
    first: int = 0
    last: int = 0
    head: str = ""
    unfit: list[int] = field(default_factory=list)
    """Places in the file of lines whose link does not fit."""

    begins: str = ""
    ends: str = ""
    steps_per_ml: int = 0
    """Of the head, by the newest line that tells it."""

    prices: list[tuple[int, int, int]] = field(default_factory=list)
    """Each figure of the head, and the delivered steps (least, most) when it came."""

    bounds: tuple[int, int] | None = None
    """Delivered steps by the last line, computed from the lines: (least, most)."""

    told: tuple[int, int, int] | None = None
    """Line, least and most steps of the last LEDGER line."""

    told_bounds: tuple[int, int] = (0, 0)
    """Delivered steps at that line, computed from the lines before it."""

    differs: list[Note] = field(default_factory=list)
    remarks: list[Note] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Nothing differs."""
        return not self.differs

    def nl(self, bounds: tuple[int, int]) -> tuple[int, int]:
        """Steps as nL, each at the figure of its time: the lower end rounded down, the upper up."""
        least = most = Fraction(0)
        until_least, until_most = bounds
        for per_ml, from_least, from_most in reversed(self.prices):
            least += Fraction(max(0, until_least - from_least) * 1_000_000, per_ml)
            most += Fraction((until_most - from_most) * 1_000_000, per_ml)
            until_least, until_most = min(until_least, from_least), from_most
        return floor(least), ceil(most)

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        whole: dict[str, object] = asdict(self)
        whole["sound"] = self.sound
        whole["bounds_nl"] = self.nl(self.bounds) if self.bounds else None
        return whole


def verify(lines: list[StoredLine], expected: Expected) -> Report:
    """Judge every line; the earliest difference comes first."""
    numbers = [line.number for line in lines if line.number is not None]
    report = Report(len(lines), numbers[0], numbers[-1], lines[-1].link)
    _judge_chain(lines, expected, report)
    entries = numbered(lines, report)
    if entries:
        report.begins, report.ends = stamp(entries[0][1].at_ms), stamp(entries[-1][1].at_ms)
    if any(entry.word in _MOVES for _, entry in entries):
        _recount(entries, expected, report)
    else:
        report.remarks.append(Note(report.first, "no event log: chain and numbers only"))
    report.differs.sort(key=lambda note: note.number)
    return report


def _judge_chain(lines: list[StoredLine], expected: Expected, report: Report) -> None:
    differs = report.differs
    due = expected.first
    for line in lines:
        number = due if line.number is None else line.number
        if line.number is None:
            differs.append(Note(number, f"line {line.place} of the file is none of a log"))
        elif number > due:
            differs.append(Note(number, f"{_lines(due, number - 1)} missing before it"))
        elif number < due:
            differs.append(Note(number, f"stands where {due} is due"))
        if line.fits is False:
            report.unfit.append(line.place)
            differs.append(Note(number, "its link does not fit the line above and its own text"))
        due = number + 1
    if lines[0].fits is None:
        text = "the lines before it are not here: its link cannot be judged"
        report.remarks.append(Note(report.first, text))
    if expected.head is None:
        text = "lines cut off at the end would not show: compare the link with LOG:HASH?"
        report.remarks.append(Note(report.last, text))
    elif expected.head != report.head:
        text = f"ends with the link {report.head}, not with {expected.head}"
        differs.append(Note(report.last, text))


def _lines(least: int, most: int) -> str:
    return f"line {least} is" if least == most else f"lines {least} to {most} are"


def numbered(lines: list[StoredLine], report: Report) -> list[tuple[int, Entry]]:
    """The events of these lines with their numbers; what is none differs in `report`."""
    found: list[tuple[int, Entry]] = []
    number = report.first
    for line in lines:
        number = number if line.number is None else line.number
        entry = parse(line.text)
        if entry is not None:
            found.append((number, entry))
        elif line.number is not None:
            report.differs.append(Note(number, "says nothing that a pump says"))
    return found


def _recount(entries: list[tuple[int, Entry]], expected: Expected, report: Report) -> None:
    telling = [entry for _, entry in entries if entry.word in ("BOOT", "CALIBRATION")]
    heads = [entry.figures.get("steps_per_ml", 0) for entry in telling]
    report.steps_per_ml = next((head for head in heads if head > 0), USUAL_STEPS_PER_ML)
    if not heads:
        text = f"no line tells the head: taken as {USUAL_STEPS_PER_ML} steps/mL"
        report.remarks.append(Note(report.first, text))
    if not begins_log(entries):
        text = "the pump's first lines are not here: counted from the first figure on"
        report.remarks.append(Note(report.first, text))
    count = Recount(report.steps_per_ml, begins_log(entries))
    for _ in counted(count, entries):
        pass
    report.prices, report.steps_per_ml = count.prices, count.flow.steps_per_ml
    report.bounds, report.told, report.told_bounds = count.bounds(), count.told, count.told_bounds
    report.differs += count.findings
    report.remarks += count.remarks
    if expected.ledger_nl is not None:
        _compare_ledger(expected.ledger_nl, count.flow.running, report)


def begins_log(entries: list[tuple[int, Entry]]) -> bool:
    """Whether the first of these lines is a log's first."""
    return entries[0][0] == 1 and entries[0][1].word == "BOOT"


def counted(count: Recount, entries: list[tuple[int, Entry]]) -> Iterator[Entry]:
    """Each line, before `count` takes it."""
    for index, (number, entry) in enumerate(entries):
        yield entry
        behind = [later for _, later in entries[index + 1 : index + 9]]
        words = [later.word for later in behind if later.word != "ALARM"]
        count.take(number, entry, behind[0] if behind else None, words[:1] == ["BOOT"])


def _compare_ledger(ledger_nl: tuple[int, int], running: bool, report: Report) -> None:
    if report.bounds is None:
        text = "the ledger's figures cannot be compared: none stands in the log"
        report.remarks.append(Note(report.last, text))
        return
    least, most = report.nl(report.bounds)
    step_nl = -(-1_000_000 // report.steps_per_ml)
    if ledger_nl[1] < least or (ledger_nl[0] > most and not running):
        off = ledger_nl[1] - least if ledger_nl[1] < least else ledger_nl[0] - most
        text = (
            f"the ledger says {ledger_nl[0]} to {ledger_nl[1]} nL, the lines {least} to {most} nL"
        )
        report.differs.append(Note(report.last, text, off // step_nl))
    elif running:
        text = f"it runs: the ledger has {ledger_nl[1] - most} nL more than the last line"
        report.remarks.append(Note(report.last, text))
