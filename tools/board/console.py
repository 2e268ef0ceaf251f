"""MicroPython's console on a board, through mpremote: how it is reached, and what is there.

A pump that runs owns its line: Ctrl-C is a byte to it. It gives the line back when its button is
held for long at power-on, or when it is asked to (repl_access); neither while therapy runs. Every
wait is bounded. Knows the console. Does not know which files belong on a board.
"""

import contextlib
import io
import time

import serial
from mpremote.transport import TransportError, TransportExecError
from mpremote.transport_serial import SerialTransport

from tools.board.port import check, there
from tools.board.probe import SCRIPT, Probe
from tools.board.repl_access import request_repl
from tools.board.trouble import Trouble

PATIENCE_S = 3  # for a console that is there
RESTART_S = 15  # for a board that starts anew and is found again by the machine
_READ_S = 1.0  # the longest single read
_CHUNK = 1024  # bytes of a file in one go: four times what mpremote takes, and still small to parse
_NO_ANSWER = (TransportError, serial.SerialException, OSError)


class Console:
    """The raw REPL of one board."""

    def __init__(self, port: str) -> None:
        self.port = port
        self._transport: SerialTransport | None = None

    def reach(self) -> None:
        """Get to the console, by way of a running pump if need be."""
        deadline = time.monotonic() + PATIENCE_S
        while not there(self.port) and time.monotonic() < deadline:
            time.sleep(0.2)  # a board that was just reset comes back within a second
        check(self.port)
        if self._enter():
            return
        request_repl(self.port, PATIENCE_S)
        deadline = time.monotonic() + RESTART_S
        while time.monotonic() < deadline:
            if self._enter():
                return
            time.sleep(0.2)
        raise _silent(self.port)

    def probe(self) -> Probe:
        return Probe.read(self.run(SCRIPT))

    def run(self, script: str) -> str:
        """What a script prints; a Trouble when it raises or the board falls silent."""
        try:
            return self.transport.exec(script).decode()
        except TransportExecError as error:
            raise Trouble(
                f"The board could not do it:\n{error.error_output.strip()}",
                "Unplug it, plug it in, and try again.",
            ) from None
        except _NO_ANSWER as error:
            raise Trouble(
                f"The board fell silent ({error}).", "Check the cable, and try again."
            ) from None

    def write(self, path: str, content: bytes, progress) -> None:
        """A whole file; `progress` is called with (bytes written, bytes in all)."""
        try:
            self.transport.fs_writefile(path, content, _CHUNK, progress)
        except _NO_ANSWER as error:
            raise Trouble(
                f"{path} could not be written: {error}",
                "make deploy again: the board runs nothing until all is copied.",
            ) from None

    def restart(self) -> None:
        """Reset the board, and let go of the port."""
        with contextlib.suppress(*_NO_ANSWER):
            self.transport.exec_raw_no_follow("import machine\nmachine.reset()")
        self.close()

    def close(self) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            with contextlib.suppress(*_NO_ANSWER):
                transport.close()

    @property
    def transport(self) -> SerialTransport:
        if self._transport is None:
            raise Trouble("The board is not connected.", "Try again.")
        return self._transport

    def _enter(self) -> bool:
        """One try at the raw REPL, after a soft reset: then nothing of a program runs."""
        try:
            transport = SerialTransport(self.port, timeout=_READ_S)
        except _NO_ANSWER:
            return False
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # mpremote prints what it got instead
                transport.enter_raw_repl(timeout_overall=PATIENCE_S)
        except _NO_ANSWER:
            with contextlib.suppress(*_NO_ANSWER):
                transport.close()
            return False
        self._transport = transport
        return True


def ask(port: str, line: bytes, seconds: float) -> bytes:
    """Send, and what came until a line ended or the time is over."""
    with serial.serial_for_url(port, timeout=0.1, write_timeout=seconds, exclusive=True) as opened:
        opened.reset_input_buffer()
        opened.write(line)
        got = bytearray()
        deadline = time.monotonic() + seconds
        while not got.endswith(b"\n") and time.monotonic() < deadline:
            got += opened.read(opened.in_waiting or 1)
        return bytes(got)


def _silent(port: str) -> Trouble:
    return Trouble(
        f"No console answers on {port} within {PATIENCE_S} s.",
        "DEL:STOP where therapy runs; then hold the pump's button (GP12 to ground) while you plug"
        " it in, until yellow and cyan light in turn, and try again. A board"
        " without MicroPython: hold BOOTSEL while you plug it in, and copy"
        " build/rp2040_pico/plain.uf2 onto the drive that appears (make plain builds it).",
    )
