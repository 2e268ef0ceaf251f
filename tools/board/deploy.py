"""`make deploy`: the firmware as files on a board that has plain.uf2; only what differs is copied.

Knows which boards are fit, and that a pump must answer in the end. Does not know how a console is
reached, nor how files get over.
"""

import time
from dataclasses import dataclass

from tools.board.console import RESTART_S, Console, ask
from tools.board.probe import unfit
from tools.board.sync import Tell, bring
from tools.board.trouble import NO_PUMP, Trouble


@dataclass(frozen=True)
class Deployed:
    """What was done, and who answers now."""

    port: str
    machine: str
    copied: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    copied_bytes: int
    identity: str
    seconds: float


def deploy(port: str, files: dict[str, bytes], tell: Tell) -> Deployed:
    """Copy, verify, restart and ask who answers."""
    began = time.monotonic()
    console = Console(port)
    try:
        console.reach()
        probe = console.probe()
        if trouble := unfit(probe):
            console.restart()  # a pump that was asked for its line goes on
            raise trouble
        did = bring(console, files, tell)
        console.restart()
    finally:
        console.close()
    return Deployed(
        port,
        probe.machine,
        copied=did.copy,
        removed=tuple(path for path in did.remove if path not in files),
        unchanged=len(files) - len(did.copy),
        copied_bytes=sum(len(files[path]) for path in did.copy),
        identity=identity(port),
        seconds=round(time.monotonic() - began, 1),
    )


def identity(port: str) -> str:
    """Who answers *IDN? after the restart."""
    last = b""
    deadline = time.monotonic() + RESTART_S
    while time.monotonic() < deadline:
        try:
            said = ask(port, b"\n*IDN?\n", 1)
        except OSError:
            time.sleep(0.2)  # not found again by the machine yet
            continue
        for line in said.splitlines():
            if line.count(b",") == 3 and not line.startswith(b">"):
                return line.decode(errors="replace").strip()
        last = said or last
    heard = last.decode(errors="replace").strip()
    raise Trouble(
        f"All is copied and verified, but within {RESTART_S} s no pump answers *IDN? on {port}."
        + (f" Last heard: {heard}" if heard else ""),
        "Unplug it and plug it in without holding its button; a terminal shows what it says.",
        NO_PUMP,
    )
