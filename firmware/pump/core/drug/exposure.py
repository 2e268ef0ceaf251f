"""Drug that left the catheter's tip: since the last assessment, and in the trailing 24 hours.

In bins of 16 minutes, ninety to a day. All in 1/256 ng.
"""

from micropython import const

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.codec import Codec

BIN_MIN = const(16)
_BINS = const(90)  # x 16 min = 24 h
_WIDTH = const(5)  # bytes of a bin: a thousand times what any pump can push out in 16 min


class Exposure:
    """A ring of bins. The sum is an upper bound by at most one bin.

    recent  drug since the last assessment: in no bin yet
    """

    def __init__(self) -> None:
        self.recent = 0
        self._bins = bytearray(_BINS * _WIDTH)  # bytes, as the image has them: a third of its time
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
            at = self._next * _WIDTH
            self._sum += share - self._bin(at)
            self._bins[at : at + _WIDTH] = share.to_bytes(_WIDTH, "little")
            self._next = (self._next + 1) % _BINS
            drug -= share
            bins -= 1

    def _bin(self, at: int) -> int:
        return int.from_bytes(self._bins[at : at + _WIDTH], "little")

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.recent = codec.whole(self.recent)
        self._bins = codec.raw(self._bins)
        self._next = codec.index(self._next, _BINS)
        if codec.reads:
            self._sum = sum([self._bin(index * _WIDTH) for index in range(_BINS)])

    def day(self) -> int:
        """Drug of the last 24 hours in 1/256 ng."""
        return self._sum
