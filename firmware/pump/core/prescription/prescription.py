"""What was ordered: fields as they were given, one canonical text, one digest.

The text holds doses as doses and volumes as volumes, so that a host recomputes the digest from
what it meant, without rounding. `rules` judges the whole; `to_program` makes volumes of it.
"""

from pump.core import profile
from pump.core.calendar import clock_text
from pump.core.prescription.program import Program
from pump.core.units import MIN_PER_HOUR, MS_PER_MIN, NL_PER_ML, PL_PER_NL, pl_of_dose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

SEGMENTS_MAX = 24
CONSTANT = 1
FLEX = 2
MODES = ("", "CONS", "FLEX")

CAUTIOUS = 1  # smaller steps: elderly, of cerebral origin, renal disease (S70)
WITHDRAWAL_RISK = 2  # earlier alarms: T-6 or above, communication, withdrawal before (S60)
CARES = ("CAUTIOUS", "WITHDRAWAL_RISK")

DOSE = 1  # ng a day
VOLUME = 2  # nL a day
_UNITS = ("", "ng/d", "nL/d")


class Segment:
    """One rate of the day. `start_min` -1 and `kind` 0: not given yet."""

    def __init__(self, start_min: int = -1, kind: int = 0, value: int = 0) -> None:
        self.start_min = start_min
        self.kind = kind
        self.value = value

    def pl_per_day(self, concentration_ng_per_ml: int) -> int:
        """The rate as volume, rounded down to 1 pL/day; exact at the preset concentrations."""
        if self.kind == DOSE:
            return pl_of_dose(self.value, concentration_ng_per_ml)
        return self.value * PL_PER_NL

    def dose_scaled(self, concentration_ng_per_ml: int) -> int:
        """The rate as drug in ng/day x 10^6: exact for doses and for volumes."""
        if self.kind == DOSE:
            return self.value * NL_PER_ML
        return self.value * concentration_ng_per_ml


class Prescription:
    """Staged or active. A new one is empty: nothing clinical has a default.

    limit_lockout_ms  from the end of one bolus to the next one's begin, whoever gives it
    ptm_*             the patient's own bolus; counts only while `ptm_on`. `ptm_limit_ng`: the most
                      drug that all of them of 24 hours may hold
    care              bits: CAUTIOUS, WITHDRAWAL_RISK
    """

    def __init__(self) -> None:
        self.drug = ""
        self.concentration_ng_per_ml = 0
        self.mode = 0
        self.segments: dict[int, Segment] = {}
        self.limit_day_ng = profile.DOSE_MAX_NG_PER_DAY
        self.limit_rate_nl_per_day = profile.FLOW_MAX_PL_PER_DAY // PL_PER_NL
        self.limit_bolus_ng = profile.BOLUS_LIMIT_NG
        self.limit_lockout_ms = profile.LOCKOUT_MS
        self.ptm_on = False
        self.ptm_dose_ng = 0
        self.ptm_duration_ms = 0
        self.ptm_lockout_ms = 0
        self.ptm_limit_ng = 0
        self.care = 0

    def segment(self, number: int) -> Segment:
        """Segment 1 .. 24, made when it is first spoken of."""
        if number not in self.segments:
            self.segments[number] = Segment()
        return self.segments[number]

    def in_order(self) -> list[Segment]:
        """Segments by start. A constant prescription has one, which starts at midnight."""
        starts = [(self.segments[number].start_min, number) for number in self.segments]
        return [self.segments[number] for _, number in sorted(starts)]

    def read(self, line: str) -> None:
        """Take over what a line of a canonical text says. ValueError where its figures are none."""
        words = (line + "   ").split(" ")  # one that is missing is empty, and no number
        if words[0] == "DRUG":
            self.drug = words[1]
        elif words[0] == "CONCENTRATION":
            self.concentration_ng_per_ml = int(words[1])
        elif words[0] == "MODE":
            self.mode = MODES.index(words[1])
        elif words[0] == "SEGMENT":
            self.segments[len(self.segments) + 1] = _segment(words)
        elif words[0] == "LIMIT":
            self._read_limit(words[1], int(words[2]))
        elif words[0] == "PTM":
            self._read_patient_bolus(words[1], int(words[2]))
        elif words[0] == "CARE":
            self.care |= 1 << CARES.index(words[1])

    def _read_limit(self, which: str, value: int) -> None:
        if which == "DAY":
            self.limit_day_ng = value
        elif which == "RATE":
            self.limit_rate_nl_per_day = value
        elif which == "LOCKOUT":
            self.limit_lockout_ms = value
        else:
            self.limit_bolus_ng = value

    def _read_patient_bolus(self, which: str, value: int) -> None:
        self.ptm_on = True  # one that is off has no lines
        if which == "DOSE":
            self.ptm_dose_ng = value
        elif which == "DURATION":
            self.ptm_duration_ms = value
        elif which == "LOCKOUT":
            self.ptm_lockout_ms = value
        else:
            self.ptm_limit_ng = value

    def limit_lines(self) -> list[str]:
        """Of the canonical text. What was added to its first form is there only where it says
        something, so that every text and digest from before stays what it was."""
        lines = [
            "LIMIT DAY %d ng" % self.limit_day_ng,
            "LIMIT RATE %d nL/d" % self.limit_rate_nl_per_day,
            "LIMIT BOLUS %d ng" % self.limit_bolus_ng,
        ]
        if self.limit_lockout_ms != profile.LOCKOUT_MS:
            lines.append("LIMIT LOCKOUT %d ms" % self.limit_lockout_ms)
        if self.ptm_on:
            lines.append("PTM DOSE %d ng" % self.ptm_dose_ng)
            lines.append("PTM DURATION %d ms" % self.ptm_duration_ms)
            lines.append("PTM LOCKOUT %d ms" % self.ptm_lockout_ms)
            lines.append("PTM LIMIT %d ng" % self.ptm_limit_ng)
        return lines + ["CARE " + CARES[at] for at in range(len(CARES)) if self.care & 1 << at]


