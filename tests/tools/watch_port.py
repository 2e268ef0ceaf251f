"""A port that a test may take away, and a clock that it moves: for `pumpctl status --watch`."""

from tests.tools.pumpctl_peer import Peer
from tests.tools.watch_views import AT
from tools.pumpctl.client.trouble import LinkLost
from tools.pumpctl.watcher import HostClock


class Port(Peer):
    """A peer whose port may be gone; each line that the pump has to answer is counted."""

    gone = False

    def send(self, data):
        self._there()
        super().send(data)

    def receive(self, wanted):
        self._there()
        return super().receive(wanted)

    def reopen(self):
        self._there()
        super().reopen()

    def _there(self):
        if self.gone:
            raise LinkLost("/dev/ttyACM0 was lost", "plug it in again")

    def asked(self):
        """The messages since the last call, without their tags and checks."""
        found = [line.decode().split(" ", 1)[1].rsplit(" ~")[0] for line in self.lines]
        self.lines.clear()
        return found


class Seconds:
    """This computer's clock, moved by the waits; each may be told what happens in it."""

    def __init__(self, *happens):
        self.now_s = 0.0
        self.waits = []
        self._happens = list(happens)

    def pause(self, seconds):
        self.waits.append(seconds)
        self.now_s += seconds
        if not self._happens:
            raise KeyboardInterrupt
        self._happens.pop(0)()

    def host(self):
        return HostClock(lambda: self.now_s, lambda: AT, self.pause)
