"""firmware: status, update, rollback. A board with plain.uf2 keeps two sets (docs/update.md)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from ..client.keys import Keys
from ..client.order_book import OrderBook
from ..client.replies import text
from ..client.trouble import Differs, Mistake, Trouble
from ..context import CallContext, context_of
from ..firmware.console import Console, identity
from ..firmware.firmware_set import opened
from ..firmware.sending import Sending
from ..firmware.slots import looked_at, roll_back, send

_WORDS = {
    "IMAGE": "the firmware is part of the flashed image: a UF2 replaces it, by BOOTSEL",
    "TRIAL": "on trial, until its self-test has passed and a quantum was delivered",
    "PROVEN": "has proved itself",
    "RETURNED": "runs again: the other one has failed",
}

firmware = typer.Typer(help="The pump's firmware: which runs, a new one, and the way back.")


@firmware.command()
def status(ctx: typer.Context) -> None:
    """Which firmware runs, whether it has proved itself, and which other one is there."""
    context = context_of(ctx)
    with context.pump() as pump:
        word, *slots = text(pump.ask("SYST:FIRM?")).split(",")
        version, serial = pump.identity.version, pump.identity.serial
    slot, other = (*slots, "", "")[:2]
    answer = {
        "serial": serial,
        "version": version,
        "state": word,
        "slot": slot or None,
        "other": other if other not in ("", "NONE") else None,
    }
    told = [f"{serial}: {version}" + (f" in slot {slot}" if slot else ""), _WORDS.get(word, word)]
    if slot:
        told.append("no other set" if other == "NONE" else f"the other set: slot {other}")
    context.tell(answer, *told)


@firmware.command()
def update(
    ctx: typer.Context, file: Annotated[Path, typer.Argument(help="make firmware-set writes one.")]
) -> None:
    """Send a set to the other slot, signed with SERVICE; on trial from the restart on.

    Nothing may flow, and the button has to be held where the pump asks for it.
    """
    context = context_of(ctx)
    firmware_set = opened(file)
    keys = Keys(context.keys_file)
    with _console(context, keys) as console:
        slots = looked_at(console)
        with Sending(context.err, "sending") as tell, _order(context, "update"):
            done = send(console, firmware_set, slots, keys, tell)
    _told(context, done.slot, {"sent": len(done.sent), "bytes": done.sent_bytes})


@firmware.command()
def rollback(ctx: typer.Context) -> None:
    """Start the other slot's set: on trial, or for good where the present one has no proof."""
    context = context_of(ctx)
    with _console(context, Keys(context.keys_file)) as console, _order(context, "rollback"):
        slot = roll_back(console)
    _told(context, slot, {})


@contextmanager
def _console(context: CallContext, keys: Keys) -> Iterator[Console]:
    """The board's console; it restarts at the end, whatever came of it."""
    if context.port is None:
        raise Mistake("no port named", "--port PORT or CISTERNA_PORT=PORT: pumpctl ports")
    console = Console(context.port, keys)
    try:
        console.reach()
        yield console
    finally:
        console.restart()


@contextmanager
def _order(context: CallContext, name: str) -> Iterator[None]:
    """What became of it is told first, whatever fails afterwards."""
    book = OrderBook()
    context.books.append(book)
    book.sent(name)
    try:
        yield
    except Trouble:
        book.settled(False)  # it says itself what is known
        raise
    book.settled(True)


def _told(context: CallContext, slot: str, more: dict[str, int]) -> None:
    assert context.port is not None
    name = identity(context.port)
    if not name.startswith("CISTERNA,"):
        raise Differs(f"{name} answers", "pumpctl firmware status")
    answer = {"slot": slot.upper(), "identity": name, **more}
    context.tell(answer, f"slot {slot.upper()} runs: {name}", "next: pumpctl firmware status")
