"""MicroPython's raw REPL on an open port: scripts and bulk bytes, waited for by what comes.

A wait ends when the board has said what was waited for, when the port is gone, or when not one byte
has come for SILENT_S: a board that answers slowly is not silent, however long it takes. Knows the
protocol's control bytes. Does not know what is run.
"""

import itertools
import time
from collections.abc import Callable, Iterator

import serial

SILENT_S = 60  # without one byte; the longest that a script of ours goes without is a second
BLOCK = 1024  # bytes between two acknowledgements: a page of littlefs's cache
_AHEAD = 2  # blocks sent and not acknowledged: the line does not idle while flash is written
_READ_S = 0.2  # the longest single read: how soon a port that is gone is seen
_INTERRUPT, _RAW, _END = b"\x03", b"\r\x01", b"\x04"
BANNER = b"raw REPL; CTRL-B to exit\r\n>"
ACKNOWLEDGED = b"."
_DONE, _RAISED = "done", "raised"
# Marks of its own, and its own traceback: what the console itself says behind a script is lost when
# the host is slow, for Ctrl-C is off then (boards/rp2040_pico/usb_patience.h).
_WRAPPED = """
print({mark!r})
try:
 exec({script!r})
 print({mark!r} + 'done')
except BaseException as e:
 import sys
 sys.print_exception(e)
 print({mark!r} + 'raised')
"""


class Silent(Exception):
    """Nothing came for SILENT_S; the text is what had come last."""


class Raised(Exception):
    """A script raised; the text is the board's traceback."""


def opened(port: str) -> serial.Serial:
    """The port, ours alone. OSError when it does not open."""
    return serial.serial_for_url(port, timeout=_READ_S, write_timeout=SILENT_S, exclusive=True)


class Listener:
    """What a port says, waited for. `silent_s`: how long without a byte is silence."""

    def __init__(self, port: serial.Serial, silent_s: float = SILENT_S) -> None:
        self._port = port
        self._silent_s = silent_s
        self._said = bytearray()

    def until(self, found: Callable[[bytes], int], ask: Callable[[], None] | None = None) -> bytes:
        """What came up to the place that `found` gives in it (0: not there yet). Silent, OSError.

        `ask` is called again and again meanwhile. What came behind that place is kept for the next
        call.
        """
        heard = time.monotonic()
        while not (end := found(bytes(self._said))):
            if ask is not None:
                ask()
            came = self._port.read(self._port.in_waiting or 1)
            if came:
                self._said += came
                heard = time.monotonic()
            elif time.monotonic() - heard > self._silent_s:
                raise Silent(self._said.decode(errors="replace").strip())
        taken = bytes(self._said[:end])
        del self._said[:end]
        return taken

    def past(self, mark: bytes) -> bytes:
        """What came ahead of the mark; both are gone then."""
        return self.until(lambda said: _behind(said, mark))[: -len(mark)]


class RawRepl:
    """The raw REPL of a board that has shown its banner on this port."""

    def __init__(self, port: serial.Serial) -> None:
        self._port = port
        self._listener = Listener(port)
        self._marks = itertools.count(1)

    def soft_reset(self) -> None:
        """Begin with an empty heap: nothing of a program is left."""
        self._port.write(_INTERRUPT + _END)
        self._listener.past(b"soft reboot")
        self._listener.past(BANNER)

    def run(self, script: str) -> str:
        """What a script prints. Raised, Silent, OSError."""
        return self._end(self._begin(script))

    def stream(self, script: str, blocks: Iterator[bytes], whole: int) -> Iterator[int]:
        """Run a script that acknowledges that it is ready, then `whole` blocks; hand it `blocks`
        from the line meanwhile.

        Gives the number of acknowledged blocks each time it grows. Raised, Silent, OSError.
        """
        mark = self._begin(script)
        for done in range(whole + 1):
            if (said := self._listener.until(_one)) != ACKNOWLEDGED:
                self._end(mark, said)
            for block in itertools.islice(blocks, 1 if done else _AHEAD):
                self._port.write(block)
            if done:
                yield done
        self._end(mark)

    def start(self, script: str) -> None:
        """Run a script that does not come back, such as a reset."""
        self._begin(script)

    def _begin(self, script: str) -> str:
        """The script's mark: its first line, and a part of its last one. What was said before is
        skipped."""
        mark = f"#{next(self._marks)}#"
        self._port.write(_WRAPPED.format(mark=mark, script=script).encode() + _END)
        self._listener.past(mark.encode() + b"\r\n")
        return mark

    def _end(self, mark: str, began: bytes = b"") -> str:
        """What was printed up to the script's end, behind what `began` it."""
        done, raised = (f"{mark}{word}\r\n".encode() for word in (_DONE, _RAISED))
        said = self._listener.until(lambda said: _behind(said, done) or _behind(said, raised))
        printed = (began + said).decode(errors="replace")
        if said.endswith(raised):
            raise Raised(printed.removesuffix(raised.decode()).strip())
        return printed.removesuffix(done.decode())


def _one(said: bytes) -> int:
    """A single byte is enough."""
    return min(1, len(said))


def _behind(said: bytes, mark: bytes) -> int:
    at = said.find(mark)
    return 0 if at < 0 else at + len(mark)
