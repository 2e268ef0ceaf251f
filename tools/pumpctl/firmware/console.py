"""MicroPython's console on a board: how it is reached, and what is there.

A pump that runs owns its line: Ctrl-C is a byte to it. It gives the line back when its button is
held for long at power-on, or when it is asked to (repl_access); neither while therapy runs. Waits
follow what the board says (raw_repl). Does not know which files belong on a board.
"""

import contextlib
import time
from collections.abc import Callable, Iterator

import serial

from ..client.keys import Keys
from ..client.trouble import Differs, Disturbed, LinkLost, Silence, Trouble, Uncertain
from .port import check, there
from .raw_repl import BANNER, Listener, Raised, RawRepl, Silent, opened
from .repl_access import request_repl

ASK_EVERY_S = 3  # a question that nobody was there to hear is asked again
STARTS_S = 60  # for a board to start and be found again by the machine, when it says nothing at all
ABSENT_S = 15  # for a first answer; the machine of an emulated board may be busy
_HELLO = b"\r\x03\x03\r\x01\n*IDN?\n"  # a console shows its banner, a pump its name
_WHO = (
    b"\r\n*IDN?\r\n"  # with CR a prompt comes again, the first may be lost behind a long traceback
)
_STARTS = 6  # of a board, while one answer is waited for: more is a program that fails each time
_GONE = (serial.SerialException, OSError)
_FELL_BACK = b">>> "
_MAX_FIELDS = 3  # commas in the answer to *IDN?


class Console:
    """The raw REPL of one board."""

    def __init__(self, port: str, keys: Keys | None = None) -> None:
        """`keys`: to sign SYST:REPL with, where a plain line may not ask for it."""
        self.port = port
        self._keys = keys
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
            request_repl(self.port, self._keys)
            if name := named(self._hello(STARTS_S)):
                raise Differs(f"The pump keeps its line: {name}", _silent(self.port).next_step)
        assert self._opened is not None
        self._repl = RawRepl(self._opened)
        with self._told("The board did not start anew"):
            self._repl.soft_reset()

    def run(self, script: str) -> str:
        """What a script prints; Trouble when it raises or the board falls silent."""
        with self._told("The board could not do it"):
            return self.repl.run(script)

    def stream(self, script: str, blocks: Iterator[bytes], whole: int) -> Iterator[int]:
        """RawRepl.stream, with what goes wrong in words."""
        with self._told("The firmware did not get over"):
            yield from self.repl.stream(script, blocks, whole)

    def restart(self) -> None:
        """Reset the board, if its console was reached, and let go of the port."""
        with contextlib.suppress(*_GONE, Silent):
            if self._repl is not None:
                self._repl.start("import machine\nmachine.reset()")
        self.close()

    def close(self) -> None:
        port, self._opened, self._repl = self._opened, None, None
        if port is not None:
            with contextlib.suppress(*_GONE):
                port.close()

    @property
    def repl(self) -> RawRepl:
        if self._repl is None:
            raise LinkLost("the board is not connected", "try again")
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
            raise _refusal(what, str(raised)) from None
        except Silent as silent:
            heard = f"; last heard: {silent}" if str(silent) else ""
            raise Silence(
                f"{what}: not a byte came for a minute{heard}.", "Check the cable, and try again."
            ) from None
        except _GONE as error:
            raise LinkLost(
                f"{what}: the line is gone ({error}).", "Check the cable, and try again."
            ) from None


def greeted(
    port: str, hello: bytes, known: Callable[[bytes], int], silent_s: float
) -> tuple[serial.Serial, bytes]:
    """Open the port and say hello until what comes is `known`; the port and what came. Silent.

    A board that restarts takes its port away meanwhile: then it is opened again. Where it stays it
    is left open, for a slow board's answer would be lost with it. Whatever comes begins the wait
    anew.
    """
    began = time.monotonic()
    for _ in range(_STARTS):
        line = _there(port, began + silent_s)
        try:
            line.reset_input_buffer()
            said = Listener(line, silent_s).until(known, _asking(line, hello))
            return line, said
        except _GONE:
            began = time.monotonic()  # it was there, and starts anew
        except Silent:
            line.close()
            raise
        with contextlib.suppress(*_GONE):
            line.close()
    raise Silent("it starts again and again")


def _there(port: str, until: float) -> serial.Serial:
    """The open port, once the machine has found it; Silent past that moment."""
    while True:
        try:
            return opened(port)
        except _GONE:
            if time.monotonic() > until:
                raise Silent("") from None
            time.sleep(0.2)


def _asking(line: serial.Serial, hello: bytes) -> Callable[[], None]:
    """Says hello when it is called, but not more often than every ASK_EVERY_S."""
    asked = [-float(ASK_EVERY_S)]

    def ask() -> None:
        now = time.monotonic()
        if now - asked[0] >= ASK_EVERY_S:
            asked[0] = now
            line.write(hello)

    return ask


def identity(port: str) -> str:
    """Who answers *IDN? after the restart."""
    try:
        line, said = greeted(port, _WHO, _pump_or_prompt, STARTS_S)
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


def _refusal(what: str, raised: str) -> Trouble:
    """What the board's own check says, or a traceback."""
    last = raised.splitlines()[-1]
    if last.startswith("Unfit: "):
        return Differs(
            last.removeprefix("Unfit: "), "nothing was changed; give a set for this board"
        )
    return Disturbed(f"{what}:\n{raised}", "Unplug it, plug it in, and try again.")


def _no_pump(port: str, heard: str) -> Uncertain:
    return Uncertain(
        f"All is copied and verified, but no pump answers *IDN? on {port}."
        + (f" Last heard: {heard}" if heard else ""),
        "Unplug it and plug it in without holding its button; a terminal shows what it says.",
    )


def _silent(port: str) -> Silence:
    return Silence(
        f"No console answers on {port}.",
        "DEL:STOP where therapy runs; then hold the pump's button (GP12 to ground) while you plug"
        " it in, until yellow and cyan light in turn, and try again. A board"
        " without MicroPython: hold BOOTSEL while you plug it in, and copy"
        " build/rp2040_pico/plain.uf2 onto the drive that appears (make plain builds it).",
    )
