"""The port: a tty, a pty or a socket, by pyserial. Knows bytes, no lines."""

import time
from collections.abc import Callable
from typing import Protocol

import serial

from .address import url_of
from .trouble import LinkLost

BAUD = 115_200
TIMEOUT_S = 3.0  # three tries end within the 10 s for which the pump keeps a reply
_REPLY_S = 1.0  # the longest reply, 9,000 bytes, takes 0.8 s at BAUD
_REOPENS = 20
_REOPEN_S = 0.25
_REOPEN_MOST_S = 10.0
_ROOM = 65_536  # what is forgotten at once: a line may bring more for ever


class Link(Protocol):
    """What a conversation needs of a port. Every method may raise LinkLost."""

    def send(self, data: bytes) -> None:
        """Hand the bytes over. The link's time counts from here."""
        ...

    def receive(self, wanted: int) -> bytes:
        """Up to that many bytes; fewer, or none, when no more come within the link's time, and none
        once a reply to what was sent last would be over: a line may chatter for ever."""
        ...

    def forget(self) -> None:
        """Drop what has arrived and nobody has read."""
        ...

    def reopen(self) -> None:
        """The port was lost: open it again, waiting some seconds for it to come back."""
        ...

    def close(self) -> None:
        """Give the port back."""
        ...


class SerialLink:
    """A port that pyserial opens."""

    def __init__(
        self,
        port: str,
        timeout_s: float,
        pause: Callable[[float], None] = time.sleep,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Opens it: a tty, a pty, socket://HOST:PORT or HOST:PORT. LinkLost when it is not there,
        or another program has it; Mistake for a name that cannot be one."""
        self._port = url_of(port)
        self._timeout_s = timeout_s
        self._pause = pause
        self._now_s = now_s
        self._until_s = now_s() + timeout_s + _REPLY_S
        self._serial = self._opened()

    def _opened(self) -> serial.Serial:
        try:
            port = serial.serial_for_url(self._port, BAUD, do_not_open=True)
            port.timeout = port.write_timeout = self._timeout_s
            if "://" not in self._port:
                port.exclusive = True  # two programs at one tty would take each other's replies
            port.open()
        except (OSError, ValueError) as error:
            raise LinkLost(
                f"{self._port} cannot be opened: {error}",
                "is the pump there, and no other program at its port? pumpctl ports lists ports; a "
                "simulator listens after make serve",
            ) from None
        return port

    def send(self, data: bytes) -> None:
        try:
            self._serial.write(data)
            self._until_s = self._now_s() + self._timeout_s + _REPLY_S
        except OSError as error:
            raise self._lost(error) from None

    def receive(self, wanted: int) -> bytes:
        if self._now_s() >= self._until_s:
            return b""
        try:
            return self._serial.read(wanted)
        except (OSError, TypeError) as error:  # TypeError: pyserial's, of a port closed meanwhile
            raise self._lost(error) from None

    def forget(self) -> None:
        try:
            if "://" not in self._port:
                self._serial.reset_input_buffer()
                return
            self._serial.timeout = 0  # pyserial's own reads from a socket as long as bytes come
            self._serial.read(_ROOM)
            self._serial.timeout = self._timeout_s
        except OSError as error:
            raise self._lost(error) from None

    def reopen(self) -> None:
        self.close()
        until_s = self._now_s() + _REOPEN_MOST_S
        for _ in range(_REOPENS - 1):
            try:
                self._serial = self._opened()
                return
            except LinkLost:
                if self._now_s() >= until_s:
                    raise
                self._pause(_REOPEN_S)
        self._serial = self._opened()

    def close(self) -> None:
        socket = getattr(self._serial, "_socket", None)
        self._serial.close()
        if socket is not None:
            socket.close()  # pyserial leaves it open when the peer was the first to go

    def _lost(self, error: Exception) -> LinkLost:
        again = "plug it in again, then pumpctl status"
        if "://" in self._port:
            again = (
                "has another program the port? A simulator takes one controller at a time; else "
            )
            again += "is it still served? pumpctl ports"
        return LinkLost(f"{self._port} was lost: {error}", again)
