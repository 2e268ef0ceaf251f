"""Every change of the board's flash in one run, with where the rotor stood; and the cuts of it.

Nothing is cut while the run goes on: what a cut at any change would have left is put together
afterwards, from the changes before it. A change is taken to leave the rotor where it stood as it
began; what turned meanwhile shows in the cut before the next one. Knows the flash map. Does not
know what is written, nor what a pump must make of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from host_sim.board.nor import NorFlash
from host_sim.pico.pico import Pico
from host_sim.pico.uf2 import FLASH_BYTES
from tests.board.cuts.simulated import RING_AT
from tests.cuts.harness import AFTER, BEFORE, Change, leave, point

QUIET = "no write"
_SECTOR_BYTES = 4096
_SLOT_BYTES = 16
_ERASED = 0xFF
_SPREAD = 7  # changes in a row are torn in ways far apart


@dataclass(frozen=True)
class Report:
    """What the pump answered between two orders.

    state, digest, bolus   of therapy, of the prescription in force, of the last bolus
    lines, newest          of the log: how many, and the last one's text
    """

    state: str
    digest: str
    bolus: str
    lines: int
    newest: str


@dataclass(frozen=True)
class Cut:
    """The power went. flash: what stands there; position: the rotor's, in steps.

    before, after   what was reported last, and what was reported next: one of these must be found
    """

    number: int
    operation: str
    how: int
    flash: bytes
    position: int
    before: Report
    after: Report

    def __str__(self) -> str:
        return f"{self.operation}, change {self.number}, cut {self.how}, rotor {self.position}"

    @property
    def point(self) -> str:
        """before, torn or after."""
        return point(self.how)

    def key(self) -> tuple[object, ...]:
        """Two of the same key are the same: after a change is before the next one."""
        return hash(self.flash), self.position, self.before, self.after


class Tape:
    """Listens to a board, and to the next one on the same flash."""

    def __init__(self, flash: bytes) -> None:
        self._flash = flash
        self._changes: list[tuple[Change | None, int, int]] = []  # with position, how many reports
        self._reports: list[Report] = []

    def listen(self, pico: Pico, position) -> None:
        """From now on. `position()` is the rotor's."""

        def before(kind: str, at: int, data) -> None:
            held = None if data is None else bytes(data)
            self._add(Change(0, kind, at, held), position())

        pico.flash.before = before

    def pause(self, position: int) -> None:
        """The power may go here too, where nothing is written."""
        self._add(None, position)

    def note(self, report: Report) -> None:
        """What holds from now on."""
        self._reports.append(report)

    def forget(self) -> None:
        """What came before cannot be cut: the flash as it is after it is where the cuts begin."""
        self._flash = bytes(self._replayed())
        self._changes = []
        self._reports = self._reports[-1:]

    def __len__(self) -> int:
        return len(self._changes)

    def _add(self, change: Change | None, position: int) -> None:
        self._changes.append((change, position, len(self._reports)))

    def _replayed(self) -> bytearray:
        flash = _nor(self._flash)
        for change, _, _ in self._changes:
            if change is not None:
                leave(flash, change, AFTER)
        return flash.image

    def cuts(self, tears: int) -> Iterator[Cut]:
        """Before each change, torn in so many ways, after it."""
        flash = _nor(self._flash)
        for number, (change, position, count) in enumerate(self._changes):
            reports = self._reports[max(count - 1, 0) : count + 1]
            ways = [BEFORE] if change is None else [BEFORE, *torn(change, tears, number), AFTER]
            held = bytes(flash.image)
            for how in ways:
                if change is not None:
                    flash.image[:] = held
                    leave(flash, change, how)
                left = bytes(flash.image)
                yield Cut(number, operation(change), how, left, position, reports[0], reports[-1])


def torn(change: Change, most: int, number: int) -> list[int]:
    """So many ways to tear it, others for other numbers, each within the bytes that it changes."""
    data = change.data
    ways = list(change.points())[1:-1]
    if data is not None:
        ways = [how for how in ways if data[how // 3 % len(data)] != _ERASED]
    first = number * _SPREAD
    step = max(len(ways) // most, 1)
    return [ways[(first + step * i) % len(ways)] for i in range(min(most, len(ways)))]


def operation(change: Change | None) -> str:
    """Its row in the table."""
    if change is None:
        return QUIET
    data = change.data
    if data is None:
        in_ring = change.at * _SECTOR_BYTES >= RING_AT
        return "ring erase" if in_ring else "littlefs erase"
    if change.at < RING_AT:
        return "littlefs program"
    if change.at % _SECTOR_BYTES or data[0] == _ERASED:
        return "ring record"
    return "ring header" if any(data[:_SLOT_BYTES]) else "void a header"


def _nor(image: bytes) -> NorFlash:
    flash = NorFlash(FLASH_BYTES // _SECTOR_BYTES, _SECTOR_BYTES)
    flash.image[:] = image
    return flash
