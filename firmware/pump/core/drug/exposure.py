"""Drug that left the catheter's tip, and how much more may: in any 1 h, 4 h and 24 h (D-1 .. D-3).

The past stands in bins of 7.5 minutes, 192 to a day. A window counts every bin that any part of it
touches, and a quantum counts when it ends, so that a sum is never less than the truth; it is more
by what flows in a bin and a quantum, which the bound of the day leaves room for.

Drug is in 1/256 ng as it leaves the tip, in 1/16 ng, rounded up, as bins and bounds have it.
"""

from micropython import const

from pump.core import profile
from pump.core.drug.bounds import Bounds
from pump.core.units import MS_PER_DAY, moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.protocols import Codec, Row

BIN_MS = profile.WINDOW_BIN_MS
_TWO_BINS_MS = 2 * BIN_MS
UNITS = const(16)  # of drug in a ng, as bins have it
_SHIFT = const(4)  # from 1/256 ng to these
_BINS = const(192)  # x 7.5 min = 24 h
_FOUR_HOURS = const(32)
_HOUR = const(8)
WINDOWS = (_HOUR, _FOUR_HOURS, _BINS)  # closed bins that a window may touch, beside the open one
_DAY = const(2)  # of these
_ROUND = const(15)  # so that a shift to 1/16 ng rounds up
_QUANTUM = const(3)  # in the bounds, behind the three windows
_WIDTH = const(3)  # bytes of a bin
_LAST_BYTE = const(573)  # where the last bin of the ring begins
_MOST = const(0xFFFFFF)  # 1 mg: what is beyond it counts in the bins that follow
_OLD_BINS = const(90)  # of 16 min and five bytes, until version 2
_OLD_WIDTH = const(5)
_OLD_BIN_MS = const(960_000)


