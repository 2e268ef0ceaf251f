"""What a programme lets out of the catheter in its fullest hours (D-2, D-3). Knows no bolus.

Judged over a window and one bin: the pump counts every bin that any part of a window touches, so
that what is committed here never has to be held back there.
"""

from micropython import const

from pump.core import profile, reasons
from pump.core.calendar import clock_text
from pump.core.reasons import Refused
from pump.core.units import (
    HOURS_PER_DAY,
    MS_PER_DAY,
    MS_PER_HOUR,
    MS_PER_MIN,
    PL_PER_ML,
    decimal,
)

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    from pump.core.prescription.prescription import Prescription
    from pump.core.prescription.program import Program

_SCALE = MS_PER_DAY * PL_PER_ML  # pL/day x ms x ng/mL in one ng
_PERCENT = const(100)
# hours of a window, and how many average hours it may hold beside the largest dose
_WINDOWS = ((1, profile.PEAK_HOURS), (4, profile.PEAK_FOUR_HOURS))


def refusals(rx: "Prescription", program: "Program") -> list[Refused]:
    """Each window that the programme alone fills beyond its most; none: it fits."""
    found: list[Refused] = []
    per_ml = rx.concentration_ng_per_ml
    day = program.volume_pl_ms() * per_ml
    fastest = max(program.rates_pl_per_day) * per_ml
    for hours, average_hours in _WINDOWS:
        window_ms = hours * MS_PER_HOUR + profile.WINDOW_BIN_MS
        most = profile.PEAK_NG * _SCALE + average_hours * day // HOURS_PER_DAY
        if fastest * window_ms <= most:
            continue  # nor can any time of that length: no need to look for the fullest
        volume, at_ms = program.fullest(window_ms)
        if volume * per_ml > most:
            text = "%s: %s ug in %d h, counted as %s min; at most %s ug, 100 and %d average hours"
            segment = _segment(program, at_ms, window_ms)
            words = (segment, _more(volume * per_ml), hours, _min(window_ms), _less(most))
            found.append(Refused(reasons.LIMIT_EXCEEDED, text % (words + (average_hours,))))
    return found + _day(rx, program)


def _day(rx: "Prescription", program: "Program") -> list[Refused]:
    """The day's limit, in any 24 hours and a bin. A day that is above it is refused for itself."""
    window_ms = MS_PER_DAY + profile.WINDOW_BIN_MS
    if program.volume_pl_ms() * rx.concentration_ng_per_ml > rx.limit_day_ng * _SCALE:
        return []
    drug = program.most_in(window_ms) * rx.concentration_ng_per_ml
    if drug * _PERCENT <= rx.limit_day_ng * _SCALE * profile.WINDOW_MAX_PERCENT:
        return []
    least_ng = -(-drug * _PERCENT // (_SCALE * profile.WINDOW_MAX_PERCENT))
    next_step = "a flatter day"
    if least_ng <= profile.DOSE_MAX_NG_PER_DAY:
        next_step += ", or PRES:LIM:DAY %s ug" % decimal(least_ng, 3)
    _, at_ms = program.fullest(profile.WINDOW_BIN_MS)
    text = "%s: %s ug in 24 h, counted with %s min more; at most 102 %% of PRES:LIM:DAY, %s ug; %s"
    most = rx.limit_day_ng * _SCALE * profile.WINDOW_MAX_PERCENT // _PERCENT
    segment = _segment(program, at_ms, profile.WINDOW_BIN_MS)
    words = (segment, _more(drug), _min(profile.WINDOW_BIN_MS), _less(most), next_step)
    return [Refused(reasons.LIMIT_EXCEEDED, text % words)]


def question(program: "Program") -> str:
    """A segment far above the day's average is asked about (S47); "" for none."""
    fastest = max(program.rates_pl_per_day)
    volume = program.volume_pl_ms()
    if fastest * MS_PER_DAY * _PERCENT <= volume * profile.SEGMENT_ASK_PERCENT:
        return ""
    average = volume // MS_PER_DAY
    at_ms = program.starts_ms[program.rates_pl_per_day.index(fastest)]
    times = decimal(fastest * _PERCENT // average, 2) if average else "many"
    return "%s: %s times the average of the day" % (_at(at_ms), times)


def _segment(program: "Program", at_ms: int, for_ms: int) -> str:
    return _at(program.fastest_start(at_ms, for_ms))


def _at(ms_of_day: int) -> str:
    return "segment %s" % clock_text(ms_of_day // MS_PER_MIN)


def _min(ms: int) -> str:
    return decimal(ms * 1000 // MS_PER_MIN, 3)


def _more(scaled: int) -> str:
    """Drug in ug, rounded up."""
    return decimal(-(-scaled // _SCALE), 3)


def _less(scaled: int) -> str:
    return decimal(scaled // _SCALE, 3)