def _segment(words: list[str]) -> Segment:
    hours, minutes = words[1].split(":")
    start_min = int(hours) * MIN_PER_HOUR + int(minutes)
    return Segment(start_min, _UNITS.index(words[3]), int(words[2]))


def canonical(rx: Prescription, capacity_nl: int) -> str:
    """The prescription as text: one fact a line, base units, segments by start, LF at each end."""
    lines = [
        "CISTERNA RX 1",
        "DRUG " + rx.drug,
        "CONCENTRATION %d ng/mL" % rx.concentration_ng_per_ml,
        "RESERVOIR %d nL" % capacity_nl,
        "MODE " + MODES[rx.mode],
    ]
    for segment in rx.in_order():
        start = clock_text(segment.start_min if segment.start_min > 0 else 0)
        lines.append("SEGMENT %s %d %s" % (start, segment.value, _UNITS[segment.kind]))
    return "\n".join(lines + rx.limit_lines()) + "\n"


def parse(text: str) -> Prescription:
    """The prescription that a canonical text says. ValueError for any other text."""
    rx = Prescription()
    for line in text.split("\n"):
        rx.read(line)
    return rx


def digest(text: str, sha256: "Callable[[bytes], bytes]") -> str:
    """The first 64 bits of SHA-256 over the canonical text, as 16 upper-case hex digits.

    `sha256(bytes) -> 32 bytes` is handed in: the core imports no library.
    """
    return "".join(["%02X" % byte for byte in sha256(text.encode())[:8]])


def to_program(rx: Prescription) -> Program:
    """The schedule of a prescription that `rules` does not refuse."""
    segments = rx.in_order()
    rates = [segment.pl_per_day(rx.concentration_ng_per_ml) for segment in segments]
    if rx.mode == CONSTANT:
        return Program((0,), (rates[0],))
    return Program(tuple([segment.start_min * MS_PER_MIN for segment in segments]), tuple(rates))
