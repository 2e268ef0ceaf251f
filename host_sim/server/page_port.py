"""The end of a line that a page holds: bytes between the pump's loop and the web server's thread.

The pump's loop calls what a `Port` has; the web server's thread calls `arrived`, `taken` and
`left`. Each direction is a queue that one side fills and the other empties, and each has a bound. A
page that does not read fills its queue, and what does not fit then is dropped and counted, as on
every port. A page that says more than the pump reads is told so and hung up on.
"""

from collections import deque
from collections.abc import Callable

from host_sim.server.ports import Port

_ROOM = 8192  # bytes on their way to a page that it has not taken
_UNREAD = 65_536  # bytes of a page that wait for the pump: a page asks one line, then waits for it
_CHUNK = 4096  # bytes of a page that one turn takes: the other ports' turns come soon


class PagePort(Port):
    """One page's.

    wake    called from the web server's thread: the pump's loop has something to do
    closed  the page has gone, and all that it said has been read
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        super().__init__()
        self.closed = False
        self._wake = wake
        self._incoming: deque[bytes | None] = deque()  # None: the page has gone
        self._said = 0  # bytes into it, as the web server has put them there
        self._heard = 0  # bytes out of it, as the pump's loop has taken them
        self._outgoing: deque[bytes] = deque()
        self._under_way = 0  # bytes in it, as the pump's loop has put them there
        self._taken = 0  # bytes out of it, as the web server has taken them
        self._tell: Callable[[], None] = _nobody
        self.hung_up = False

    # Called by the web server's thread ---------------------------------------------------------

    def answered(self, tell: Callable[[], None]) -> None:
        """`tell` is called from the pump's loop when `taken` has something."""
        self._tell = tell

    def arrived(self, data: bytes) -> bool:
        """The page has sent that. False: it was dropped, too much of the page's waits unread."""
        if self._said - self._heard + len(data) > _UNREAD:
            return False
        self._incoming.append(data)
        self._said += len(data)
        self._wake()
        return True

    def taken(self) -> bytes:
        """All that the pump has answered, to be sent now."""
        data = b"".join([self._outgoing.popleft() for _ in range(len(self._outgoing))])
        self._taken += len(data)
        if data:
            self._wake()  # there is room again
        return data

    def left(self) -> None:
        """The page has gone."""
        self._incoming.append(None)
        self._wake()

    # Called by the pump's loop -----------------------------------------------------------------

    def read(self) -> bytes:
        """What has arrived, b"" for nothing; of much of it a part, and the loop comes again."""
        found = b""
        while self._incoming:
            if len(found) >= _CHUNK:
                self._wake()
                break
            data = self._incoming.popleft()
            if data is None:
                self.closed = True
                self._gone()
                break
            found += data
            self._heard += len(data)
        return found

    def drop(self) -> None:
        """Hang up: the page finds its socket closed."""
        self.hung_up = True
        self._gone()
        self._tell()

    def close(self) -> None:
        """The pump's loop ends."""
        self.drop()

    def waits_on(self) -> list[int]:
        """Nothing of its own: the loop is woken by `wake`."""
        return []

    def writes_on(self) -> list[int]:
        """Nothing of its own either."""
        return []

    def _write(self, data: bytes) -> int:
        if self.closed or self.hung_up:
            self._waiting.clear()
            return 0
        if self._under_way - self._taken + len(data) > _ROOM:
            return 0
        self._outgoing.append(data)
        self._under_way += len(data)
        self._tell()
        return len(data)


def _nobody() -> None:
    """Nobody is told yet."""
