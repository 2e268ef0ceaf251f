"""Drug that left the catheter's tip: since the last assessment, and in the trailing 24 hours.

In bins of 16 minutes, ninety to a day. All in 1/256 ng.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.codec import Codec

BIN_MIN = 16
_BINS = 90  # x 16 min = 24 h


class Exposure:
    """A ring of bins. The sum is an upper bound by at most one bin.

    recent  drug since the last assessment: in no bin yet
    """

    def __init__(self) -> None:
        self.recent = 0
        self._bins = [0] * _BINS
        self._next = 0
        self._sum = 0

    def took(self, drug: int) -> None:
        """So much has left the tip just now."""
        self.recent += drug

    def take(self) -> int:
        """The recent drug, which is handed on: to the effect, and to the bins by `add`."""
        drug = self.recent
        self.recent = 0
        return drug

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

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.recent = codec.whole(self.recent)
        bins = self._bins
        for index in range(_BINS):
            bins[index] = codec.whole(bins[index])
        self._next = codec.index(self._next, _BINS)
        if codec.reads:
            self._sum = sum(bins)

    def day(self) -> int:
        """Drug of the last 24 hours in 1/256 ng."""
        return self._sum