class Exposure:
    """A ring of bins and what bounds the three windows over it. Only the day's sum is at hand.

    recent    drug since the last assessment: not told to the effect yet
    expected  drug that a whole bin gets at the rate that is followed, in 1/16 ng
    """

    def __init__(self) -> None:
        self.recent = 0
        self.expected = 0
        self._rest_ms = BIN_MS  # of the open bin, from the last `roll` on
        self._open = 0  # 1/256 ng, in the bin that is not over
        self._bins = bytearray(_BINS * _WIDTH)
        self._next = 0
        self._daily = 0  # drug in the closed bins
        self._since_day = -1  # the open bin began then; -1: with the next look
        self._since_ms = 0
        self.bounds = Bounds()
        self._spare = self._left()  # or less: what has come since then is taken off

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

    def untake(self, drug: int) -> None:
        """So much of the recent drug did not leave the tip; below 0: it did. 1/256 ng."""
        self.recent -= min(drug, self.recent)

    def flooded(self, drug: int) -> None:
        """Nobody knows what left the tip in 24 hours: so much counts, evenly; 1/256 ng."""
        each = -(-drug // _BINS >> _SHIFT)
        for index in range(_BINS):
            self._put(index, each)
        self._sum_up()

    def roll(self, day: int, ms: int, drug: int = 0) -> bool:
        """It is that moment, until which `drug` (1/256 ng) has left the tip since the last look.
        Whether the open bin has less room than it gets at the rate that is followed. Drug counts in
        the bin in which its quantum ends; one longer than that, in all evenly.
        """
        self.recent += drug
        if self._since_day < 0:
            self._since_day, self._since_ms = day, ms
        passed_ms = (day - self._since_day) * MS_PER_DAY + ms - self._since_ms
        self._rest_ms = BIN_MS - passed_ms % BIN_MS
        if passed_ms < BIN_MS:
            self._open += drug
            return False
        if passed_ms < _TWO_BINS_MS:  # nearly always
            since_ms = self._since_ms + BIN_MS
            if since_ms >= MS_PER_DAY:
                since_ms -= MS_PER_DAY
                self._since_day += 1
            self._since_ms = since_ms
            if self._open or self._daily:
                self._close()
            self._open += drug
        else:
            self._roll_on(passed_ms // BIN_MS, drug)
        if self.bounds.before:
            self.bounds.passed(day, ms, self._sums())
            self._spare = self._left()
        most = self.bounds.most
        room = most[_DAY] - self._daily
        if self._spare < room:
            room = self._spare
        if room + most[_QUANTUM] - (self._open + _ROUND >> _SHIFT) >= self.expected:
            return False  # nearly always, and as `_room_at_least` finds it
        self._spare = self._left()
        return self._room_at_least() < self.expected

    def _roll_on(self, bins: int, drug: int) -> None:
        """So many bins are over, and so much drug has left the tip in all of them evenly."""
        self._since_day, self._since_ms = moment(self._since_day, self._since_ms + bins * BIN_MS)
        each = drug // bins
        drug -= each * bins
        while bins > 0 and (self._open or self._daily or each):
            self._close()
            self._open += each
            bins -= 1
        self._open += drug

    def _close(self) -> None:
        """The open bin is over: it counts for as long as any part of it is in a window."""
        share = self._open + _ROUND >> _SHIFT
        if share > _MOST:
            share = _MOST
            self._open -= _MOST << _SHIFT
        else:
            self._open = 0
        # `_bin` and `_put`, in place: the bin that leaves the day makes room for this one
        bins, at = self._bins, self._next * _WIDTH
        self._daily += share - (bins[at] | bins[at + 1] << 8 | bins[at + 2] << 16)
        bins[at] = share & 255
        bins[at + 1] = share >> 8 & 255
        bins[at + 2] = share >> 16
        self._next = self._next + 1 if at < _LAST_BYTE else 0
        self._spare -= share
        if self.bounds.before:
            self.bounds.closed(share)

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
        self._daily = self._sum(_BINS)
        self._spare = self._left()

    def _sum(self, newest: int) -> int:
        """Drug in so many of the newest bins that are over."""
        bins, at, found = self._bins, self._next * _WIDTH, 0
        for _ in range(newest):
            at -= _WIDTH  # below 0 from the ring's end, as indices are
            found += bins[at] | bins[at + 1] << 8 | bins[at + 2] << 16
        return found

    def _sums(self) -> list[int]:
        return [self._sum(_HOUR), self._sum(_FOUR_HOURS), self._daily]

    def window(self, which: int) -> int:
        """Drug in that one of `WINDOWS`, the open bin included; 1/16 ng, never less than true."""
        closed = self._daily if which == _DAY else self._sum(WINDOWS[which])
        return closed + self.opened()

    def opened(self) -> int:
        """Drug in the bin that is not over; 1/16 ng, rounded up."""
        return self._open + _ROUND >> _SHIFT

    def day(self) -> int:
        """Drug of the last 24 hours in 1/256 ng."""
        return self.window(_DAY) << _SHIFT

    # What may come ------------------------------------------------------------------------------

    def room(self) -> int:
        """How much more may leave the tip before the open bin is over: the least of the three
        windows', in 1/16 ng. Below 0 where one holds more than it may."""
        left = self._left()
        most = self.bounds.most
        least = most[_DAY] - self._daily
        if left < least:
            least = left
        return least + most[_QUANTUM] - self.opened()

    def takes(self, drug: int) -> bool:
        """Whether there is room for so much, in 1/16 ng: as `room`, and mostly without summing."""
        return self._room_at_least() >= drug or self.room() >= drug

    def _room_at_least(self) -> int:
        """The same, where all counts as in the windows of 1 h and 4 h that has come since they were
        summed up: what has left them is not looked for."""
        most = self.bounds.most
        least = most[_DAY] - self._daily
        if self._spare < least:
            least = self._spare
        return least + most[_QUANTUM] - (self._open + _ROUND >> _SHIFT)

    def _left(self) -> int:
        """What the windows of 1 h and 4 h may still take in bins that are over: the lesser."""
        most, bins, at = self.bounds.most, self._bins, self._next * _WIDTH
        found = hour = 0
        for age in range(_FOUR_HOURS):
            if age == _HOUR:
                hour = most[0] - found
            at -= _WIDTH  # below 0 from the ring's end, as indices are
            found += bins[at] | bins[at + 1] << 8 | bins[at + 2] << 16
        four = most[1] - found
        return hour if hour < four else four

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

    def rest_ms(self) -> int:
        """How long the open bin lasts from the last `roll` on, as `left_ms` finds it."""
        return self._rest_ms

    def left_ms(self, day: int, ms: int) -> int:
        """How long the open bin lasts from that moment on, 1 .. 450,000 ms."""
        if self._since_day < 0:
            return BIN_MS
        return BIN_MS - ((day - self._since_day) * MS_PER_DAY + ms - self._since_ms)

    def bound(self, own: "Row", day: int, ms: int) -> None:
        """Windows may hold that much from now on, as `bounds_of` says it."""
        self.bounds.follow(own, day, ms, self._sums(), self.opened())
        self._spare = self._left()

    def bounds_under(self, own: "Row", day: int, ms: int) -> Bounds:
        """The bounds as they would be with others from that moment on."""
        return self.bounds.under(own, day, ms, self._sums(), self.opened())

    def past(self) -> list[int]:
        """The closed bins, the oldest first: a copy, for whoever looks ahead."""
        bins, at = self._bins, self._next  # not by _bin(): a board has no time for 192 calls
        found = [
            bins[index] | bins[index + 1] << 8 | bins[index + 2] << 16
            for index in range(0, _BINS * _WIDTH, _WIDTH)
        ]
        return found[at:] + found[:at]
