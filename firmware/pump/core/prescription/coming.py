"""What a programme will let out at the catheter's tip, time by time: for a look ahead."""

from micropython import const

from pump.core.units import MS_PER_DAY, NL_PER_ML, PL_PER_NL

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.prescription.program import Program

_UNITS = const(16)  # of drug in a ng, as windows count it
_PL_PER_ML = NL_PER_ML * PL_PER_NL


class Coming:
    """A programme from a time of day on, as drug: volumes of it hold that concentration."""

    def __init__(self, program: "Program", ms_of_day: int, concentration_ng_per_ml: int) -> None:
        self._program = program
        self._at_ms = ms_of_day
        self._per_pl = concentration_ng_per_ml * _UNITS
        self._rate = 0
        self._holds_ms = 0  # so long
        self._lasts_ms = 0  # of the last answer
        self._each = 0  # and the drug of it

    def take(self, for_ms: int) -> int:
        """Drug of the next so many ms in 1/16 ng, rounded up."""
        volume = 0  # pL/day x ms
        left_ms = for_ms
        while left_ms > self._holds_ms:
            volume += self._rate * self._holds_ms
            left_ms -= self._holds_ms
            self._at_ms = (self._at_ms + self._holds_ms) % MS_PER_DAY
            self._rate = self._program.rate_at(self._at_ms)
            self._holds_ms = self._program.until_change_ms(self._at_ms)
            self._lasts_ms = 0
        self._holds_ms -= left_ms
        self._at_ms = (self._at_ms + left_ms) % MS_PER_DAY
        if not volume and self._lasts_ms == for_ms:
            return self._each  # as the time before: nearly always
        volume += self._rate * left_ms
        drug = -(-volume * self._per_pl // (MS_PER_DAY * _PL_PER_ML))
        self._lasts_ms = 0 if left_ms != for_ms else for_ms
        self._each = drug
        return drug


class Nothing:
    """No programme: nothing comes."""

    def take(self, for_ms: int) -> int:  # noqa: ARG002
        """Drug of the next so many ms."""
        return 0


class Added:
    """A programme, and a drug (1/16 ng) on top that has come within `for_ms`, and counts then."""

    def __init__(self, drug: int, for_ms: int, coming: Coming) -> None:
        self._drug = drug
        self._left_ms = for_ms
        self._coming = coming

    def take(self, for_ms: int) -> int:
        """Drug of the next so many ms in 1/16 ng, rounded up."""
        self._left_ms -= for_ms
        drug = 0
        if self._left_ms <= 0:
            drug = self._drug
            self._drug = 0
        return drug + self._coming.take(for_ms)


class Then:
    """One programme for so long, and another one from then on."""

    def __init__(self, first: Coming, for_ms: int, then: Coming) -> None:
        self._first = first
        self._for_ms = for_ms
        self._then = then

    def take(self, for_ms: int) -> int:
        """Drug of the next so many ms in 1/16 ng, rounded up."""
        if self._for_ms <= 0:
            return self._then.take(for_ms)
        part_ms = for_ms if for_ms < self._for_ms else self._for_ms
        self._for_ms -= part_ms
        drug = self._first.take(part_ms)
        return drug + self._then.take(for_ms - part_ms) if part_ms < for_ms else drug
