"""All that the pump writes down, and what it finds again when the power is back.

ring           a record for each quantum: its intent before it moves, its outcome with the next one
states         an image of the whole pump in two copies, and the ring number up to which it speaks
prescriptions  the text in force, in two copies
events, faults the log lines; a fault stands in both, so that no flood of events evicts it

A record is durable when `append` returns. A failed write is tried three times (C.4), then the
answer is no, and what to do about it is the pump's business. Two things wait for a better moment,
because each file that is written costs a board an erase: lines (`WaitingLines`), all in one, and an
image's second copy until `mirror`.
"""

from micropython import const

from pump.store import record
from pump.store.record import QUANTUM, pack
from pump.store.waiting_lines import WaitingLines

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pump.store.audit_log import AuditLog
    from pump.store.mirrored_file import MirroredFile
    from pump.store.ring import Ring

_TRIES = const(3)
_IMAGE_RECORDS = const(128)  # so that a cold start replays no more: half a sector
_NUMBER_BYTES = const(4)


class Log:
    """Writes for the pump. One buffer for life: a record is built in place."""

    def __init__(
        self,
        ring: "Ring",
        states: "MirroredFile",
        prescriptions: "MirroredFile",
        events: "AuditLog",
        faults: "AuditLog",
    ) -> None:
        self.ring = ring
        self.states = states
        self.prescriptions = prescriptions
        self.events = events
        self.faults = faults
        self._buffer = bytearray(record.SIZE)
        self._image_number = 0  # ring number at the last image
        self._since_image = 0  # slots from there on, as `ring.next` counts them
        self.event_lines = WaitingLines(events)
        self.fault_lines = WaitingLines(faults)
        self._record_missing = False  # the last record is not durable: images tell in its place

    def open(self) -> None:
        """Find the ends of ring and logs. The media may be empty, torn or worn."""
        image = self.image()
        self.ring.open(image[0] if image else 0)
        self.events.open()
        self.faults.open()
        self._image_number = self.ring.next
        self._since_image = 0

    # While it runs -------------------------------------------------------------------------------

    def quantum(self, sequence: int, day: int, ms: int, counted: int, steps: int) -> bool:
        """The last quantum gave `counted`; the next may give `steps`. Whether that is durable."""
        pack(self._buffer, QUANTUM, sequence, day, ms, counted, steps)
        return self._append()

    def outcome(self, sequence: int, day: int, ms: int, least: int, most: int) -> bool:
        """The last quantum gave `least` to `most`; none follows yet. Whether that is durable."""
        record.pack(self._buffer, record.OUTCOME, sequence, day, ms, least, most)
        return self._append()

    def stop(self, sequence: int, day: int, ms: int, reason: int, planned: bool) -> bool:
        """An operator has stopped it, for that reason of 0 .. 65,534. Whether that is durable."""
        record.pack(self._buffer, record.STOP, sequence, day, ms, reason + 1, int(planned))
        return self._append()

    def suspension(self, sequence: int, day: int, ms: int, for_ms: int) -> bool:
        """An operator has suspended it for so long, below 2^27 ms. Whether that is durable."""
        low, high = for_ms & 0xFFFF, for_ms >> 16
        record.pack(self._buffer, record.SUSPENSION, sequence, day, ms, low, high)
        return self._append()

    def event(self, line: bytes, fault: bool) -> None:
        """One line of the event log, a fault's in the fault log too: both wait to be written."""
        self.event_lines.add(line)
        if fault:
            self.fault_lines.add(line)

    def mark(self) -> None:
        """Orders follow: their lines can be withdrawn, up to `release`."""
        self.event_lines.mark()
        self.fault_lines.mark()

    def release(self, happened: bool) -> None:
        """The orders are over. Of those that have not happened no line is written."""
        self.event_lines.release(happened)
        self.fault_lines.release(happened)

    def lines_wait(self) -> bool:
        """Whether lines wait to be written."""
        return len(self.event_lines.lines) > 0

    def prescribe(self, text: str) -> int:
        """The prescription in force from now on: how many of its two copies are durable."""
        return self.prescriptions.save(text.encode(), True)

    def image_due(self) -> bool:
        """Whether a replay would read more records than one look should, or miss the last one."""
        return self._record_missing or self._since_image >= _IMAGE_RECORDS

    def keep(self, image: "bytes | bytearray") -> bool:
        """The whole pump as it is now. Whether a copy is durable: the other one is `mirror`'s."""
        number = self.ring.next
        data = number.to_bytes(_NUMBER_BYTES, "little") + image
        for _ in range(_TRIES):
            if self.states.save(data, False) or self.states.save(data, True):
                self._image_number = number
                self._since_image = 0
                return True
        return False

    def mirror(self) -> None:
        """Write the last image's second copy, where it is behind."""
        self.states.mirror()

    def _append(self) -> bool:
        """Put the record in the buffer into the ring. Whether it is durable."""
        tries = _TRIES
        while tries:
            try:
                self.ring.append(self._buffer)
                self._since_image += 1
                self._record_missing = False
                return True
            except OSError:
                tries -= 1
                self._record_missing = True
                self._since_image = self.ring.next - self._image_number  # it passes slots over
        return False

    # When the power is back ----------------------------------------------------------------------

    def image(self) -> "tuple[int, bytes] | None":
        """(ring number, image) of the newest sound copy; None when there is none."""
        data = self.states.load()
        if data is None:
            return None
        return int.from_bytes(data[:_NUMBER_BYTES], "little"), data[_NUMBER_BYTES:]

    def prescription(self) -> "str | None":
        """The text in force; None when no copy is sound."""
        data = self.prescriptions.load()
        return None if data is None else data.decode()

    def inspect(self, text: str) -> int:
        """Compare what is in force with storage; how many copies differed and are mended."""
        stored = self.prescription()
        damaged = self.prescriptions.damaged
        if stored != text:
            damaged = 2
            self.prescriptions.save(text.encode(), True)
        elif damaged:
            self.prescriptions.mend()
        return damaged

    def records(self, since: int) -> "Iterator[tuple[int, int, int, int, int, int]]":
        """What was recorded from that number on, unpacked. One that rotted is a gap in sequence."""
        for _, entry in self.ring.records(since):
            yield record.unpack(entry)
