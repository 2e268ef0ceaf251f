"""What a programme will let out at the catheter's tip, time by time: for a look ahead."""

from micropython import const

from pump.core.units import MS_PER_DAY, SCALE

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.prescription.program import Program

_UNITS = const(16)  # of drug in a ng, as windows count it


class Coming:
    """A programme from a time of day on, as drug: volumes of it hold that concentration."""

    def __init__(self, program: "Program", ms_of_day: int, concentration_ng_per_ml: int) -> None:
        self._program = program
        self._per_pl = concentration_ng_per_ml * _UNITS
        self._index = program.index_at(ms_of_day)
        self._rate = program.rates_pl_per_day[self._index]
        self._holds_ms = program.until_change_ms(ms_of_day)  # so long

    def bins(self, each_ms: int, count: int) -> "list[int]":
        """Drug of so many times of that length, in 1/16 ng, each rounded up."""
        found: list[int] = []
        while count > 0:
            whole = self._holds_ms // each_ms
            if whole:
                whole = min(whole, count)
                found += [self._drug(self._rate * each_ms)] * whole
                self._holds_ms -= whole * each_ms
                count -= whole
            else:
                found.append(self._drug(self._across(each_ms)))
                count -= 1
        return found

    def _across(self, for_ms: int) -> int:
        """Volume of the next so many ms, in pL/day x ms."""
        volume, starts_ms = 0, self._program.starts_ms
        while for_ms > self._holds_ms:
            volume += self._rate * self._holds_ms
            for_ms -= self._holds_ms
            index = self._index + 1
            if index == len(starts_ms):
                index = 0
            self._index = index
            self._rate = self._program.rates_pl_per_day[index]
            # as `length_ms` has it: 24 calls are 2 ms of a board
            following = index + 1 if index + 1 < len(starts_ms) else 0
            self._holds_ms = (starts_ms[following] - starts_ms[index] - 1) % MS_PER_DAY + 1
        self._holds_ms -= for_ms
        return volume + self._rate * for_ms

    def _drug(self, volume: int) -> int:
        return -(-volume * self._per_pl // SCALE)


class Nothing:
    """No programme: nothing comes."""

    def bins(self, each_ms: int, count: int) -> "list[int]":  # noqa: ARG002
        """Drug of so many times of that length."""
        return [0] * count


class Added:
    """A programme, and a drug (1/16 ng) on top that has come within `for_ms`, and counts then."""

    def __init__(self, drug: int, for_ms: int, coming: Coming) -> None:
        self._drug = drug
        self._left_ms = for_ms
        self._coming = coming

    def bins(self, each_ms: int, count: int) -> "list[int]":
        """Drug of so many times of that length, in 1/16 ng, each rounded up."""
        found = self._coming.bins(each_ms, count)
        if self._drug:
            at = max(0, -(-self._left_ms // each_ms) - 1)
            self._left_ms -= each_ms * count
            if at < count:
                found[at] += self._drug
                self._drug = 0
        return found
