"""`make deploy`: the firmware as files on a board that has plain.uf2; only what differs is copied.

Knows which boards are fit, and that a pump must answer in the end. Does not know how a console is
reached, nor how files get over.
"""

import time
from dataclasses import dataclass

from tools.board.console import Console, identity
from tools.board.probe import unfit
from tools.board.sync import Tell, bring


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
