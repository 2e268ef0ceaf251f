"""record: what the pump has counted, moment by moment, as a file that `trumpet` reads."""

import csv
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TextIO

import typer

from ..client.pump import Pump
from ..client.quantities import TIME, Amount
from ..client.trouble import Mistake
from ..context import context_of

_S_PER_MS = 1e-3
_NS_PER_MS = 1_000_000
COLUMNS = ("ms", "least_nl", "most_nl")

recording = typer.Typer()


@recording.command()
def record(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where it goes: a new CSV file.")],
    lasts: Annotated[str, typer.Option("--for", help='How long: "26 HR". Ctrl-C ends it too.')],
    every: Annotated[str, typer.Option(help="Between two questions.")] = "30 S",
) -> None:
    """Ask a pump what it has counted, so often and for so long; changes nothing."""
    context = context_of(ctx)
    every_ms, lasts_ms = Amount.read(every, TIME).base, Amount.read(lasts, TIME).base
    if not 0 < every_ms <= lasts_ms:
        raise Mistake(f"every {every} for {lasts}: no two moments", '--every "30 S" --for "26 HR"')
    with context.pump() as pump, _new(file) as out:
        rows = followed(pump, out, every_ms, lasts_ms)
    context.tell({"file": file, "samples": rows}, f"{rows} samples to {file}")


def followed(
    pump: Pump,
    out: TextIO,
    every_ms: int,
    lasts_ms: int,
    now_ms: Callable[[], int] = lambda: time.monotonic_ns() // _NS_PER_MS,
    pause: Callable[[float], None] = time.sleep,
) -> int:
    """A row for each moment, at once on the disk; how many. Ctrl-C ends it.

    `ms` is this computer's: halfway between question and answer, which lie some ms apart.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    began_ms, rows = now_ms(), 0
    try:
        while rows * every_ms <= lasts_ms:
            early_ms = began_ms + rows * every_ms - now_ms()
            if early_ms > 0:
                pause(early_ms * _S_PER_MS)
            asked_ms = now_ms()
            delivered = pump.therapy.volume_total()
            if delivered is None:
                text = "the pump has lost what it delivered before: it counts nothing to follow"
                raise Mistake(text, "pumpctl status")
            at_ms = (asked_ms + now_ms()) // 2 - began_ms
            writer.writerow((at_ms, delivered.least_nl, delivered.most_nl))
            out.flush()
            rows += 1
    except KeyboardInterrupt:
        pass
    return rows


def _new(file: Path) -> TextIO:
    try:
        return file.open("x", encoding="utf-8", newline="")
    except OSError as error:
        raise Mistake(f"{file}: {error.strerror}", "name a file that is not there yet") from None
