"""Drug that left the catheter's tip, and how much more may: in any 1 h, 4 h and 24 h (D-1 .. D-3).

The past stands in bins of 7.5 minutes, 192 to a day. A window counts every bin that any part of it
touches, and a quantum counts when it ends, so that a sum is never less than the truth; it is more
by what flows in a bin and a quantum, which the bound of the day leaves room for.

Drug is in 1/256 ng as it leaves the tip, in 1/16 ng, rounded up, as bins and bounds have it.
"""

from micropython import const

from pump.core import profile
from pump.core.drug.bounds import Bounds
from pump.core.units import elapsed_ms, moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.codec import Codec, Row

BIN_MS = profile.WINDOW_BIN_MS
UNITS = const(16)  # of drug in a ng, as bins have it
_SHIFT = const(4)  # from 1/256 ng to these
_BINS = const(192)  # x 7.5 min = 24 h
_FOUR_HOURS = const(32)
_HOUR = const(8)
WINDOWS = (_HOUR, _FOUR_HOURS, _BINS)  # closed bins that a window may touch, beside the open one
_QUANTUM = const(3)  # in the bounds, behind the three windows
_WIDTH = const(3)  # bytes of a bin
_MOST = const(0xFFFFFF)  # 1 mg: what is beyond it counts in the bins that follow
_OLD_BINS = const(90)  # of 16 min and five bytes, until version 2
_OLD_WIDTH = const(5)
_OLD_BIN_MS = const(960_000)


