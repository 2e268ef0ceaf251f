"""trumpet, record: how evenly the pump's flow comes, from a record or an event log."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from ..client.quantities import FLOW, TIME, Amount
from ..client.trouble import Mistake
from ..context import context_of
from ..entries import parse
from ..present.trumpet import startup_table, trumpet_table
from ..stored import NotALog, StoredLine
from ..stored import read as stored_lines
from ..trumpet import curve
from ..trumpet.curve import Period
from ..trumpet.day_figures import of_log
from ..trumpet.head import read as read_head
from ..trumpet.judged import judged
from ..trumpet.records import COUNTED, NoRecord, Record, read
from ..verify import USUAL_STEPS_PER_ML, Expected, verify

DAY_MIN = 1440
_HEAD = "docs/trumpet.md has the form of a head's table"
_RECORDED = "pumpctl record takes one of a pump; docs/trumpet.md has the form"

smoothness = typer.Typer()


@smoothness.command(epilog="Exit codes: 0 done, 2 a file or a window that cannot be judged.")
def trumpet(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A record (CSV), or a raw event log.")],
    rate: Annotated[
        str | None,
        typer.Option(help='What was set: "0.6 ML/D". Without, as the record or the log tells it.'),
    ] = None,
    windows: Annotated[
        str | None,
        typer.Option(metavar="MIN,MIN", help="Minutes. Without, 2,5,11,19,31,60,360,1440; of an "
                     "event log 1440."),
    ] = None,
    begin: Annotated[
        str | None, typer.Option("--from", help='Where flow begins, such as "2 HR".')
    ] = None,
    until: Annotated[str | None, typer.Option(help="Where it ends.")] = None,
    head: Annotated[
        Path | None,
        typer.Option(help="What the head gives over a revolution (CSV): adds the rollers' curve."),
    ] = None,
    startup: Annotated[str, typer.Option(help="Start-up; the rest is analysed.")] = "120 MIN",
    steps_per_ml: Annotated[
        int, typer.Option(min=1_001, max=999_999, help="Of the pump that wrote the record.")
    ] = USUAL_STEPS_PER_ML,
) -> None:  # fmt: skip
    """Start-up graph and trumpet curve: the largest errors of flow by length of window."""
    record, is_log = _recorded(file, steps_per_ml)
    if head is not None:
        record = _rolled(file, record, head)
    flow = _flow(file, record, rate, _ms(begin), _ms(until))
    minutes = _minutes(windows) if windows else (DAY_MIN,) if is_log else curve.WINDOWS_MIN
    startup_ms = Amount.read(startup, TIME).base
    told = judged(file, record, flow, startup_ms, minutes, graph=not is_log)
    shown = [trumpet_table(told)] if is_log else [startup_table(told), trumpet_table(told)]
    context_of(ctx).tell(told, *shown)


def _recorded(file: Path, steps_per_ml: int) -> tuple[Record, bool]:
    """What the file holds, and whether it is an event log."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Mistake(f"{file}: {error.strerror}", _RECORDED) from None
    try:
        return _of_log(file, stored_lines(data)), True
    except NotALog:
        pass
    try:
        return read(data.decode("utf-8-sig"), steps_per_ml), False
    except (NoRecord, UnicodeDecodeError) as mistake:
        raise Mistake(f"{file}: {mistake}", _RECORDED) from None


def _rolled(file: Path, record: Record, head: Path) -> Record:
    """The record, and what its counted steps come to by the head's table."""
    counted = [track for track in record.tracks if track.name == COUNTED]
    if not counted:
        raise Mistake(f"{file}: counts no steps that a head could follow", _RECORDED)
    try:
        table = read_head(head.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Mistake(f"{head}: {error.strerror}", _HEAD) from None
    except (NoRecord, UnicodeDecodeError) as mistake:
        raise Mistake(f"{head}: {mistake}", _HEAD) from None
    return replace(record, tracks=(*record.tracks, table.follows(counted[0])))


def _of_log(file: Path, lines: list[StoredLine]) -> Record:
    first = next(line.number for line in lines if line.number is not None)
    if not verify(lines, Expected(first)).sound:
        raise Mistake(f"{file}: the log is not sound", f"pumpctl verify-log {file}")
    entries = [entry for line in lines if (entry := parse(line.text)) is not None]
    record = of_log(entries)
    if record is None:
        text = f"{file}: no two figures of the log stand within flow at one rate"
        raise Mistake(text, _RECORDED)
    return record


def _flow(
    file: Path, record: Record, rate: str | None, begin_ms: int | None, until_ms: int | None
) -> Period:
    """The time that is judged. What a person names goes before what the record tells."""
    steady = record.steady
    if rate is not None:
        pl_per_day = Fraction(Amount.read(rate, FLOW).base * 1000)
        if steady is None or steady.rate_pl_per_day != pl_per_day:
            steady = Period(pl_per_day, record.first_ms, record.last_ms)
    if steady is None:
        raise Mistake(f"{file}: tells no rate", 'say what was set: --rate "0.6 ML/D"')
    if not steady.rate_pl_per_day:
        raise Mistake("a rate of nothing has no errors in percent", "name the rate that was set")
    first = steady.begin_ms if begin_ms is None else begin_ms
    last = steady.end_ms if until_ms is None else until_ms
    return Period(steady.rate_pl_per_day, first, min(last, record.last_ms))


def _ms(text: str | None) -> int | None:
    return None if text is None else Amount.read(text, TIME).base


def _minutes(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() and 0 < int(part) <= 10**6 for part in parts):
        raise Mistake(f"--windows {text}: whole minutes", "--windows 2,5,11")
    return tuple(sorted({int(part) for part in parts}))
