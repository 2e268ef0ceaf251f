"""SYSTem: errors, clock, the line itself."""

from pump.core.alarms.self_test import TESTS
from pump.core.calendar import FIRST_YEAR, LAST_DAY, LAST_YEAR, date_of, day_number
from pump.core.reasons import (
    CLOCK_NOT_SET,
    DATA_OUT_OF_RANGE,
    HARDWARE_ERROR,
    HARDWARE_MISSING,
    WRONG_STATE,
    Refused,
)
from pump.core.units import MS_PER_HOUR, MS_PER_MIN, MS_PER_S
from pump.wire.kinds import Choice, Flag, Whole
from pump.wire.reply import block, quoted, record
from pump.wire.rights import OBSERVE, OPERATE, SERVICE
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context

SYSTEM = Rows()
_EOL = ("AUTO", "LF", "CRLF")  # the numbers of wire.session


@SYSTEM.row("SYSTem:ERRor[:NEXT]?", OBSERVE)
def error(ctx: "Context") -> str:
    """The oldest entry of the error queue, taken out."""
    ctx.asking().link_suspect = False
    return ctx.status.errors.take()


@SYSTEM.row("SYSTem:ERRor:COUNt?", OBSERVE)
def error_count(ctx: "Context") -> int:
    """How many entries the error queue holds."""
    return len(ctx.status.errors)


@SYSTEM.row("SYSTem:ERRor:ALL?", OBSERVE)
def error_all(ctx: "Context") -> str:
    """Every entry of the error queue, taken out, oldest first."""
    ctx.asking().link_suspect = False
    errors = ctx.status.errors
    entries = [errors.take()]
    while len(errors):
        entries.append(errors.take())
    return ",".join(entries)


@SYSTEM.row("SYSTem:VERSion?", OBSERVE)
def version(_ctx: "Context") -> str:
    """The SCPI version followed."""
    return "1999.0"


@SYSTEM.row("SYSTem:TEST?", OBSERVE)
def self_test(ctx: "Context") -> str:
    """What the board tests of itself at power-on: each name, then PASS, FAIL or NONE (not
    testable here). The program is tested again every minute."""
    tests = ctx.self_test
    fields: list[object] = []
    for test in range(len(TESTS)):
        fields.append(TESTS[test][0])
        if tests is None or not tests.done >> test & 1:
            fields.append("NONE")
        else:
            fields.append("FAIL" if tests.failed >> test & 1 else "PASS")
    return record(*fields)


@SYSTEM.row("SYSTem:FIRMware?", OBSERVE)
def firmware(ctx: "Context") -> str:
    """Which firmware runs: IMAGE where it is part of the flashed image; else TRIAL, PROVEN or
    RETURNED (the other has failed), its slot, and the slot of the other one, NONE for none."""
    trial = ctx.trial
    if trial is None or not trial.slot:
        return "IMAGE"
    return record(trial.word(), trial.slot.upper(), _slot_name(trial.other))


@SYSTEM.row("SYSTem:HELP:HEADers?", OBSERVE)
def headers(ctx: "Context") -> str:
    """Every header as a block of lines; /qonly/ has a query only, /nquery/ has none."""
    patterns = ctx.asking().table.patterns
    # pieces, and one search for each: a board takes 0.2 ms to make a text, and as long for a search
    known = set(patterns)
    pieces: list[str] = []
    for pattern in patterns:
        end = "\n"
        if not pattern.endswith("?"):
            if pattern + "?" not in known:
                end = "/nquery/\n"
        elif pattern[:-1] in known:
            continue
        else:
            end = "/qonly/\n"
        if pattern[0] != "*":
            pieces.append(":")
        pieces.append(pattern)
        pieces.append(end)
    return block("".join(pieces))


def _slot_name(slot: str) -> str:
    return "NONE" if slot == "-" else slot.upper()


# The clock: chooses rates, never moves volume ------------------------------------------------


@SYSTEM.row("SYSTem:DATE", OPERATE, Whole(FIRST_YEAR, LAST_YEAR), Whole(1, 12), Whole(1, 31))
def date(ctx: "Context", year: int, month: int, day: int) -> None:
    """Set the date: year, month, day. A clock without a time of day starts with SYST:TIME."""
    try:
        number = day_number(year, month, day)
    except ValueError:
        raise Refused(DATA_OUT_OF_RANGE, "no such date")
    now = ctx.pump.schedule.wall(ctx.pump.day, ctx.pump.ms)
    if now is None:
        ctx.held_date = number
    else:
        set_wall(ctx, number, now[1])


@SYSTEM.row("SYSTem:DATE?", OBSERVE)
def date_is(ctx: "Context") -> str:
    """Year, month, day."""
    return record(*date_of(_wall(ctx)[0]))


