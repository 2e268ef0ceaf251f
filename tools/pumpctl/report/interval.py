"""The report of an interval, made from a log's stored lines."""

import re
from copy import deepcopy
from decimal import Decimal

from ..client.times import day_of
from ..client.trouble import Mistake
from ..entries import MS_PER_DAY, Entry, stamp
from ..recount import Recount
from ..stored import StoredLine
from ..verify import Expected, Report, begins_log, counted, numbered, verify
from .account import Account
from .minutes import hours, ug
from .told import DayDose, IntervalReport, Trend
from .wall import Wall

TREND_DAYS = (30, 90)  # S43
_MOVES = ("LOST", "OVER_DELIVERY", "DISPENSE", "DISPENSE_END", "STALL", "BOOT")  # the ledger too
_LEDGER_FIGURES = 2
Numbered = list[tuple[int, Entry]]
Bounds = tuple[int, int] | None


def interval(lines: list[StoredLine], since: str | None) -> IntervalReport:
    """Of all lines, or of those since "2030-01-31" or "D12". Mistake where none is as late."""
    judged = verify(lines, Expected(first=lines[0].number or 1))
    entries = numbered(lines, Report())
    if not entries:
        raise Mistake("the log tells no event", "name an event log")
    wall = Wall([entry for _, entry in entries])
    first, last = entries[0][1].at_ms, entries[-1][1].at_ms
    since_ms = first if since is None else max(first, _moment(since, wall))
    if since_ms > last:
        text = f"the log ends at {_date(wall, last) or stamp(last)}"
        raise Mistake(f"nothing since {since}: {text}", "an earlier --since, or a newer log")
    of = _walked(entries, since_ms, wall)
    whole = _walked(entries, first, wall) if since_ms > first else of
    return _told(judged, entries, (since_ms, last), wall, of, whole)


def _moment(since: str, wall: Wall) -> int:
    own = re.fullmatch("D([0-9]{1,6})", since)
    if own:
        return int(own[1]) * MS_PER_DAY
    at = wall.begin_of(day_of(since, "--since 2030-01-31, or --since D12"))
    if at is None:
        raise Mistake("no line of the log tells a date", "--since D12, by the pump's own days")
    return at


def _walked(entries: Numbered, since_ms: int, wall: Wall) -> Account:
    account = Account(since_ms, wall.midnight_ms())
    for number, entry in entries:
        try:
            account.take(entry)
        except KeyError as missing:
            account.unread.append(f"line {number}: {entry.word} without {missing.args[0]}")
    account.close(entries[-1][1].at_ms)
    return account


def _told(
    judged: Report,
    entries: Numbered,
    span: tuple[int, int],
    wall: Wall,
    of: Account,
    whole: Account,
) -> IntervalReport:
    since_ms, until_ms = span
    basal = sum((each[0] for each in of.dosing.by_day.values()), of.dosing.missed_drug)
    return IntervalReport(
        sound=judged.sound,
        since=stamp(since_ms),
        until=stamp(until_ms),
        since_date=_date(wall, since_ms),
        until_date=_date(wall, until_ms),
        hours=hours(until_ms - since_ms),
        programmed_nl=of.dosing.programmed_nl(),
        programmed_ug=ug(basal + of.boluses.ordered_ng()),
        missed_nl=of.dosing.missed_nl(),
        commanded_nl=_commanded(judged, entries, span),
        stopped_minutes=sum((each.minutes for each in of.standstills), Decimal(0)),
        standstills=tuple(of.standstills),
        stalls=of.stalls,
        tries=of.tries,
        restarts=of.restarts,
        presses_refused=of.presses,
        alarms=of.alarms.told(until_ms),
        boluses=of.boluses.told(),
        responses=tuple(of.responses),
        reconciled=tuple(of.reconciled),
        days=_days(of, span, wall),
        trends=_trends(_days(whole, (entries[0][1].at_ms, until_ms), wall)),
        notes=_notes(judged, of),
    )


