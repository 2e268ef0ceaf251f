"""The two ends that a tester plugs into: a pseudo-terminal and a TCP socket. Bytes only.

Neither blocks: what a host does not read is dropped past ROOM and counted, as a board does.
"""

import contextlib
import ctypes
import errno
import os
import pty
import socket
import tty
from pathlib import Path

ROOM = 65_536  # bytes of replies that wait for a slow reader
_CHUNK = 4096
_HOST = "127.0.0.1"


class Port:
    """What both have in common: replies that wait, and whether a client is there."""

    def __init__(self) -> None:
        self.dropped = 0
        self._waiting = bytearray()
        self._dropped_line = False
        self._replaced = False

    def replaced(self) -> bool:
        """True once when a client has gone and another has come before what was read last."""
        was = self._replaced
        self._replaced = False
        return was

    def send(self, data: bytes) -> None:
        """Queue a reply; what does not fit is dropped from its end and counted."""
        free = ROOM - len(self._waiting)
        self.dropped += max(0, len(data) - free)
        self._waiting += data[:free]
        self.flush()

    def flush(self) -> None:
        """Hand over what the other end takes now."""
        while self._waiting:
            sent = self._write(bytes(self._waiting[:_CHUNK]))
            if sent == 0:
                return
            del self._waiting[:sent]

    def lost(self) -> bool:
        """True once after the client has gone."""
        was = self._dropped_line
        self._dropped_line = False
        return was

    def unsent(self) -> bool:
        """Whether replies wait for the client."""
        return bool(self._waiting)

    def read(self) -> bytes:
        """What has arrived, b"" for nothing."""
        raise NotImplementedError

    def drop(self) -> None:
        """Hang up on the client."""
        raise NotImplementedError

    def close(self) -> None:
        """No client any more."""
        raise NotImplementedError

    def waits_on(self) -> list[int]:
        """What to select on for reading."""
        raise NotImplementedError

    def writes_on(self) -> list[int]:
        """What to select on while replies wait."""
        raise NotImplementedError

    def _gone(self) -> None:
        self._dropped_line = True
        self._waiting.clear()

    def _write(self, data: bytes) -> int:
        raise NotImplementedError


class _Closings:
    """Whether a file was closed by anyone: the kernel tells even when another opens it at once.

    A hang-up alone is not enough: a client that comes before it is read hides it, and would then
    inherit half a line. Linux only; elsewhere nothing is seen and the hang-up must do.
    """

    _CLOSED = 0x08 | 0x10  # IN_CLOSE_WRITE, IN_CLOSE_NOWRITE

    def __init__(self, path: str) -> None:
        self._end = -1
        libc = ctypes.CDLL(None)
        if hasattr(libc, "inotify_init1"):
            self._end = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
            libc.inotify_add_watch(self._end, path.encode(), self._CLOSED)

    def seen(self) -> bool:
        """True once after closings."""
        if self._end < 0:
            return False
        try:
            return bool(os.read(self._end, _CHUNK))
        except BlockingIOError:
            return False

    def close(self) -> None:
        """Stop watching."""
        if self._end >= 0:
            os.close(self._end)


