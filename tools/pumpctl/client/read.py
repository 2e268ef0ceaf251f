"""Answers made of response bytes, one function each. Disturbed for what is not understood."""

import re
from datetime import datetime
from decimal import Decimal

from . import replies
from .answers import (
    STATES,
    Alarm,
    AlarmChange,
    Bolus,
    Forecast,
    Hours,
    Interval,
    Level,
    Point,
    Reservoir,
    Status,
)
from .trouble import Disturbed

STATUS = (
    "DEL:STAT?;:DEL:RATE?;:DEL:DOSE:DAY?;:DEL:VOL:TOT?;:DEL:BOL:STAT?;:SYST:UPT?;"
    ":STAT:QUES:COND?;:RES:VOL?;:RES:CAP?;:RES:LOW?;:RES:DAYS?;:DEL:SUSP?;"
    ":ALAR:AUD:PAUS?;:DEL:RED?"
)
DATES = "SYST:DATE?;:SYST:TIME?;:RES:PRED:LOW?;:RES:PRED:EMPT?;:RES:REF:DUE?;:DEL:NEXT?"
CLOCK = "SYST:DATE?;:SYST:TIME?"
FORECAST = "FOR:EFF?;:FOR:WITH? 80;:FOR:WITH:BAND? 80;:FOR:WITH? 50;:FOR:WITH:BAND? 50;:ALAR:LIST?"
STATUS_PARTS = 14
TRAJECTORY_STEP_H = 2
TRAJECTORY_MOST_H = 72
_LEVELS = (80, 50)
_CLOCK_NOT_SET = 1 << 2  # of the questionable condition


def exactly(parts: list[str], count: int) -> list[str]:
    """So many fields. Disturbed for more or fewer."""
    if len(parts) != count:
        raise Disturbed(f"{count} fields expected: {','.join(parts)[:60]}", "pumpctl identify")
    return parts


def units(response: bytes, count: int) -> list[bytes]:
    """The responses of so many queries. Disturbed for more or fewer."""
    found = replies.units(response)
    if len(found) != count:
        raise Disturbed(f"{count} responses expected, {len(found)} came", "pumpctl identify")
    return found


def word(response: bytes, *known: str) -> str:
    """One of these words. Disturbed for another."""
    said = replies.text(response)
    if said not in known:
        raise Disturbed(f"one of {' '.join(known)} expected: {said[:30]}", "pumpctl identify")
    return said


def split(response: bytes, count: int) -> list[list[str]]:
    """The fields of so many queries' responses."""
    return [replies.fields(unit) for unit in units(response, count)]


def digits16(response: bytes) -> str:
    """The 16 digits of a #H number."""
    form = re.fullmatch(rb"#H([0-9A-F]{16})", response)
    if form is None:
        raise Disturbed("no digest came", "pumpctl identify")
    return form[1].decode()


def interval(parts: list[str]) -> Interval | None:
    """Least and most in nL; None when what came before is lost."""
    least, most = exactly(parts, 2)
    if replies.number(least) is None:
        return None
    return Interval(replies.whole(least), replies.whole(most))


def known(text: str) -> Decimal:
    """A number that the pump always knows."""
    value = replies.number(text)
    if value is None or not value.is_finite():
        raise Disturbed(f"a number expected: {text[:30]}", "pumpctl identify")
    return value


def bolus(parts: list[str]) -> Bolus:
    """DEL:BOL:STAT?"""
    state, ordered, least, most, left = exactly(parts, 5)
    delivered = Interval(replies.whole(least), replies.whole(most))
    return Bolus(state, replies.whole(ordered), delivered, known(left))


def alarms(parts: list[str]) -> tuple[Alarm, ...]:
    """ALAR:LIST?, in the pump's order: the highest priority first."""
    count = replies.whole(parts[0])
    rows = exactly(parts[1:], 4 * count)
    return tuple(
        Alarm(replies.whole(rows[at]), rows[at + 1], rows[at + 2], rows[at + 3])
        for at in range(0, len(rows), 4)
    )