@SYSTEM.row("SYSTem:TIME", OPERATE, Whole(0, 23), Whole(0, 59), Whole(0, 59))
def time(ctx: "Context", hour: int, minute: int, second: int) -> None:
    """Set the time of day: hours, minutes, seconds. Fixed offset, no daylight saving."""
    now = ctx.pump.schedule.wall(ctx.pump.day, ctx.pump.ms)
    day = ctx.held_date if now is None else now[0]
    if day is None:
        raise Refused(CLOCK_NOT_SET, "SYST:DATE first")
    set_wall(ctx, day, hour * MS_PER_HOUR + minute * MS_PER_MIN + second * MS_PER_S)


@SYSTEM.row("SYSTem:TIME?", OBSERVE)
def time_is(ctx: "Context") -> str:
    """Hours, minutes, seconds."""
    ms = _wall(ctx)[1]
    return record(ms // MS_PER_HOUR, ms // MS_PER_MIN % 60, ms // MS_PER_S % 60)


@SYSTEM.row("SYSTem:UPTime?", OBSERVE)
def uptime(ctx: "Context") -> int:
    """Seconds since the last power-on."""
    return ctx.pump.restarts.up_s(ctx.pump.day, ctx.pump.ms)


def _wall(ctx: "Context") -> tuple[int, int]:
    now = ctx.pump.schedule.wall(ctx.pump.day, ctx.pump.ms)
    if now is None:
        raise Refused(CLOCK_NOT_SET, "SYST:DATE, then SYST:TIME")
    return now


def set_wall(ctx: "Context", day: int, ms: int) -> None:
    """The board's clock, then the pump's. Refused where the first does not keep it."""
    if not 0 <= day <= LAST_DAY:
        raise Refused(DATA_OUT_OF_RANGE, "the clock has run past its years: SYST:DATE first")
    hal = ctx.hal
    held, before = ctx.held_date, None
    try:
        before = hal.wall()
    except OSError:
        pass  # one that cannot be read shows nothing: taken back, it is not set

    def put_back() -> None:
        ctx.held_date = held
        try:
            if before is None:
                hal.forget_wall()
            else:
                hal.set_wall(before[0], before[1])
        except (OSError, ValueError):
            pass  # the next look finds that it differs from the pump's: CLOCK_LOST

    try:
        hal.set_wall(day, ms)
    except OSError:
        raise Refused(HARDWARE_ERROR, "the clock does not keep it")
    if ctx.keeping is not None:
        ctx.keeping.put_back_by(put_back)
    ctx.held_date = None
    ctx.pump.set_wall(day, ms)


@SYSTEM.row("SYSTem:REPL", SERVICE)
def repl(ctx: "Context") -> None:
    """Start the board again with its line left to MicroPython's console, while nothing flows.

    The button, held down from power-on, does the same.
    """
    if ctx.pump.therapy.committed_to_flow():
        raise Refused(WRONG_STATE, "therapy runs on this board; DEL:STOP first")
    try:
        ctx.hal.restart_to_repl()
    except OSError:
        raise Refused(HARDWARE_MISSING, "no console behind this pump")


# The line ----------------------------------------------------------------------------------


@SYSTEM.row("SYSTem:COMMunicate:DROPped?", OBSERVE)
def dropped(ctx: "Context") -> int:
    """Bytes of replies that nobody read in time, since power-on: they are gone."""
    return ctx.hal.link.dropped


@SYSTEM.row("SYSTem:COMMunicate:ECHO", OBSERVE, Flag())
def echo(ctx: "Context", on: bool) -> None:
    """Send back what is typed, for a terminal without local echo."""
    ctx.asking().echo = on


@SYSTEM.row("SYSTem:COMMunicate:ECHO?", OBSERVE)
def echo_is(ctx: "Context") -> int:
    """1 while typing is echoed."""
    return int(ctx.asking().echo)


@SYSTEM.row("SYSTem:COMMunicate:EOL", OBSERVE, Choice("AUTO|LF|CRLF"))
def eol(ctx: "Context", choice: int) -> None:
    """What ends a reply. AUTO: LF, but CRLF for a line that a lone CR has ended."""
    ctx.asking().eol = choice


@SYSTEM.row("SYSTem:COMMunicate:EOL?", OBSERVE)
def eol_is(ctx: "Context") -> str:
    """AUTO, LF or CRLF."""
    return _EOL[ctx.asking().eol]


@SYSTEM.row("SYSTem:COMMunicate:CHECk", OBSERVE, Flag())
def check(ctx: "Context", on: bool) -> None:
    """Take orders and settings of this session in ! lines only."""
    ctx.asking().check = on


@SYSTEM.row("SYSTem:COMMunicate:CHECk?", OBSERVE)
def check_is(ctx: "Context") -> int:
    """1 while unchecked orders are refused."""
    return int(ctx.asking().check)


@SYSTEM.row("SYSTem:COMMunicate:LAST?", OBSERVE)
def last(ctx: "Context") -> str:
    """Tag of the last @ or ! line that any port has run, and its error; "",0 before the first."""
    tag, number = ctx.last
    return record(quoted(tag), number)
