"""The battery that feeds the pump: what it has given, how old it is, its last voltages.

No charge is counted as it goes: steps, quanta and time are counted already, so it is a function of
how far they have come since the battery was fitted, and of how often an image was written and a
line woke the processor. Does not know what a voltage means, nor programmes. Charge is in nC.
"""

from micropython import const

from pump.core import profile
from pump.core.units import MS_PER_DAY, MS_PER_S, elapsed_ms

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.protocols import Codec

READINGS = const(5)  # of which two may be anything
_IMAGE_QUANTA = const(128)  # as `store.journal` has it: an image at the latest then
_S_PER_DAY = const(86_400)
NC_PER_UAH = const(3_600_000)
_FULL = profile.BATTERY_UAH * NC_PER_UAH  # 4.2e12


class Battery:
    """One battery, from the day on that it was fitted; at first the pump's own first day.

    fit_day, fit_ms  when it was fitted
    known            False: its past was lost with the image, and no charge can be told
    calendar         the end of its seven years ends therapy (S13)
    """

    def __init__(self) -> None:
        self.fit_day = 0
        self.fit_ms = 0
        self.known = True
        self.calendar = False
        self._steps = 0  # the ledger's upper bound at that moment,
        self._quanta = 0  # and its sequence
        self._images = 0  # written since
        self._asked = 0  # turns since that something on the line asked for
        self._older_ms = 0  # time without power that the pump's own time does not hold
        self._voltages: list[tuple[int, ...]] = []  # mV, the newest last, while any is of interest

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.fit_day = codec.whole(self.fit_day)
        self.fit_ms = codec.whole(self.fit_ms)
        self.known = codec.flag(self.known)
        self.calendar = codec.flag(self.calendar)
        self._steps = codec.whole(self._steps)
        self._quanta = codec.whole(self._quanta)
        self._images = codec.whole(self._images)
        self._older_ms = codec.whole(self._older_ms)
        self._voltages = codec.rows(self._voltages, 1)
        if codec.version > 1:
            self._asked = codec.whole(self._asked)

    # What happens -------------------------------------------------------------------------------

    def fit(self, day: int, ms: int, steps: int, quanta: int) -> None:
        """Another one, full, at that moment: the ledger has come to so many steps and quanta."""
        self.fit_day = day
        self.fit_ms = ms
        self.known = True
        self._steps = steps
        self._quanta = quanta
        self._images = self._asked = self._older_ms = 0
        self._voltages = []

    def lost(self) -> None:
        """Nothing tells any more what it has given."""
        self.known = False

    def older_by(self, gap_ms: int) -> None:
        """It has turned out that the power was off for so long, of which no clock of ours knew."""
        self._older_ms += gap_ms

    def wrote(self, images: int) -> None:
        """So many more images were written."""
        self._images += images

    def asked(self, turns: int) -> None:
        """Lines have asked for so many turns more. No image is written for them, so a power cut
        forgets those since the last one."""
        self._asked += turns

    def end_by_calendar(self, on: bool) -> None:
        """Seven years end therapy from now on, or do not."""
        self.calendar = on

    # Voltages -----------------------------------------------------------------------------------

    def measured(self, mv: int) -> None:
        """One more reading, in mV, 0 .. 10,000; five are kept."""
        voltages = self._voltages
        if len(voltages) >= READINGS:
            voltages.pop(0)
        voltages.append((mv,))

    def settled(self) -> bool:
        """Whether there are as many readings as are kept, and none is below what is calm."""
        voltages = self._voltages
        return len(voltages) >= READINGS and min(voltages)[0] >= profile.BATTERY_CALM_MV

    def forget(self) -> None:
        """The readings are of no interest any more."""
        self._voltages.clear()

    def median_mv(self) -> int:
        """Of the last five readings; -1 while there are fewer."""
        if len(self._voltages) < READINGS:
            return -1
        return sorted(self._voltages)[READINGS // 2][0]

    # Charge -------------------------------------------------------------------------------------

    def age_ms(self, day: int, ms: int) -> int:
        """How long it has been in the pump, as far as is known."""
        return elapsed_ms(self.fit_day, self.fit_ms, day, ms) + self._older_ms

    def parts_nc(self, day: int, ms: int, steps: int, quanta: int) -> "tuple[int, ...]":
        """Charge that it has given, where the ledger has come to so many steps and quanta: by
        standing, turns and records of orders, steps, images, and turns for the line."""
        return (
            profile.STANDING_NA * self.age_ms(day, ms) // MS_PER_S,  # nA x ms are pC
            (profile.WAKE_NC + profile.RECORD_NC) * (quanta - self._quanta),
            profile.STEP_NC * (steps - self._steps),
            profile.IMAGE_NC * self._images,
            profile.ASKED_NC * self._asked,
        )

    def used_nc(self, day: int, ms: int, steps: int, quanta: int) -> int:
        """The sum of these."""
        return sum(self.parts_nc(day, ms, steps, quanta))

    def left_nc(self, day: int, ms: int, steps: int, quanta: int) -> int:
        """Charge that is left until its voltage is low; 0 or more."""
        left = _FULL - self.used_nc(day, ms, steps, quanta)
        return left if left > 0 else 0

    def left_permille(self, day: int, ms: int, steps: int, quanta: int) -> int:
        """The same as a part of all, rounded down: 0 .. 1000."""
        permille = self.left_nc(day, ms, steps, quanta) * 1000 // _FULL
        return permille if permille < 1000 else 1000

    def calendar_ms(self, day: int, ms: int) -> int:
        """How long its seven years still last; 0 or less: they are over."""
        return profile.BATTERY_LIFE_DAYS * MS_PER_DAY - self.age_ms(day, ms)


def daily_nc(steps: int, quanta: int) -> int:
    """Charge of a day of so many steps in so many quanta."""
    each = profile.WAKE_NC + profile.RECORD_NC + profile.IMAGE_NC // _IMAGE_QUANTA
    return profile.STANDING_NA * _S_PER_DAY + profile.STEP_NC * steps + each * quanta
