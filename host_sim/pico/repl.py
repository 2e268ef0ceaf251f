"""MicroPython's raw REPL, as mpremote speaks it, on a Pico that is stepped.

Knows the four bytes of the protocol. Does not know what is executed.
"""

from collections.abc import Callable
from typing import Protocol

from host_sim.pico.usb import UsbHost

_INTERRUPT, _RAW, _FRIENDLY, _END = b"\r\x03\x03", b"\r\x01", b"\r\x02", b"\x04"
_RAW_PROMPT = b"raw REPL; CTRL-B to exit\r\n>"
_FRIENDLY_PROMPT = b"\r\n>>> "
_ANSWER_MS = 2000  # for what no program can delay


class Stepped(Protocol):
    """A board whose time moves while somebody waits for something."""

    @property
    def usb(self) -> UsbHost: ...

    def wait(
        self, what: Callable[[], bool], limit_ms: float, says: str = "", look_ms: float = 1
    ) -> None: ...


class _Reader:
    """Takes what comes from USB, part by part."""

    def __init__(self, pico: Stepped) -> None:
        self._pico = pico
        self._seen = bytearray()

    def until(self, pattern: bytes, limit_ms: float) -> bytes:
        """What came ahead of the pattern; both are gone then."""

        def there() -> bool:
            self._seen.extend(self._pico.usb.read())
            return pattern in self._seen

        try:
            self._pico.wait(there, limit_ms, look_ms=limit_ms)
        except TimeoutError:
            text = "pico: no %r in %d ms, but %r"
            raise TimeoutError(text % (pattern, limit_ms, bytes(self._seen[-400:]))) from None
        before, _, rest = bytes(self._seen).partition(pattern)
        self._seen[:] = rest
        return before


def execute(pico: Stepped, source: str, limit_ms: float) -> tuple[str, str]:
    """-> (printed, traceback). TimeoutError when the program does not end in time."""
    reader = _Reader(pico)
    pico.usb.write(_INTERRUPT + _RAW)
    reader.until(_RAW_PROMPT, _ANSWER_MS)
    pico.usb.write(source.encode() + _END)
    reader.until(b"OK", _ANSWER_MS)
    printed = reader.until(_END, limit_ms)
    traceback = reader.until(_END, _ANSWER_MS)
    pico.usb.write(_FRIENDLY)
    reader.until(_FRIENDLY_PROMPT, _ANSWER_MS)
    return printed.decode(), traceback.decode()
