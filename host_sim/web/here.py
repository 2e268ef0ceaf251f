"""A pump in the browser itself: what the page's worker calls. MicroPython there; CPython in tests.

Text is one character a byte, as every link of the page hands it over.
"""

from host_sim.board.bench import Bench
from host_sim.board.hands import Hands
from host_sim.board.setup import Setup
from host_sim.scenario.conversation import Conversation
from host_sim.scenario.story import Story

TITLE = "# What was done on the bench"
_SLICE_MS = 600_000  # simulated, at once: an order of the page does not wait for more


class Here:
    """A new pump on a bench. `speed`: simulated seconds a second; 0: time moves by SIM:TIME:ADV."""

    def __init__(self, speed: int = 1) -> None:
        self.bench = Bench(Setup())
        self.bench.speed = speed
        self._story = Story(TITLE)
        self._talk = Conversation(self.bench, Hands(self.bench), None, self._story)
        self._owed_ms = 0.0

    def said(self, text: str) -> str:
        """What the page has sent; what the pump answers."""
        data = self.bench.corrupted(bytes([ord(character) & 0xFF for character in text]))
        reply = b""
        for line in _lines(data):
            reply += self._talk.line(line)
            self._talk.cut()
        return "".join([chr(byte) for byte in reply])

    def hung_up(self) -> bool:
        """Whether the pump's end hangs up now: SIM:LINK:DROP."""
        if not self.bench.drop_wanted():
            return False
        self._talk.lost()
        return True

    def passed(self, real_ms: float) -> bool:
        """That much of the clock's time has gone. Whether all that it owes is lived."""
        self._owed_ms += real_ms * self.bench.speed
        whole = min(int(self._owed_ms), _SLICE_MS)
        if whole > 0:
            self._owed_ms -= whole
            self.bench.run_to(self.bench.time_ms() + whole)
        return self._owed_ms < 1

    def scenario(self) -> str:
        """What was done so far."""
        return self._story.text(self.bench.time_ms())

    def events(self) -> str:
        """The event log that is kept, as it is stored."""
        return stored(self.bench)


def stored(bench: Bench) -> str:
    """The event log that a bench's pump keeps, line by line."""
    log = bench.instrument.log.events
    number, found = log.first, b""
    while number <= log.count:
        lines = log.data(number, 8)
        found += lines
        number += lines.count(b"\n")
    return found.decode()


def _lines(data: bytes) -> "list[bytes]":
    """With their ends; the last may lack one. MicroPython's splitlines keeps none."""
    found, begun = [], 0
    for at in range(len(data)):
        if data[at] == 10:
            found.append(data[begun : at + 1])
            begun = at + 1
    return found + [data[begun:]] if begun < len(data) else found
