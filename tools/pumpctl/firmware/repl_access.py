"""Asking a running pump for its line: SYST:REPL, plain where it takes that, else signed.

Knows three SCPI lines. Does not know what the console behind them is for.
"""

import contextlib
import re

import serial

from ..client.envelope import signed
from ..client.keys import Keys
from ..client.trouble import Mistake, Refused
from .raw_repl import Listener, Silent, opened

ORDER = "SYST:REPL"
_ERROR = re.compile(rb'^(-?[1-9]\d*),"([^"]*)"', re.M)
_PROTECTED = -203
_QUIET_S = 0.5
_BUTTON = (
    "hold its button (GP12 to ground) while this asks; or as it gets power, until yellow and cyan"
    " light in turn."
)


class KeepsLine(Refused):
    """The pump has refused SYST:REPL, and goes on."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__(number, f'The pump keeps its line: {number},"{words}"')
        protected = number == _PROTECTED
        self.next_step = _BUTTON if protected else "do what it says; " + _BUTTON


class ReplRequest:
    """One opened line: what was agreed on it is gone with it."""

    def __init__(self, port: "serial.Serial") -> None:
        self._port = port
        self._listener = Listener(port)

    def say(self, line: bytes) -> bytes:
        """Send a line, and what came until a line ended. Silent, SerialException."""
        self._port.write(line + b"\n")
        return self._listener.past(b"\n")

    def forget(self) -> None:
        """Drop what still comes of an earlier question."""
        with contextlib.suppress(Silent):
            Listener(self._port, _QUIET_S).until(lambda _: 0)

    def plainly(self) -> tuple[int, str]:
        """The refusal of a plain order; (0, "") for none."""
        return _refusal(self.say(b"\n*CLS\n" + ORDER.encode() + b"\nSYST:ERR?"))

    def signed(self, keys: Keys) -> tuple[int, str]:
        """The refusal of a signed one. Mistake when no key is known for this pump."""
        number = self.say(b"*IDN?").decode(errors="replace").split(",")[2]
        challenge = self.say(b"AUTH:CHAL?").decode(errors="replace").strip()
        key = keys.key(number, "SERVICE")
        self.say(signed(challenge, ORDER, key, number).data)
        return _refusal(self.say(b"SYST:ERR?"))


def request_repl(port: str, keys: Keys | None = None) -> None:
    """Return when the pump starts again with its line free, or says nothing.

    KeepsLine when it refuses, Mistake without a key for it.
    """
    try:
        with opened(port) as line:
            request = ReplRequest(line)
            request.forget()
            number, words = request.plainly()
            if number == _PROTECTED:
                number, words = request.signed(keys or Keys())
    except Mistake as mistake:
        raise Mistake(f"The pump keeps its line: {mistake}", _BUTTON) from None
    except (serial.SerialException, Silent, IndexError):
        return  # the port is gone: it restarts; or what answers is no pump
    if number:
        raise KeepsLine(number, words)


def _refusal(said: bytes) -> tuple[int, str]:
    found = _ERROR.search(said)
    return (int(found[1]), found[2].decode(errors="replace")) if found else (0, "")
