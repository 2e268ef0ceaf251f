"""The ring cut at every program and erase, and what follows each cut cut again.

After every cut: all acknowledged records that the ring's length promises are read back, unchanged,
in order, none twice; the one under way is there wholly or not at all. Then the ring takes records
again, only into slots that are erased, and one more power-on finds those too.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from host_sim.board.nor import NorFlash
from pump.store import record
from pump.store.ring import Ring
from tests.cuts.harness import Change, leave, point, watched
from tests.cuts.table import Table

_VOID = b"\0" * record.SIZE
_ERASED = b"\xff" * record.SIZE

_REMEMBERED = 4096  # slots

Given = list[tuple[int, bytes]]


@dataclass(frozen=True)
class Plan:
    """How much is done with which flash.

    rounds  so many times each sector is filled
    again   so many ways to tear are taken where what follows a cut is cut; 0: that is not done
    every   one in so many of the first cuts is taken, by turns in all ways; a prime
    since   so many records back are read after a cut; 0: all
    """

    sectors: int
    sector_bytes: int
    rounds: int
    again: int = 2
    every: int = 1
    since: int = 0

    @property
    def per(self) -> int:
        return self.sector_bytes // record.SIZE - 1

    def name(self) -> str:
        return f"ring of {self.sectors} x {self.sector_bytes} bytes, {self.rounds} times round"


# Few records are quickly read; two pages a sector have an inside; the last is what boards have.
PLANS = (
    Plan(2, 256, 6),
    Plan(3, 256, 6),
    Plan(4, 256, 4),
    Plan(3, 512, 2),
    Plan(32, 4096, 2, again=0, every=97, since=64),
)


def tables(share: int, show: bool) -> Iterator[Table]:
    """All plans; one in `share`, a prime or 1, of their first cuts and all that follows those."""
    for plan in PLANS:
        yield Cuts(replace(plan, every=plan.every * share), show).run()


def entry(number: int) -> bytes:
    """A record that occurs once."""
    into = bytearray(record.SIZE)
    record.pack(into, record.QUANTUM, number, number >> 8, number * 61_003 % 86_400_000, 40, 50)
    return bytes(into)


def operation(change: Change) -> str:
    """What the ring was doing."""
    if change.data is None:
        return "erase"
    if change.data == _VOID:
        return "void a header"
    return "header" if record.unpack(change.data)[0] == record.SECTOR else "record"


class Writer:
    """A ring and what it acknowledged; `pending` is being appended."""

    def __init__(self, flash: NorFlash, given: Given, pending: bytes | None = None) -> None:
        self.flash = flash
        self.given = given
        self.pending = pending
        self.ring = Ring(flash)

    def append(self, number: int) -> None:
        self.pending = entry(number)
        self.ring.append(self.pending)
        self.given.append((self.ring.next - 1, self.pending))
        self.pending = None

    def power_on(self, plan: Plan) -> None:
        """Open what is there and hold it against what was acknowledged."""
        ring, given = self.ring, self.given
        ring.open()
        oldest = ring.oldest
        if oldest > max(ring.next - plan.per * (plan.sectors - 2), 0):
            raise AssertionError(f"kept from {oldest} only, next is {ring.next}")
        if plan.since and oldest < ring.next - plan.since:
            oldest = ring.next - plan.since
        read = list(ring.records(oldest))
        if read and read[-1][1] == self.pending:
            given = self.given = [*given, read[-1]]
        first = len(given) - len(read)
        if read != given[first:] or (first and given[first - 1][0] >= oldest):
            raise AssertionError("what is read is not what was acknowledged")
        self.pending = None


class Cuts:
    """Runs a plan; the cuts are counted in `table`."""

    def __init__(self, plan: Plan, show: bool = False) -> None:
        self.plan = plan
        self.table = Table(plan.name(), show)
        self._once = NorFlash(plan.sectors, plan.sector_bytes)
        self._twice = NorFlash(plan.sectors, plan.sector_bytes)
        self._number = 0

    def run(self) -> Table:
        """AssertionError, with the place, where something does not hold."""
        plan = self.plan
        flash = NorFlash(plan.sectors, plan.sector_bytes)
        writer = Writer(flash, [])
        writer.ring.open()
        records = plan.rounds * plan.sectors * plan.per

        def work() -> None:
            for number in range(records):
                # every other round prepares ahead, so that late erases are cut too
                if number // (plan.sectors * plan.per) % 2 == 0:
                    writer.ring.erase_ahead()
                writer.append(number)
                self.table.progress(number, records)

        # most slots are seen again after each cut, and a check of 16 bytes has one answer
        plain, record.sound = record.sound, functools.lru_cache(_REMEMBERED)(record.sound)
        try:
            watched([flash], work, functools.partial(self._cut, writer))
        finally:
            record.sound = plain
        self.table.end()
        return self.table

    def _cut(self, writer: Writer, change: Change) -> None:
        """Every point of a change of the workload."""
        kind = operation(change)
        self.table.places[kind] += 1
        for how in change.points():
            self._number += 1
            if self._number % self.plan.every:
                continue
            self._once.image[:] = writer.flash.image
            leave(self._once, change, how)
            self.table.add(kind, "once", point(how))
            try:
                self._go_on(Writer(self._once, writer.given[:], writer.pending))
            except AssertionError as error:
                raise AssertionError(f"{self.plan}, {change}, how {how}: {error}") from error

    def _go_on(self, writer: Writer) -> None:
        """Power on, write on, power on once more."""
        writer.power_on(self.plan)

        def work() -> None:
            writer.ring.erase_ahead()
            for extra in range(2):
                writer.append(1_000_000 + extra)

        watched([writer.flash], work, functools.partial(self._cut_again, writer))
        Writer(writer.flash, writer.given).power_on(self.plan)

    def _cut_again(self, writer: Writer, change: Change) -> None:
        slot = writer.flash.image[change.at : change.at + record.SIZE]
        if change.data not in (None, _VOID) and slot != _ERASED:
            raise AssertionError(f"writes over something at {change.at}")
        if not self.plan.again:
            return
        kind = operation(change)
        for how in change.points(self.plan.again, self._number):
            self._twice.image[:] = writer.flash.image
            leave(self._twice, change, how)
            self.table.add(kind, "twice in a row", point(how))
            try:
                Writer(self._twice, writer.given, writer.pending).power_on(self.plan)
            except AssertionError as error:
                raise AssertionError(f"then {change}, how {how}: {error}") from error