class PtyPort(Port):
    """A raw pseudo-terminal under a symbolic link. A hang-up is its "DTR"."""

    def __init__(self, path: Path) -> None:
        """FileExistsError when the path is taken by anything but a link that leads nowhere."""
        super().__init__()
        if path.is_symlink() and not path.exists():
            path.unlink()
        if path.is_symlink() or path.exists():
            text = "%s is taken: another pump may be serving there; give another --pty"
            raise FileExistsError(text % path)
        self.path = path
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        os.set_blocking(self._master, False)
        self._open = False
        self._name = os.ttyname(slave)
        os.close(slave)  # held open, it would hide every hang-up
        self._closings = _Closings(self._name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(self._name)

    def waits_on(self) -> list[int]:
        """What to select on for reading: nothing while no client is there, it would not wait."""
        return [self._master] if self._open else []

    def writes_on(self) -> list[int]:
        """What to select on while replies wait."""
        return [self._master] if self._open and self.unsent() else []

    def read(self) -> bytes:
        """What has arrived, b"" for nothing. Also notices clients that come and go.

        What a client left behind is read before `lost` tells of its closing. Where another has
        taken its place meanwhile, the bytes count as the newcomer's, and `replaced` tells first.
        """
        closed = self._closings.seen()
        data = self._read()
        if closed and self._open:
            data += self._read()
            self._replaced = self._open
        return data

    def _read(self) -> bytes:
        try:
            data = os.read(self._master, _CHUNK)
        except BlockingIOError:
            self._open = True
            return b""
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            if self._open:
                self._open = False
                self._gone()
            return b""
        self._open = True
        return data

    def drop(self) -> None:
        """Hang up on the client; the path leads to a new terminal from now on."""
        self.path.unlink(missing_ok=True)
        self._closings.close()
        os.close(self._master)
        self._gone()
        lost, dropped = self._dropped_line, self.dropped
        self.__init__(self.path)
        self._dropped_line, self.dropped = lost, dropped

    def close(self) -> None:
        """Take the link away."""
        if self.path.is_symlink() and os.readlink(self.path) == self._name:
            self.path.unlink()
        self._closings.close()
        os.close(self._master)

    def _write(self, data: bytes) -> int:
        if not self._open:
            self._waiting.clear()
            return 0
        try:
            return os.write(self._master, data)
        except BlockingIOError:
            return 0
        except OSError:
            self._gone()
            return 0


class TcpPort(Port):
    """A listener on 127.0.0.1 for one controller at a time; a second is told so and sent away."""

    def __init__(self, where: str) -> None:
        """`where` is HOST:PORT. ValueError for another host; OSError when the port is busy."""
        super().__init__()
        host, _, number = where.rpartition(":")
        if (
            host not in (_HOST, "localhost")
            or not (number.isascii() and number.isdigit())
            or int(number) > 65_535
        ):
            words = (
                "--tcp takes 127.0.0.1:PORT, PORT from 0 to 65535, not %s: the bench stays local"
            )
            raise ValueError(words % where)
        self._listener = socket.create_server((_HOST, int(number)), reuse_port=False)
        self._listener.setblocking(False)
        self._client: socket.socket | None = None

    def number(self) -> int:
        """The port in fact listened on."""
        return int(self._listener.getsockname()[1])

    def waits_on(self) -> list[int]:
        """What to select on for reading."""
        ends = [self._listener.fileno()]
        return ends if self._client is None else [*ends, self._client.fileno()]

    def writes_on(self) -> list[int]:
        """What to select on while replies wait."""
        return [self._client.fileno()] if self._client is not None and self.unsent() else []

    def read(self) -> bytes:
        """What has arrived, b"" for nothing. Also takes a new controller."""
        data = self._receive()
        if data:
            return data  # it is answered first: whoever connects waits for the next turn
        try:
            newcomer, _ = self._listener.accept()
        except OSError:
            return b""
        data = self._receive()  # a controller that has just left makes room
        self._welcome(newcomer)
        return data

    def _receive(self) -> bytes:
        if self._client is None:
            return b""
        try:
            data = self._client.recv(_CHUNK)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self.drop()
        return data

    def _welcome(self, newcomer: socket.socket) -> None:
        if self._client is not None:
            with contextlib.suppress(OSError):
                newcomer.send(b"busy: one controller at a time\n")
            newcomer.close()
            return
        newcomer.setblocking(False)
        newcomer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._client = newcomer

    def drop(self) -> None:
        """Close the controller's connection."""
        if self._client is not None:
            self._client.close()
            self._client = None
            self._gone()

    def close(self) -> None:
        """Close both ends."""
        self.drop()
        self._listener.close()

    def _write(self, data: bytes) -> int:
        if self._client is None:
            self._waiting.clear()
            return 0
        try:
            return self._client.send(data)
        except BlockingIOError:
            return 0
        except OSError:
            self.drop()
            return 0
