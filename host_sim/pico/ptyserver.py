"""A Pico on a pseudo-terminal, in real time: mpremote, pyserial and terminals take it for a board.

One emulated second a second. What the machine is too slow for is left out, not caught up with.
Somebody on the line is DTR on and a host that reads; a reset of the chip hangs up, as USB does.
SIGUSR1 presses the button, and lets it go again. Knows no protocol.
"""

import select
import signal
import time
from pathlib import Path
from types import FrameType

from host_sim.pico.pico import Pico
from host_sim.server import greeting
from host_sim.server.ports import PtyPort

BUTTON = 12  # as on the board that is built here
_PACE = "as the clock goes, or slower where the machine is"
_KEPT = "gone when this ends, with all that was put on the board"
_LOOK_S = 0.001  # between two looks at the line while nothing happens
_SLICE_NS = 2_000_000  # what the chip runs ahead of the line at most
_DEBT_NS = 50_000_000  # more than this behind: the rest is left out


class PtyServer:
    """Serves until end()."""

    def __init__(self, pico: Pico, port: PtyPort, button: int = BUTTON) -> None:
        """`button`: the pin that it pulls to ground."""
        self._pico = pico
        self._port = port
        self._there = False
        self._resets = len(pico.resets)
        self._ended = False
        self._button = button
        self._held = False
        pico.usb.on_data = lambda _: pico.stop()  # to be handed on at once
        self._attend(False)

    def run(self) -> None:
        """The loop."""
        real_ns = time.monotonic_ns()
        while not self._ended:
            now_ns = time.monotonic_ns()
            self._pass_time(min(now_ns - real_ns, _DEBT_NS))
            real_ns = now_ns
            self._exchange()
            select.select(self._port.waits_on(), self._port.writes_on(), [], _LOOK_S)
        self._port.close()

    def end(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Let the loop come to its end."""
        self._ended = True

    def press(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Press the button, or let it go."""
        self._held = not self._held
        self._pico.pins.drive(self._button, int(not self._held))
        print("button held" if self._held else "button let go", flush=True)

    def _pass_time(self, owed_ns: int) -> None:
        end_ns = self._pico.ns + owed_ns
        while self._pico.ns < end_ns:
            self._pico.run_until(min(end_ns, self._pico.ns + _SLICE_NS))
            self._exchange()

    def _exchange(self) -> None:
        """Bytes to the chip and back, and whether there is somebody at all."""
        port, usb = self._port, self._pico.usb
        data = port.read()
        if port.lost() or port.replaced():
            self._attend(False)
        self._attend(bool(port.waits_on()))
        usb.write(data)
        port.send(usb.read())
        usb.reading = self._there and not port.unsent()
        if len(self._pico.resets) > self._resets:
            self._resets = len(self._pico.resets)
            port.drop()

    def _attend(self, there: bool) -> None:
        self._there = there
        self._pico.usb.dtr(there)


def serve(pico: Pico, pty: Path) -> None:
    """Until SIGTERM or SIGINT. Prints `ready` when it is on the line.

    FileExistsError when the path is taken.
    """
    port = PtyPort(pty)
    try:
        pico.boot()
        server = PtyServer(pico, port)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, server.end)
        signal.signal(signal.SIGUSR1, server.press)
        greeting.say(greeting.lines([port], _PACE, _KEPT))
        print("ready", flush=True)
    except BaseException:
        port.close()
        raise
    server.run()