def _date(wall: Wall, at_ms: int) -> str | None:
    shown = wall.at(at_ms)
    return None if shown is None else shown.isoformat(" ", "minutes")


def _commanded(judged: Report, entries: Numbered, span: tuple[int, int]) -> Bounds:
    """The ledger's gain, least and most in nL, by the lines."""
    if not judged.prices:
        return None
    since_ms, until_ms = span
    before: Bounds = (0, 0)
    if since_ms > entries[0][1].at_ms or not begins_log(entries):
        before = _bounds_at(judged, entries, since_ms, until_ms)
    behind = _bounds_at(judged, entries, until_ms + 1, until_ms)
    if before is None or behind is None:
        return None
    (least, most), (from_least, from_most) = judged.nl(behind), judged.nl(before)
    return max(0, least - from_most), most - from_least


def _bounds_at(judged: Report, entries: Numbered, at_ms: int, last_ms: int) -> Bounds:
    """Delivered steps ahead of the first line of that moment: as a LEDGER line tells them where
    nothing has come since, else computed; None where no figure stands before it."""
    count = Recount(judged.prices[0][0], begins_log(entries))
    told: Bounds = None
    parts = 0  # ordered by that LEDGER line
    behind = False  # the line before was one
    for entry in counted(count, entries):
        parts = count.flow.parts if behind else parts
        behind = False
        if entry.at_ms >= at_ms:
            break
        if entry.word == "LEDGER" and len(entry.figures) == _LEDGER_FIGURES:
            told, behind = (entry["least_steps"], entry["most_steps"]), True
        elif entry.word in _MOVES:
            told = None
    parts = count.flow.parts if behind else parts
    then = deepcopy(count)
    then.flow.to(min(at_ms, last_ms))
    return told if told is not None and then.flow.parts == parts else then.bounds()


def _days(of: Account, span: tuple[int, int], wall: Wall) -> tuple[DayDose, ...]:
    """Every day that has a part in the interval."""
    since_ms, until_ms = span
    begin = of.dosing.midnight_ms
    found: list[DayDose] = []
    for number in range((since_ms - begin) // MS_PER_DAY, (until_ms - begin) // MS_PER_DAY + 1):
        from_ms = begin + number * MS_PER_DAY
        lasts = min(until_ms, from_ms + MS_PER_DAY) - max(since_ms, from_ms)
        basal, boluses = of.dosing.by_day.get(number, (0, 0))
        # by its noon: where the clock was set by hours, the old midnight was on another date
        shown = wall.at(min(max(since_ms, from_ms + MS_PER_DAY // 2), until_ms))
        name = stamp(max(0, from_ms)).split(" ")[0] if shown is None else str(shown.date())
        noted = tuple(of.noted.get(number, ()))
        if lasts > 0 or noted:
            found.append(DayDose(name, hours(lasts), ug(basal), ug(boluses), noted))
    return tuple(found)


def _trends(days: tuple[DayDose, ...]) -> tuple[Trend, ...]:
    doses = [day.basal_ug + day.bolus_ug for day in days if day.hours == 24]
    found: list[Trend] = []
    for count in TREND_DAYS:
        if len(doses) < count:
            break
        before = doses[-2 * count : -count] if len(doses) >= 2 * count else []
        mean = _mean(doses[-count:])
        found.append(Trend(count, mean, _mean(before) if before else None))
    return tuple(found)


def _mean(doses: list[Decimal]) -> Decimal:
    return round(sum(doses, Decimal(0)) / len(doses), 3)


def _notes(judged: Report, of: Account) -> tuple[str, ...]:
    found = [f"the log differs, line {each.number}: {each.text}" for each in judged.differs[:5]]
    found += of.unread
    if of.standstills:
        found.append("a standstill counts as programmed at the rate before it")
    if any(each.cause == "POWER" and not each.minutes for each in of.standstills):
        found.append("a power cut of unknown length counts as none")
    return tuple(found)
