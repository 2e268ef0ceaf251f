"""What a log's lines let one expect of the ledger, and what its figures then say.

The state of a recount and its judgements; `recount` says what each line does to it.
"""

from dataclasses import dataclass

from .entries import Entry, stamp
from .flow import Flow
from .window import LATE_MS, Window

ROUNDED = 6  # steps that two readings of the encoder, in counts of 4, may leave open
_LOG_WORKS = ("INACTIVE", "LATCHED", "LATCHED_ACKED")
_LOG_FAILS = ("ACTIVE", "ACTIVE_ACKED")
LAG = 8  # and so many of earlier orders may lag before it is a stall
UNSEEN = LAG + ROUNDED


@dataclass(frozen=True)
class Note:
    """Something about a line, in words; `steps`: how many the log is off, where known."""

    number: int
    text: str
    steps: int = 0


class LogAccount:
    """Flow as ordered, the window of the ledger beside it, and what is not settled."""

    def __init__(self, steps_per_ml: int, begins: bool) -> None:
        """`begins`: the log starts with the pump's first power-on.

        findings     what differs
        remarks      what the lines cannot tell
        told         line, least and most of the last LEDGER line
        told_bounds  what was computed there
        prices       each figure of the head, and the ledger's bounds when it came
        """
        self.flow = Flow(steps_per_ml)
        self.window = Window()
        self.findings: list[Note] = []
        self.remarks: list[Note] = []
        self.told: tuple[int, int, int] | None = None
        self.told_bounds = (0, 0)
        self.prices = [(steps_per_ml, 0, 0)]
        self._number = 0
        # the last state of LOG_WRITE that this log tells; what is rotated away may have told it
        self._log_write = "" if begins else "ROTATED"
        self._holes = False  # a line has told of lines that are missing; LOG_WRITE goes on
        self._ng_per_ml = 0  # of a bolus
        self._fronts = False  # the log tells what stands at the tip
        self._lag = 0  # parts that a turn a second late may owe
        self._blind = not begins  # nobody knows whether it flows
        self._uncounted: Entry | None = None  # flow has ended; LEDGER tells what came of it
        self._ordered_ms = -1  # when the last order was given
        self._flowed_ms = -1  # when therapy was started or resumed
        self._boot: Entry | None = None
        self._restarted = False  # the figure that tells what the cut left open is still to come
        self._was_cut = False  # and flow has not begun again since
        self._settled: tuple[int, int] | None = (0, 0) if begins else None  # told last
        self._unseen_end_ms = -1  # flow ended then, behind lines that are missing
        self._dispensing: Entry | None = None  # a service order that has not ended
        self._strays = False  # pulses beyond the orders; nobody counted them but the ledger
        self._unseen_bolus = not begins  # one may run that no line began
        self._said: tuple[int | None, int | None] = (None, None)  # what the last claim could be
        self._uncertainty: int | None = 0 if begins else None  # between the bounds, as told last
        self._stalled = 0  # steps that stalls leave open
        self._cut = 0  # steps that power cuts leave open
        if not begins:
            self.window.forget()

    # What came out -------------------------------------------------------------------------------

    def bounds(self) -> tuple[int, int] | None:
        """Delivered steps by the last line, as computed; None where no figure stands before it."""
        least, most = self.window.between(self.flow.parts, 0)
        if least is None or most is None or self._blind:
            return None
        return max(0, least - self._stalled - self._cut), most

    # Time ----------------------------------------------------------------------------------------

    def _pass(self, entry: Entry) -> None:
        """Time goes by up to that line."""
        flow = self.flow
        if entry.at_ms < flow.now_ms:
            self._differs(f"the clock stands back, from {stamp(flow.now_ms)}")
        elif self._uncounted and entry.at_ms > self._uncounted.at_ms:
            self._differs(f"no LEDGER line tells what {self._uncounted.word} has ended")
            self._uncounted = None
            self.window.forget()
        if 0 <= self._flowed_ms < entry.at_ms:
            self._flowed_ms = -1
            self._see_boluses()  # one that was stopped has ended in that turn
        if entry.word == "LATE" and entry.figures.get("late_ms", -1) >= 0:
            self._stand_still(entry.at_ms - entry["late_ms"], entry.at_ms)
        self._flow_to(entry.at_ms)

    def _stand_still(self, since_ms: int, until_ms: int) -> None:
        """A turn was late: nothing flowed meanwhile."""
        if since_ms < self.flow.now_ms:
            self._differs("so late a turn would reach back before the line above")
        self._flow_to(since_ms)
        self.flow.now_ms = max(until_ms, self.flow.now_ms)

    def _flow_to(self, at_ms: int) -> None:
        """Time goes by. What a late turn left owing comes at twice the pace, no faster."""
        before = self.flow.parts
        self.flow.to(at_ms)
        owing = self._lag - (self.flow.parts - before)
        self._lag = max(owing, self.flow.per_ms() * LATE_MS)

    def _differs(self, text: str, steps: int = 0) -> None:
        self.findings.append(Note(self._number, text, steps))

    def _go_blind(self, text: str) -> None:
        self.remarks.append(Note(self._number, text + ": not judged up to the next figure"))
        self._blind = self._unseen_bolus = True
        self._flowed_ms = -1
        self.flow.bolus = None
        self._uncounted = None
        self._uncertainty = None
        self.window.forget()

    def _missing(self, entry: Entry) -> None:
        """Lines that the log did not take; the line's moment is that of the first."""
        self._holes = True
        lines, for_s = entry["lines"], entry["for_ms"] // 1000
        self._differs(f"incomplete: {lines} missing from here on, for {for_s} s")
        self._go_blind("the log took no line")

    def _judge_log_write(self, entry: Entry, following: Entry | None) -> None:
        """LOG_WRITE is over with the line that follows. A pump that counts what is missing has told
        it before. Where this log took the line of its beginning, the other log lacks lines; and
        what is said of one that is over is a person's answer to it."""
        if _of_log_write(entry):
            self._log_write = entry.words[-1]
        if following is None or entry.word == "MISSING" or not _of_log_write(following):
            return
        over = following.words[-1]
        answered = self._log_write in _LOG_WORKS and over != "LATCHED"
        if over in _LOG_WORKS and not answered:
            self._came_back()

    def _came_back(self) -> None:
        if not self._holes and self._log_write == "ROTATED":
            self._go_blind("LOG_WRITE ends here, and its beginning is not in these lines")
        elif not self._holes and self._log_write not in _LOG_FAILS:
            self._differs("incomplete: the log could not be written before this line")
            self._go_blind("the log took no line")
        self._holes = False

    def _see_boluses(self) -> None:
        """From here on every bolus is begun by a line; one before may have given anything."""
        if self._unseen_bolus:
            self._unseen_bolus = False
            self.window.high = None

    def _should(self, holds: bool, text: str) -> None:
        if not holds and not self._blind:
            self._differs(text)

    # Claims --------------------------------------------------------------------------------------

    def _claims(self, steps: int) -> None:
        """Delivered so far, all of it counted."""
        if self._blind:
            return
        if self._strays or self._unseen_bolus:
            self.window.high = None
        least, most = self._said = self.window.between(self.flow.parts, self._lag)
        off = self.window.claim(steps, self.flow.parts, self._lag)
        if off:
            self._differs(f"{steps} steps delivered, {least} to {most} by the lines before", off)

    def _glimpses(self, steps: int) -> None:
        """Delivered so far, less what was under way."""
        if self._blind or self._strays or self._unseen_bolus:
            return
        off = self.window.glimpse(steps, self.flow.parts)
        if off:
            self._differs(f"{steps} steps delivered, which is {off:+d} off", off)

    def _ledger(self, entry: Entry) -> None:
        least, most = entry["least_steps"], entry["most_steps"]
        width = most - least
        self._settled = (least, most)
        if self._restarted:
            self._reckon_with_cut(width, most)
        else:
            self._claims(most)
        self._uncounted = None
        may = UNSEEN + self._stalled + self._cut
        if width < 0 or (self._uncertainty is not None and width > may and not self._strays):
            self._differs(f"{width} steps between the bounds, {may} at most by the lines before")
        if self._uncertainty is None:
            self._cut = max(0, width - self._stalled)
        self._uncertainty = width
        low, high = self._said
        if low is not None and high is not None and not self._blind:
            self.told = (self._number, least, most)
            self.told_bounds = (max(0, low - self._stalled - self._cut), high)

    def _reckon_with_cut(self, width: int, most: int) -> None:
        """After a restart: the quantum under way gave nothing, all, or something between."""
        self._restarted = False
        opened = max(0, width - self._cut)  # a stall's part of it too: nothing resolves it now
        settled = most - opened
        low, high = self.window.between(self.flow.parts, self._lag)
        if low is not None and most < low:
            self._differs(f"{most} steps at most, {low} by the lines before", most - low)
        if high is not None and settled > high:
            self._differs(f"{settled} steps before the cut, {high} at most", settled - high)
        self._said = (low, None if high is None else high + opened)
        if opened:
            self.remarks.append(Note(self._number, f"a power cut leaves {opened} steps open"))
        self._cut += opened
        self._stalled = 0
        self.window.forget()
        self.window.claim(most, self.flow.parts, self._lag)


def _of_log_write(entry: Entry) -> bool:
    return entry.word == "ALARM" and entry.words[:1] == ("LOG_WRITE",)