class Exposure:
    """A ring of bins, the sums of the three windows over it, and what bounds them.

    recent    drug since the last assessment: not told to the effect yet
    expected  drug that a whole bin gets at the rate that is followed, in 1/16 ng
    """

    def __init__(self) -> None:
        self.recent = 0
        self.expected = 0
        self._open = 0  # 1/256 ng, in the bin that is not over
        self._bins = bytearray(_BINS * _WIDTH)
        self._next = 0
        self._sums = [0, 0, 0]
        self._since_day = -1  # the open bin began then; -1: with the next look
        self._since_ms = 0
        self.bounds = Bounds()

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.recent = codec.whole(self.recent)
        if codec.version == 1:
            self._read_first(codec)
            return
        self.expected = codec.whole(self.expected)
        self._open = codec.whole(self._open)
        self._bins = codec.raw(self._bins)
        self._next = codec.index(self._next, _BINS)
        self._since_day = codec.whole(self._since_day)
        self._since_ms = codec.whole(self._since_ms)
        self.bounds.persist(codec)
        if codec.reads:
            self._sum_up()

    def _read_first(self, codec: "Codec") -> None:
        """Version 1: each old bin's drug counts in the last of the bins that it covers now."""
        old = codec.raw(bytearray(_OLD_BINS * _OLD_WIDTH))
        at = codec.index(0, _OLD_BINS)
        if not codec.reads:
            return
        self._open = self.recent
        self._since_day = -1
        for number in range(_OLD_BINS):
            begin = (at + number) % _OLD_BINS * _OLD_WIDTH
            drug = int.from_bytes(old[begin : begin + _OLD_WIDTH], "little")
            last = ((number + 1) * _OLD_BIN_MS - 1) // BIN_MS
            self._put(last, min(_MOST, -(-drug >> _SHIFT)))
        self._next = 0
        self._sum_up()

    # The past -----------------------------------------------------------------------------------

    def took(self, drug: int) -> None:
        """So much has left the tip just now, in 1/256 ng."""
        self.recent += drug
        self._open += drug

    def take(self) -> int:
        """The recent drug, which is handed on to the effect."""
        drug = self.recent
        self.recent = 0
        return drug

    def flooded(self, drug: int) -> None:
        """Nobody knows what left the tip in 24 hours: so much counts, evenly; 1/256 ng."""
        each = -(-drug // _BINS >> _SHIFT)
        for index in range(_BINS):
            self._put(index, each)
        self._sum_up()

    def roll(self, day: int, ms: int, drug: int = 0) -> bool:
        """It is that moment, until which `drug` (1/256 ng) has left the tip since the last look;
        bins that are over are closed. Whether the rate that is followed may have to be another
        one: the open bin has less room than it gets at that rate.

        Drug counts in the bin in which its quantum ends; one that is longer than a bin, as only the
        simulator has them, in all of its bins evenly.
        """
        self.recent += drug
        if self._since_day < 0:
            self._since_day, self._since_ms = day, ms
        bins = elapsed_ms(self._since_day, self._since_ms, day, ms) // BIN_MS
        if bins <= 0:
            self._open += drug
            return False
        self._since_day, self._since_ms = moment(self._since_day, self._since_ms + bins * BIN_MS)
        each = drug // bins
        drug -= each * bins
        while bins > 0 and (self._open or self._sums[2] or each):
            self._close()
            self._open += each
            bins -= 1
        self._open += drug
        self.bounds.passed(day, ms, self._sums)
        return self.room() < self.expected

    def _close(self) -> None:
        """The open bin is over: it counts for as long as any part of it is in a window."""
        share = self.opened()
        if share > _MOST:
            share = _MOST
        self._open = max(0, self._open - (share << _SHIFT))
        sums, newest = self._sums, self._next
        for window in range(len(WINDOWS)):
            sums[window] += share - self._bin(newest - WINDOWS[window])
        self.bounds.closed(share)
        self._put(newest, share)
        self._next = (newest + 1) % _BINS

    def _bin(self, index: int) -> int:
        at = index % _BINS * _WIDTH
        bins = self._bins
        return bins[at] | bins[at + 1] << 8 | bins[at + 2] << 16

    def _put(self, index: int, share: int) -> None:
        at = index % _BINS * _WIDTH
        bins = self._bins
        bins[at] = share & 255
        bins[at + 1] = share >> 8 & 255
        bins[at + 2] = share >> 16

    def _sum_up(self) -> None:
        for window in range(len(WINDOWS)):
            bins = WINDOWS[window]
            self._sums[window] = sum([self._bin(self._next - 1 - age) for age in range(bins)])

    def window(self, which: int) -> int:
        """Drug in that one of `WINDOWS`, the open bin included; 1/16 ng, never less than true."""
        return self._sums[which] + self.opened()

    def opened(self) -> int:
        """Drug in the bin that is not over; 1/16 ng, rounded up."""
        return -(-self._open >> _SHIFT)

    def day(self) -> int:
        """Drug of the last 24 hours in 1/256 ng."""
        return self.window(2) << _SHIFT

    # What may come ------------------------------------------------------------------------------

    def room(self) -> int:
        """How much more may leave the tip before the open bin is over: the least of the three
        windows', in 1/16 ng. Below 0 where one holds more than it may."""
        most, sums = self.bounds.most, self._sums
        least = most[2] - sums[2]
        for window in (0, 1):
            room = most[window] - sums[window]
            if room < least:
                least = room
        return least + most[_QUANTUM] - self.opened()

    def pace(self) -> int:
        """As much may come before the open bin is over, where it has less room than is wanted.

        A full window leaves room for what leaves it. One that holds more than it may, because more
        came than anybody ordered, would for long leave none, and the hazard has two sides: half of
        what leaves the day with this bin comes in its place, so that the window empties.
        """
        room = self.room()
        if room < -self.bounds.most[_QUANTUM]:
            return self._bin(self._next) >> 1
        return room if room > 0 else 0

    def expect(self, drug: int) -> None:
        """A whole bin gets so much at the rate that is followed from now on; in 1/16 ng."""
        self.expected = drug

    def left_ms(self, day: int, ms: int) -> int:
        """How long the open bin lasts from that moment on, 1 .. 450,000 ms."""
        if self._since_day < 0:
            return BIN_MS
        return BIN_MS - elapsed_ms(self._since_day, self._since_ms, day, ms)

    def bound(self, own: "Row", day: int, ms: int) -> None:
        """Windows may hold that much from now on, as `bounds_of` says it."""
        self.bounds.follow(own, day, ms, self._sums, self.opened())

    def bounds_under(self, own: "Row", day: int, ms: int) -> Bounds:
        """The bounds as they would be with others from that moment on."""
        return self.bounds.under(own, day, ms, self._sums, self.opened())

    def past(self) -> list[int]:
        """The closed bins, the oldest first: a copy, for whoever looks ahead."""
        bins, at = self._bins, self._next
        # not by _bin(): a board takes three times as long for 192 calls
        found = [
            bins[index] | bins[index + 1] << 8 | bins[index + 2] << 16
            for index in range(0, _BINS * _WIDTH, _WIDTH)
        ]
        return found[at:] + found[:at]
