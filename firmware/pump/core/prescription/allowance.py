"""All the patient boluses that a prescription lets a person take: how much, and the soonest.

What a patient will take nobody knows; this is the most that it can be (S15). The windows of 1, 4
and 24 h may let less, and are not asked here.
"""

from pump.core.units import MS_PER_DAY, pl_of_dose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.prescription.prescription import Prescription
    from pump.core.prescription.program import Program


def most_a_day(rx: "Prescription | None") -> int:
    """How many begin in any 24 h at most: by the day's maximum, and by the lockout between them."""
    if rx is None or not rx.ptm_on:
        return 0
    by_limit = rx.ptm_limit_ng // rx.ptm_dose_ng
    by_lockout = -(-MS_PER_DAY // (rx.ptm_duration_ms + rx.ptm_lockout_ms))
    return by_limit if by_limit < by_lockout else by_lockout


class Allowance:
    """They come one after another from the beginning of each day on, days counted from now.

    day_pl_ms  volume of a day's, in pL/day x ms
    """

    def __init__(self, rx: "Prescription | None") -> None:
        self._count = most_a_day(rx)
        self.day_pl_ms = self._each = 0
        self._every_ms = self._lasts_ms = MS_PER_DAY  # where none is allowed
        if rx is None or not self._count:
            return
        self._each = pl_of_dose(rx.ptm_dose_ng, rx.concentration_ng_per_ml) * MS_PER_DAY
        self.day_pl_ms = self._count * self._each
        # a day that is no multiple of the lockout has room for them all the same
        self._every_ms = min(rx.ptm_duration_ms + rx.ptm_lockout_ms, MS_PER_DAY // self._count)
        self._lasts_ms = min(rx.ptm_duration_ms, self._every_ms)

    def volume_from(self, ms: int, for_ms: int) -> int:
        """Volume of so long (0 ms .. a day) from that time of such a day on, in pL/day x ms."""
        end_ms = ms + for_ms
        if end_ms > MS_PER_DAY:
            return self.day_pl_ms - self._until(ms) + self._until(end_ms - MS_PER_DAY)
        return self._until(end_ms) - self._until(ms)

    def time_to_give(self, program: "Program", volume_pl: int, ms_of_day: int) -> tuple[int, int]:
        """How long both take from now, that time of day, to give the volume: (days, ms), rounded up
        to whole ms."""
        days, left = divmod(volume_pl * MS_PER_DAY, program.volume_pl_ms() + self.day_pl_ms)
        spent_ms = 0
        while left > 0:
            rate, flows = program.rate_at(ms_of_day), self._flows_at(spent_ms)
            lasts_ms = min(program.until_change_ms(ms_of_day), self._change_ms(spent_ms, flows))
            volume = rate * lasts_ms + self.volume_from(spent_ms, lasts_ms)
            if left <= volume:
                if flows:
                    left, rate = left * self._lasts_ms, rate * self._lasts_ms + self._each
                return days, spent_ms + -(-left // rate)
            left -= volume
            spent_ms += lasts_ms
            ms_of_day = (ms_of_day + lasts_ms) % MS_PER_DAY
        return days, spent_ms

    def _flows_at(self, ms: int) -> bool:
        """Whether a bolus flows at that time of a day."""
        which, ms = divmod(ms, self._every_ms)
        return which < self._count and ms < self._lasts_ms

    def _change_ms(self, ms: int, flows: bool) -> int:
        """Until it ends, or the next one, or the next day's first, begins."""
        which, of_ms = divmod(ms, self._every_ms)
        if flows:
            return self._lasts_ms - of_ms
        return self._every_ms - of_ms if which + 1 < self._count else MS_PER_DAY - ms

    def _until(self, ms: int) -> int:
        """Volume of a day's first so many ms."""
        full, flows_ms = divmod(ms, self._every_ms)
        if full >= self._count:
            return self.day_pl_ms
        if flows_ms > self._lasts_ms:
            flows_ms = self._lasts_ms
        return full * self._each + self._each * flows_ms // self._lasts_ms
