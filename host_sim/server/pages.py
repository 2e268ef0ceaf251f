"""The pages that are open: the web server opens them, the pump's loop finds them here."""

import contextlib
import os
from collections import deque

from host_sim.server.page_port import PagePort

MOST = 16  # pages at once: each polls, and none may crowd out therapy's own loop


class Pages:
    """Shared by the pump's loop and the web server's thread."""

    def __init__(self) -> None:
        self._came: deque[PagePort] = deque()
        self._open = 0
        self._woken, self._waker = os.pipe()
        os.set_blocking(self._woken, False)
        os.set_blocking(self._waker, False)

    # Called by the web server's thread ---------------------------------------------------------

    def opened(self) -> PagePort | None:
        """A port for a page that has come; None: there are too many."""
        if self._open >= MOST:
            return None
        self._open += 1
        port = PagePort(self.wake)
        self._came.append(port)
        self.wake()
        return port

    def left(self, port: PagePort) -> None:
        """A page has gone."""
        self._open -= 1
        port.left()

    def wake(self) -> None:
        """Let the pump's loop look at its ports."""
        with contextlib.suppress(BlockingIOError):  # it is awake already
            os.write(self._waker, b"!")

    # Called by the pump's loop -----------------------------------------------------------------

    def waits_on(self) -> int:
        """What to select on."""
        return self._woken

    def came(self) -> list[PagePort]:
        """The ports of pages that have come since the last look."""
        with contextlib.suppress(BlockingIOError):
            while os.read(self._woken, 4096):
                pass
        return [self._came.popleft() for _ in range(len(self._came))]

    def close(self) -> None:
        """The loop has ended."""
        os.close(self._woken)
        os.close(self._waker)
