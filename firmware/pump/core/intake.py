"""Drug of the trailing 24 hours, in quarter-hour-like bins of 16 minutes: ninety to a day."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.pen import Pen

BIN_MIN = 16
_BINS = 90  # x 16 min = 24 h


class Intake:
    """A ring of bins in 1/256 ng. The sum is an upper bound by at most one bin."""

    def __init__(self) -> None:
        self._bins = [0] * _BINS
        self._next = 0
        self._sum = 0

    def add(self, minutes: int, drug: int) -> None:
        """`minutes`, a multiple of 16, passed; `drug` left the tip evenly in them."""
        bins = minutes // BIN_MIN
        while bins > 0:
            share = drug // bins
            self._sum += share - self._bins[self._next]
            self._bins[self._next] = share
            self._next = (self._next + 1) % _BINS
            drug -= share
            bins -= 1

    def persist(self, pen: "Pen") -> None:
        """Write it down, or read it back."""
        bins = self._bins
        for index in range(_BINS):
            bins[index] = pen.whole(bins[index])
        self._next = pen.whole(self._next)
        self._sum = sum(bins)

    def day(self) -> int:
        """Drug of the last 24 hours in 1/256 ng."""
        return self._sum
