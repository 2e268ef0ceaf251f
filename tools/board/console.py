"""MicroPython's console on a board: how it is reached, and what is there.

A pump that runs owns its line: Ctrl-C is a byte to it. It gives the line back when its button is
held for long at power-on, or when it is asked to (repl_access); neither while therapy runs. Waits
follow what the board says (raw_repl). Does not know which files belong on a board.
"""

import contextlib
import time
from collections.abc import Callable, Iterator

import serial

from tools.board.port import check, there
from tools.board.probe import SCRIPT, Probe
from tools.board.raw_repl import BANNER, BLOCK, Listener, Raised, RawRepl, Silent, opened
from tools.board.repl_access import request_repl
from tools.board.trouble import NO_PUMP, Trouble

ASK_EVERY_S = 3  # a question that nobody was there to hear is asked again
STARTS_S = 60  # for a board to start and be found again by the machine, when it says nothing at all
ABSENT_S = 15  # for a first answer; the machine of an emulated board may be busy
_HELLO = b"\r\x03\x03\r\x01\n*IDN?\n"  # a console shows its banner, a pump its name
_GONE = (serial.SerialException, OSError)
_FELL_BACK = b">>> "
_MAX_FIELDS = 3  # commas in the answer to *IDN?

# Takes a file from the line, block by block; each one is acknowledged once it is written.
_TAKE = """
import sys, micropython
b = bytearray({block})
m = memoryview(b)
f = open({path!r}, 'wb')
micropython.kbd_intr(-1)
sys.stdout.write('.')
try:
 left = {length}
 while left:
  k = min(left, {block})
  sys.stdin.buffer.readinto(m[:k])
  f.write(m[:k])
  left -= k
  sys.stdout.write('.')
finally:
 micropython.kbd_intr(3)
 f.close()
"""


class Console:
    """The raw REPL of one board."""

    def __init__(self, port: str) -> None:
        self.port = port
        self._opened: serial.Serial | None = None
        self._repl: RawRepl | None = None

    def reach(self) -> None:
        """Get to the console, by way of a running pump if need be."""
        deadline = time.monotonic() + ASK_EVERY_S
        while not there(self.port) and time.monotonic() < deadline:
            time.sleep(0.2)  # a board that was just reset comes back within a second
        check(self.port)
        if named(self._hello(ABSENT_S)):
            self.close()
            request_repl(self.port)
            if name := named(self._hello(STARTS_S)):
                raise Trouble(f"The pump keeps its line: {name}", _silent(self.port).next_step)
        assert self._opened is not None
        self._repl = RawRepl(self._opened)
        with self._told("The board did not start anew"):
            self._repl.soft_reset()

    def probe(self) -> Probe:
        return Probe.read(self.run(SCRIPT))

    def run(self, script: str) -> str:
        """What a script prints; a Trouble when it raises or the board falls silent."""
        with self._told("The board could not do it"):
            return self.repl.run(script)

    def write(self, path: str, content: bytes, progress: Callable[[int, int], None]) -> None:
        """A whole file; `progress` is called with (bytes written, bytes in all)."""
        script = _TAKE.format(path=path, length=len(content), block=BLOCK)
        blocks = (content[at : at + BLOCK] for at in range(0, len(content), BLOCK))
        with self._told(f"{path} could not be written"):
            for done in self.repl.stream(script, blocks, -(-len(content) // BLOCK)):
                progress(min(done * BLOCK, len(content)), len(content))

    def restart(self) -> None:
        """Reset the board, and let go of the port."""
        with contextlib.suppress(*_GONE, Silent):
            self.repl.start("import machine\nmachine.reset()")
        self.close()

    def close(self) -> None:
        port, self._opened, self._repl = self._opened, None, None
        if port is not None:
            with contextlib.suppress(*_GONE):
                port.close()

    @property
    def repl(self) -> RawRepl:
        if self._repl is None:
            raise Trouble("The board is not connected.", "Try again.")
        return self._repl

    def _hello(self, silent_s: float) -> bytes:
        """Who is there: a console's banner or a pump's name. The port stays open."""
        try:
            self._opened, said = greeted(self.port, _HELLO, _known, silent_s)
        except Silent:
            raise _silent(self.port) from None
        return said

    @contextlib.contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """What goes wrong with the line or on the board, in words."""
        try:
            yield
        except Raised as raised:
            raise Trouble(f"{what}:\n{raised}", "Unplug it, plug it in, and try again.") from None
        except Silent as silent:
            heard = f"; last heard: {silent}" if str(silent) else ""
            raise Trouble(
                f"{what}: not a byte came for a minute{heard}.", "Check the cable, and try again."
            ) from None
        except _GONE as error:
            raise Trouble(
                f"{what}: the line is gone ({error}).", "Check the cable, and try again."
            ) from None


def greeted(
    port: str, hello: bytes, known: Callable[[bytes], int], silent_s: float
) -> tuple[serial.Serial, bytes]:
    """Open the port and say hello until what comes is `known`; the port and what came. Silent.

    A board that restarts takes its port away meanwhile. Whatever it says begins the wait anew.
    """
    heard = time.monotonic()
    last = ""
    while True:
        line = None
        try:
            line = opened(port)
            listener = Listener(line, ASK_EVERY_S)
            line.reset_input_buffer()
            line.write(hello)
            return line, listener.until(known)
        except Silent as silent:
            if str(silent):
                heard, last = time.monotonic(), str(silent)
        except _GONE:
            time.sleep(0.2)  # not found again by the machine yet
        if line is not None:
            with contextlib.suppress(*_GONE):
                line.close()
        if time.monotonic() - heard > silent_s:
            raise Silent(last)


def identity(port: str) -> str:
    """Who answers *IDN? after the restart."""
    try:
        line, said = greeted(port, b"\n*IDN?\n", _pump_or_prompt, STARTS_S)
    except Silent as silent:
        raise _no_pump(port, str(silent)) from None
    line.close()
    if name := named(said):
        return name
    raise _no_pump(port, said.decode(errors="replace").strip())


def named(said: bytes) -> str:
    """The answer to *IDN? in it, "" for none."""
    for line in said.splitlines(keepends=True):
        if line.endswith(b"\n") and line.count(b",") == _MAX_FIELDS and not line.startswith(b">"):
            return line.decode(errors="replace").strip()
    return ""


def _known(said: bytes) -> int:
    return len(said) if BANNER in said or named(said) else 0


def _pump_or_prompt(said: bytes) -> int:
    return len(said) if _FELL_BACK in said or named(said) else 0


def _no_pump(port: str, heard: str) -> Trouble:
    return Trouble(
        f"All is copied and verified, but no pump answers *IDN? on {port}."
        + (f" Last heard: {heard}" if heard else ""),
        "Unplug it and plug it in without holding its button; a terminal shows what it says.",
        NO_PUMP,
    )


def _silent(port: str) -> Trouble:
    return Trouble(
        f"No console answers on {port}.",
        "DEL:STOP where therapy runs; then hold the pump's button (GP12 to ground) while you plug"
        " it in, until yellow and cyan light in turn, and try again. A board"
        " without MicroPython: hold BOOTSEL while you plug it in, and copy"
        " build/rp2040_pico/plain.uf2 onto the drive that appears (make plain builds it).",
    )
