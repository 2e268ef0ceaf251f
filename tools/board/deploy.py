"""`make deploy`: this tree's firmware as a set on a board that has plain.uf2; what differs is sent.

Knows which boards are fit, and that a pump must answer in the end. Does not know how a console is
reached, nor how a set gets over.
"""

import time
from dataclasses import dataclass

from tools.board.probe import SCRIPT, Probe, unfit
from tools.pumpctl.client.keys import Keys
from tools.pumpctl.firmware.console import Console, identity
from tools.pumpctl.firmware.firmware_set import FirmwareSet
from tools.pumpctl.firmware.slots import Tell, looked_at, send


@dataclass(frozen=True)
class Deployed:
    """What was done, and who answers now."""

    port: str
    machine: str
    slot: str
    sent: tuple[str, ...]
    unchanged: int
    sent_bytes: int
    signed: bool
    identity: str
    seconds: float


def deploy(port: str, firmware: FirmwareSet, tell: Tell, keys: Keys | None = None) -> Deployed:
    """Send, have it checked and taken, restart and ask who answers."""
    began = time.monotonic()
    keys = keys or Keys()
    console = Console(port, keys)
    try:
        console.reach()
        probe = Probe.read(console.run(SCRIPT))
        if trouble := unfit(probe):
            raise trouble
        done = send(console, firmware, looked_at(console), keys, tell)
    finally:
        console.restart()  # whatever came of it: a pump that was asked for its line goes on
    return Deployed(
        port,
        probe.machine,
        done.slot,
        done.sent,
        done.unchanged,
        done.sent_bytes,
        done.signed,
        identity(port),
        round(time.monotonic() - began, 1),
    )
