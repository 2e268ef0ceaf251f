"""The patients whose hull is the forecast's band, brought up to date by the hour.

Their steps took most of what a steady order cost, and nobody asks for them in between. So what
arrives waits, and is spread evenly over the time in which it did: up to 64 minutes, and only while
it does come evenly, so that neither a bolus nor a stop is spread over what was before it.
"""

from micropython import const

from pump.core.drug.coefficients import TABLES
from pump.core.drug.patient import STRIDE_MIN, Patient, advance

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.protocols import Codec

_STRIDES = const(4)  # at most that wait
_EVEN_EIGHTHS = const(3)  # of the first: 16 minutes have three quanta of five minutes, or four
_LARGE = const(0x7FFFFFF)  # 1/256 ng: four of these are no more than a step takes


class Band:
    """patients  as they were `waiting_min` ago"""

    def __init__(self) -> None:
        self.patients = [Patient(which) for which in range(1, len(TABLES))]
        self._strides = 0  # of 16 minutes, that wait
        self._drug = 0  # in 1/256 ng: what has arrived in these
        self._first = 0  # and in the first of them

    def advance(self, minutes: int, drug: int) -> None:
        """Minutes (1 .. 64) pass, in which that drug (1/256 ng) arrives evenly."""
        more, even = drug - self._first, self._first * _EVEN_EIGHTHS >> 3
        if self._strides and minutes == STRIDE_MIN and -even <= more <= even:
            self._drug += drug
            self._strides += 1
            if self._strides == _STRIDES:
                self.catch_up()
            return
        self.catch_up()
        if minutes != STRIDE_MIN or drug > _LARGE:
            advance(self.patients, minutes, drug)
            return
        self._strides = 1
        self._drug = self._first = drug

    def catch_up(self) -> None:
        """What has waited is in the patients now."""
        if self._strides:
            advance(self.patients, self._strides * STRIDE_MIN, self._drug)
            self._strides = 0

    def trials(self) -> list[Patient]:
        """Copies of them, as they are by now."""
        found: list[Patient] = []
        for patient in self.patients:
            trial = Patient(0, True)
            trial.copy_from(patient)
            found.append(trial)
        if self._strides:
            advance(found, self._strides * STRIDE_MIN, self._drug)
        return found

    def sample(self) -> None:
        """An hour of running therapy is over."""
        self.catch_up()
        for patient in self.patients:
            patient.sample()

    def persist(self, codec: "Codec") -> None:
        """Write down what waits, or read it back; the patients have a place of their own. Nothing
        waited in the versions before the third."""
        if codec.version < 3:
            self._strides = 0 if codec.reads else self._strides
            return
        self._strides = codec.index(self._strides, _STRIDES)
        self._drug = codec.whole(self._drug)
        self._first = codec.whole(self._first)

    def put(self, at: int, amounts: "tuple[int, int, int]", hours: int) -> None:
        """That one is in that state, of drug in the CSF, effect and reference; nothing waits."""
        self.patients[at].put(amounts[0], amounts[1], amounts[2], hours)
        self._strides = 0
