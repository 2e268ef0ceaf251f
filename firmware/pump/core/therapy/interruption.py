"""Time without flow, and the lower dose that flows until a person has decided (D-5, D-6).

What counts is time without flow. Each pause counts until 24 h of flow have followed it, in one
piece or in several: a suspension of 24 h after an hour of flow joins the one before it, and an hour
of every day never adds up to a day. A clock that ran through flow as well would take a reset of
seconds, and the 23 h that flowed after it, for a day without drug; one that a short flow set back
would let twelve resets of 20 h pass.

A person's word covers the pauses before it: what begins by itself is judged by those since, a
person's next order by all of them. Moments are the pump's monotonic (day, ms).
"""

from micropython import const

from pump.core import profile
from pump.core.codec import pair
from pump.core.units import MS_PER_HOUR, elapsed_ms

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.protocols import Codec, Row

# What is known of a pause.
_OPEN = const(0)  # its length
_ANSWERED = const(1)  # and a person has let therapy go on after it
_UNKNOWN = const(2)  # a cut of unknown length fell into it, and nobody has answered for it


class Interruption:
    """The pauses that still count, and what they do to the dose.

    pauses       rows of ms without flow, ms of flow since, what is known of it, and ms of flow
                 within it, where several pauses are one row; oldest first
    begun        when flow began last; None: not as far as is known
    reduced      ng a day that flows until a person decides, ms of interruption before it, and since
                 when (day, ms); None: the programme's own dose
    asked        it is the pump's least flow, which a person has asked for (DEL:MINR)
    gap          when the power came back after nobody knows how long; None: the past is known
    wall_before  what was the wall's offset before it: with the next one it tells how long it was
    before       when the drug's forecast stood, and the patients, as rows of two, at that moment
    """

    def __init__(self) -> None:
        self.pauses: list[Row] = []
        self.begun: Row | None = None
        self.reduced: Row | None = None
        self.asked = False
        self.gap: Row | None = None
        self.wall_before: tuple[int, int] | None = None
        self.before: list[Row] = []

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.pauses = codec.rows(self.pauses, 4)
        self.begun = codec.row(self.begun, 2)
        self.reduced = codec.row(self.reduced, 4)
        self.gap = codec.row(self.gap, 2)
        self.wall_before = pair(codec.row(self.wall_before, 2))
        self.before = codec.rows(self.before, 2)
        if codec.version > 1:
            self.asked = codec.flag(self.asked)

    # What is asked: changes nothing --------------------------------------------------------------

    def lasts_ms(self, ended: "Row | None", day: int, ms: int) -> int:
        """How long the dose of before has not flowed, where flow ended at `ended`; None: it flows.

        0 while the programme's dose does. A lower one is flow, but not of that dose: what a patient
        is used to falls with it too, so its time counts.
        """
        if self.reduced is not None:
            _, before_ms, since_day, since_ms = self.reduced
            return before_ms + elapsed_ms(since_day, since_ms, day, ms)
        if ended is None:
            return 0
        total_ms = elapsed_ms(ended[0], ended[1], day, ms)
        for row in self._counted(ended):
            total_ms += row[0]
        return total_ms

    def unanswered_ms(self, ended: "Row", day: int, ms: int) -> int:
        """The same as far as no person has let therapy go on after it."""
        total_ms = elapsed_ms(ended[0], ended[1], day, ms)
        for row in self._counted(ended):
            if row[2] != _ANSWERED:
                total_ms += row[0]
        return total_ms

    def unknown(self) -> bool:
        """Whether a cut of unknown length counts, and neither a clock nor a person told of it."""
        return any(row[2] == _UNKNOWN for row in self.pauses)

    def hides_effect(self, day: int, ms: int) -> bool:
        """Whether nobody can say what the drug does now: a gap that is not known has gone before,
        and what was in the patient before it may still act."""
        gap = self.gap
        if gap is None:
            return False
        return self.unknown() or elapsed_ms(gap[0], gap[1], day, ms) < profile.EFFECT_SETTLED_MS

    def hides_age(self, fill_day: int, fill_ms: int) -> bool:
        """Whether nobody can say how old the drug of that fill is."""
        gap = self.gap
        return self.unknown() or (gap is not None and (fill_day, fill_ms) <= (gap[0], gap[1]))

    def gap_ms(self, day: int, ms: int, wall_day: int, wall_ms: int) -> int:
        """How long the power was off in all before `gap`, where it is that wall moment at (day,
        ms); -1: no gap is open, or no clock ran before it or shows less."""
        before = self.wall_before
        if self.gap is None or before is None:
            return -1
        off_ms = elapsed_ms(day + before[0], ms + before[1], wall_day, wall_ms)
        if -profile.WALL_DRIFT_MS <= off_ms < 0:
            return 0
        return off_ms if off_ms >= 0 else -1

    # What happens ---------------------------------------------------------------------------------

    def first(self, day: int, ms: int) -> None:
        """Flow begins for the first time: what came before was no pause."""
        self.begun = (day, ms)

    def begins(self, ended: "Row | None", day: int, ms: int) -> None:
        """Flow begins, after a pause since `ended`; None: it flows already."""
        if ended is None:
            return
        self.pauses = self._counted(ended)
        pause_ms = elapsed_ms(ended[0], ended[1], day, ms)
        if pause_ms > 0:
            # what is beyond can be no longer
            self._add(pause_ms if pause_ms < profile.EFFECT_GONE_MS else profile.EFFECT_GONE_MS)
        self.begun = (day, ms)

    def answered(self, lasted_ms: int) -> None:
        """A person lets the programme's dose flow after so long an interruption."""
        self.pauses = [(lasted_ms, 0, _ANSWERED, 0)]
        self.restore()

    def reduce(self, dose_ng: int, lasts_ms: int, day: int, ms: int, asked: bool = False) -> None:
        """So many ng a day flow from now on, flat, after `lasts_ms` of interruption."""
        self.reduced = (dose_ng, lasts_ms, day, ms)
        self.asked = asked

    def restore(self) -> None:
        """The interruption turns out to be short: the programme's dose flows."""
        self.reduced = None
        self.asked = False

    def least_over(self, day: int, ms: int) -> None:
        """The programme's dose flows again: all since the least flow began is a pause."""
        reduced = self.reduced
        self.restore()
        if reduced is not None:
            self.begins(reduced[2:], day, ms)

    def cut(
        self,
        ended: "Row | None",
        wall: "tuple[int, int] | None",
        before: "list[Row]",
        day: int,
        ms: int,
    ) -> None:
        """The power is back at (day, ms), and nobody knows after how long.

        ended   when flow ended at the latest; None: nothing has ever flowed
        wall    the wall clock's offset until then
        before  `before`, as it is now
        """
        if ended is not None:
            rows = self._counted(ended)
            self.pauses = [row for row in rows if row[2] != _UNKNOWN]
            known_ms = 0
            for row in rows:
                if row[2] == _UNKNOWN:
                    known_ms += row[0]
            self.pauses.append((known_ms, 0, _UNKNOWN, 0))
            if self.begun is not None:
                self.begun = ended
        if self.wall_before is None:
            self.wall_before = wall
        self.gap = (day, ms)
        self.before = before

    def gap_known(self, gap_ms: int) -> None:
        """It has turned out how long the power was off."""
        self.pauses = [_known(row, gap_ms) for row in self.pauses]
        if self.reduced is not None:
            dose_ng, lasts_ms, day, ms = self.reduced
            self.reduced = (dose_ng, lasts_ms + gap_ms, day, ms)
        self.gap = self.wall_before = None
        self.before = []

    def adopt(self, begun: "Row | None", ended: "Row | None", ordered: "Row | None") -> None:
        """From an image of before: the last pause was from `ended` to `begun`, and a person let it
        flow last at `ordered`."""
        self.begun = begun
        if begun is not None and ended is not None and ended != begun:
            pause_ms = elapsed_ms(ended[0], ended[1], begun[0], begun[1])
            by_person = ordered is not None and ordered >= begun
            self.pauses = [(pause_ms, 0, _ANSWERED if by_person else _OPEN, 0)]

    # Details --------------------------------------------------------------------------------------

    def _counted(self, ended: "Row") -> "list[Row]":
        """The pauses that still count where flow ended at `ended`, with the flow since each."""
        begun = self.begun
        ran_ms = 0 if begun is None else elapsed_ms(begun[0], begun[1], ended[0], ended[1])
        if ran_ms < 0:
            ran_ms = 0
        return [
            (row[0], row[1] + ran_ms, row[2], row[3])
            for row in self.pauses
            if row[1] + ran_ms < profile.RUN_COUNTS_MS or row[2] == _UNKNOWN
        ]

    def _add(self, pause_ms: int) -> None:
        """One more pause. Those of one hour of flow are one row, which counts for as long as the
        last of them: 25 rows at most, and none counts for more than an hour of flow too long."""
        pauses = self.pauses
        if pauses:
            last_ms, flowed_ms, known, within_ms = pauses[-1]
            within_ms += flowed_ms
            if known == _OPEN and within_ms < MS_PER_HOUR:
                pauses[-1] = (last_ms + pause_ms, 0, _OPEN, within_ms)
                return
        pauses.append((pause_ms, 0, _OPEN, 0))


def _known(row: "Row", gap_ms: int) -> "Row":
    return (row[0] + gap_ms, row[1], _OPEN, row[3]) if row[2] == _UNKNOWN else row