def history(parts: list[str]) -> tuple[AlarmChange, ...]:
    """ALAR:HIST?, oldest first."""
    rows = exactly(parts[1:], 4 * replies.whole(parts[0]))
    return tuple(AlarmChange(*rows[at : at + 4]) for at in range(0, len(rows), 4))


def forecast(parts: list[list[str]]) -> Forecast:
    """The five responses of FORECAST that are no alarms."""
    effect, low, high = (replies.number(text) for text in exactly(parts[0], 3))
    levels: list[Level] = []
    for at, percent in enumerate(_LEVELS):
        stopped, empty = (replies.number(text) for text in exactly(parts[1 + 2 * at], 2))
        ends = [replies.number(text) for text in exactly(parts[2 + 2 * at], 4)]
        levels.append(Level(percent, Hours(stopped, *ends[:2]), Hours(empty, *ends[2:])))
    return Forecast(effect, low, high, tuple(levels))


def trajectory(parts: list[str], hours: int) -> tuple[Point, ...]:
    """FOR:TRAJ?, FOR:TRAJ:STOP? or FOR:TRAJ:PTM? of so many hours: a point each two."""
    count = hours // TRAJECTORY_STEP_H + 1
    fields = [replies.number(text) for text in exactly(parts, 3 * count)]
    return tuple(Point(at * TRAJECTORY_STEP_H, *fields[3 * at : 3 * at + 3]) for at in range(count))


def clock(date: list[str], time: list[str]) -> datetime:
    """SYST:DATE? and SYST:TIME?, by the pump's wall clock, which has no zone."""
    year, month, day = (replies.whole(text) for text in exactly(date, 3))
    hour, minute, second = (replies.whole(text) for text in exactly(time, 3))
    return replies.moment(f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")


def _lower_dose(parts: list[str]) -> str:
    """DEL:RED?"""
    dose, why = exactly(parts, 2)
    return f"{known(dose):f} ug/d: {why}" if known(dose) else ""


def _date(text: str) -> datetime | None:
    """A date that is calculated; None where a power cut of unknown length hides it."""
    return None if text == replies.UNKNOWN else replies.moment(text)


def clock_is_set(status: list[list[str]]) -> bool:
    """By the responses to STATUS."""
    return not replies.whole(status[6][0]) & _CLOCK_NOT_SET


def has_programme(status: list[list[str]]) -> bool:
    """Whether days are counted, by the responses to STATUS."""
    return replies.number(status[10][0]) is not None


def status(now: list[list[str]], dates: list[list[str]], ahead: list[list[str]]) -> Status:
    """From the responses to STATUS, to DATES or CLOCK or neither, and to FORECAST."""
    moments: list[datetime | None] = [None, None, None]
    change: datetime | None = None
    change_rate: Decimal | None = None
    if len(dates) > 2:
        moments = [_date(exactly(part, 1)[0]) for part in dates[2:5]]
        at, rate = exactly(dates[5], 2)
        if at != "NONE":
            change, change_rate = replies.moment(at), known(rate)
    reservoir = Reservoir(
        replies.whole(now[7][0]),
        replies.whole(now[8][0]),
        replies.whole(now[9][0]),
        replies.number(now[10][0]),
        replies.number(now[10][-1]),
        *moments,
    )
    return Status(
        state=word(now[0][0].encode(), *STATES),
        rate_ul_per_h=known(now[1][0]),
        dose_day_ug=known(now[2][0]),
        delivered=interval(now[3]),
        next_change=change,
        next_rate_ul_per_h=change_rate,
        bolus=bolus(now[4]),
        reservoir=reservoir,
        forecast=forecast(ahead[:5]),
        alarms=alarms(ahead[5]),
        clock=clock(dates[0], dates[1]) if dates else None,
        uptime_s=replies.whole(now[5][0]),
        resumes_in_s=known(now[11][0]),
        tones_pause_s=replies.whole(now[12][0]),
        lower_dose=_lower_dose(now[13]),
    )
