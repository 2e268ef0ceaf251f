"""The simulator's bench as a client's port: what is sent is answered at once, in the bench's time.

`pass_s` lets simulated time go by: a client that waits for the pump is given it for its sleep.
"""

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup


class BenchLink:
    """A `Link` to a pump and its plant; `bench` is both."""

    def __init__(self, setup: Setup | None = None) -> None:
        self.bench = Bench(setup or Setup())
        self._session = self.bench.instrument.new_session(0)
        self._arrived = b""

    def send(self, data: bytes) -> None:
        self._arrived += self.bench.converse(self._session, data)

    def receive(self, wanted: int) -> bytes:
        data, self._arrived = self._arrived[:wanted], self._arrived[wanted:]
        return data

    def forget(self) -> None:
        self._arrived = b""

    def reopen(self) -> None:
        self._arrived = b""

    def close(self) -> None:
        pass

    def pass_s(self, seconds: float) -> None:
        """So much simulated time."""
        self.bench.run_to(self.bench.time_ms() + round(seconds * 1000))
