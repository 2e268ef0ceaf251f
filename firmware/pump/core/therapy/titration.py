"""How fast a dose may rise, and its resumption after flow has ended (D-5, S31-S33, S38, S42, S45).

A dose is the basal drug of a day in ng, rounded up. An increase is measured against the dose that
therapy last ran with: what was committed and never flowed leads nowhere, so committing twice, or
stopping in between, gains nothing. Raising back to a dose that ran an hour ago is an increase like
any other: S33 knows no exception, the pump cannot know why the dose was lowered, and the label's
largest reduction, 20 %, is taken back by one step of 25 %. Less drug is never refused.

Moments are the pump's monotonic (day, ms); a pause is an interruption's length so far, 0 while the
programme's dose flows.
"""

from micropython import const

from pump.core import profile, reasons
from pump.core.reasons import Refused
from pump.core.therapy.history import CONTINUED, History
from pump.core.therapy.interruption import Interruption
from pump.core.units import MIN_PER_HOUR, MS_PER_MIN, decimal, elapsed_ms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.protocols import Codec, Row

# What a pause asks of the dose that was running (A.9 no. 12).
SAME = 0  # it goes on
CONFIRM = 1  # an operator says so
LOWER = 2  # it is too high by now: at most the lower of the initial and the last dose

_KEPT = const(16)  # increases: more than 14 days can hold


class Titration:
    """The dose that therapy knows, and when it changed."""

    def __init__(self) -> None:
        self.history = History()
        self.interruption = Interruption()
        self.reference_ng = 0  # therapy last ran with this; 0: never started
        self.initial_ng = 0  # of the first start, or less where its first day was cut down
        self.increases: list[Row] = []  # day, ms, before ng, after ng: the newest
        self.lock: Row | None = None  # no increase for 24 h from this moment on
        self.holiday = False  # flow was ended for a planned holiday
        self.unsure = False  # what was known of therapy is lost
        self._steady: Row = (0, 0)  # the dose has not changed since
        self._climb: Row | None = None  # day, ms, ng: up from there, after a month without change

    def persist(self, codec: "Codec") -> None:
        """Write down all of it, or read it back."""
        self.reference_ng = codec.whole(self.reference_ng)
        self.initial_ng = codec.whole(self.initial_ng)
        self.increases = codec.rows(self.increases, 4)
        self.lock = codec.row(self.lock, 2)
        self.holiday = codec.flag(self.holiday)
        self.unsure = codec.flag(self.unsure)
        self._steady = codec.row(self._steady, 2) or (0, 0)
        self._climb = codec.row(self._climb, 3)
        if codec.version < 2:  # the last pause, which has a section of its own since
            begun, ended = codec.row(None, 2), codec.row(None, 2)
            ordered = codec.row(None, 2)
            if codec.reads:
                self.interruption.adopt(begun, ended, ordered)

    # What may be: changes nothing ---------------------------------------------------------------

    def verdict(self, pause_ms: int, holiday: bool, daily_ng: int) -> int:
        """SAME, CONFIRM or LOWER: how that dose may flow again after the pause."""
        if not self.reference_ng:
            return CONFIRM if self.unsure else SAME
        if pause_ms > profile.PAUSE_CONFIRM_MS or holiday:
            return LOWER if daily_ng > self.lower_ng() else CONFIRM
        unsure = self.unsure or self.interruption.unknown()
        return CONFIRM if unsure or pause_ms > profile.PAUSE_SAME_MS else SAME

    def lower_ng(self) -> int:
        """The lower of the initial and the last dose."""
        return min(self.initial_ng, self.reference_ng)

    def holds_down(self, daily_ng: int, ended: "Row", day: int, ms: int) -> bool:
        """Whether flow that begins by itself, after a pause since `ended`, is that lower dose:
        a person would be asked for the programme's, and nobody is there."""
        interruption = self.interruption
        if interruption.reduced is not None or self.unsure:
            return True
        if not self.reference_ng:
            return False
        if interruption.unknown():
            return True
        if interruption.unanswered_ms(ended, day, ms) > profile.PAUSE_SAME_MS:
            return True
        too_long = interruption.lasts_ms(ended, day, ms) > profile.PAUSE_CONFIRM_MS
        return too_long and daily_ng > self.lower_ng()

    def increase_refusals(self, daily_ng: int, pause_ms: int, day: int, ms: int) -> list[Refused]:
        """Every reason for which that dose may not be raised to now; none: it may."""
        before_ng = self.ran_ng()
        if not self.reference_ng:
            first = self.history.first_refusals(daily_ng)
            return first + _too_large(daily_ng, before_ng) if before_ng else first
        if daily_ng <= before_ng:
            return []
        if self.verdict(pause_ms, self.holiday, daily_ng) == LOWER:
            return [self._only_lower(pause_ms)]
        found: list[Refused] = []
        left_ms = self.locked_ms(day, ms)
        if pause_ms > profile.PAUSE_SAME_MS or self.interruption.unknown():
            text = "%s; start with %s at most, raise 24 h later"
            words = (self.cause(pause_ms), _ug(before_ng))
            found.append(Refused(reasons.TOO_SOON, text % words))
        elif left_ms:
            text = "no increase in 24 h of a start or an increase; %s left, then PRES:COMM"
            found.append(Refused(reasons.TOO_SOON, text % _span(-(-left_ms // MS_PER_MIN))))
        return found + _too_large(daily_ng, before_ng)

    def ran_ng(self) -> int:
        """The dose that ran last, here or before this pump; 0: none that anybody knows of."""
        return self.reference_ng or self.history.ran_ng

    def reduction_question(self, daily_ng: int, pause_ms: int) -> str:
        """What a dose far below the one that ran asks (S39); "" for nothing. Never refused.

        After more than 72 h without flow nothing acts that could be withdrawn.
        """
        before_ng = self.ran_ng()
        least = before_ng * profile.REDUCTION_ASK_PERCENT
        if daily_ng * 100 >= least or pause_ms > profile.PAUSE_CONFIRM_MS:
            return ""
        text = "%s is more than 20 %% below %s: withdrawal may follow, from spasticity and itching"
        return (text + " to high fever") % (_ug(daily_ng), _ug(before_ng))

    def resumption_refusals(self, daily_ng: int, pause_ms: int, day: int, ms: int) -> list[Refused]:
        """Every reason for which that dose may not flow instead of the lower one (D-5)."""
        if self.verdict(pause_ms, self.holiday, daily_ng) == LOWER:
            return [self._only_lower(pause_ms)]
        return self.increase_refusals(daily_ng, pause_ms, day, ms)

    def need_resumption(self, daily_ng: int, pause_ms: int, day: int, ms: int, order: str) -> None:
        """Refused unless that dose may flow again. `order` asks for it; empty: it is confirmed."""
        if not self.reference_ng:
            self.history.need()
        for refused in self.resumption_refusals(daily_ng, pause_ms, day, ms):
            raise refused
        if order and self.verdict(pause_ms, self.holiday, daily_ng) == CONFIRM:
            text = "%s; %s CONFIRM" % (self.cause(pause_ms), order)
            raise Refused(reasons.CONFIRMATION_NEEDED, text)

    def locked_ms(self, day: int, ms: int) -> int:
        """How long no increase is possible; 0: it is."""
        if self.lock is None:
            return 0
        left_ms = profile.INCREASE_LOCK_MS - elapsed_ms(self.lock[0], self.lock[1], day, ms)
        return left_ms if left_ms > 0 else 0

    def pause_ms(self, ended: "Row | None", day: int, ms: int) -> int:
        """How long therapy is interrupted, where flow ended last at `ended`; None: it flows."""
        return self.interruption.lasts_ms(ended, day, ms) if self.reference_ng else 0

    def escalates(self, daily_ng: int, day: int, ms: int) -> bool:
        """Whether raising to that dose now is the pattern of S38: a third time, by half, or slowly
        to twice the dose. The steps that find a new therapy's dose are none of it (D-16)."""
        if not self.reference_ng or daily_ng <= self.reference_ng:
            return False
        if self.history.titrates(day, ms):
            return False
        later = [
            row for row in self.increases if self._counts(row, profile.SLOW_RISE_DAYS, day, ms)
        ]
        recent = [row for row in later if _within(row, profile.ESCALATION_DAYS, day, ms)]
        if len(recent) + 1 >= profile.ESCALATION_TIMES:
            return True
        if later and daily_ng * 100 >= later[0][2] * profile.SLOW_RISE_PERCENT:
            return True
        climb = self._climb
        if climb is None or not _within(climb, profile.ESCALATION_DAYS, day, ms):
            return False
        return daily_ng * 100 >= climb[2] * profile.ESCALATION_PERCENT

    # What happens ---------------------------------------------------------------------------------

    def attest(self, kind: int, ran_ng: int) -> None:
        """What therapy was before this pump. Refused once it has begun here."""
        if self.reference_ng:
            text = "therapy has begun; what counts is the dose that runs"
            raise Refused(reasons.WRONG_STATE, text)
        self.history.say(kind, ran_ng)

    def stopped(self, holiday: bool, pause_ms: int) -> None:
        """DEL:STOP was given, for a holiday or not.

        A holiday said by mistake can be taken back by another reason for as long as any stop may be
        resumed at the same dose; then it stands.
        """
        if holiday:
            self.holiday = True
        elif pause_ms <= profile.PAUSE_SAME_MS:
            self.holiday = False

    def past_unknown(self, daily_ng: int, day: int, ms: int) -> None:
        """What was known of therapy until now is lost; `daily_ng` is in force, 0 for nothing.

        That dose is the only one that anybody vouches for. It counts as the one that ran, and as
        the initial one: nothing less is known that could be offered after a long pause, and no dose
        at all would be the other hazard. An increase may have been a minute ago.
        """
        self.reference_ng = self.initial_ng = daily_ng
        self.lock = self._steady = (day, ms)
        self.unsure = True

    def knows_nothing(self) -> bool:
        """Whether no dose has flowed as far as is known, and nobody says that this is unsure."""
        return not self.reference_ng and not self.unsure

    def begin(
        self, daily_ng: int, ended: "Row | None", day: int, ms: int, weans: bool = False
    ) -> bool:
        """That dose flows from now on, after a pause since `ended`; None: a lower one did. Whether
        S38's pattern is there. `weans`: as `change` has it."""
        first = not self.reference_ng
        pause_ms = self.pause_ms(ended, day, ms)
        again = self.verdict(pause_ms, self.holiday, daily_ng) != SAME
        escalates = False
        if first:
            continued = self.history.kind == CONTINUED and self.history.ran_ng < daily_ng
            self.initial_ng = self.history.ran_ng if continued else daily_ng
            self.history.begins(day, ms)
            self.interruption.first(day, ms)
        else:
            if self.interruption.asked:
                self.interruption.least_over(day, ms)
            else:
                self.interruption.begins(ended, day, ms)
            if pause_ms <= profile.PAUSE_CONFIRM_MS:  # beyond, titration begins anew
                escalates = self.change(daily_ng, day, ms, weans)
        if again:
            self.interruption.answered(pause_ms)
        self.holiday = self.unsure = False
        if first or again:
            self.reference_ng = daily_ng
            self._steady = (day, ms)
            self.lock = (day, ms)
        return escalates

    def change(self, daily_ng: int, day: int, ms: int, weans: bool = False) -> bool:
        """The dose that flows is that one from now on. Whether S38's pattern is there. `weans`: it
        is a weaning's, which puts no first dose right."""
        before_ng = self.reference_ng
        if daily_ng == before_ng:
            return False
        escalates = self.escalates(daily_ng, day, ms)
        if daily_ng > before_ng:
            if self._steady <= (day - profile.STEADY_DAYS, ms):
                self._climb = (day, ms, before_ng)
            self.increases = self.increases[1 - _KEPT :] + [(day, ms, before_ng, daily_ng)]
            self.lock = (day, ms)
        elif not weans and not self.increases and self.locked_ms(day, ms):
            self.initial_ng = min(self.initial_ng, daily_ng)  # a first dose had to be put right
        self.reference_ng = daily_ng
        self._steady = (day, ms)
        return escalates

    # Details --------------------------------------------------------------------------------------

    def _counts(self, row: "Row", days: int, day: int, ms: int) -> bool:
        """Whether an increase was that recent, and later than a new therapy's first weeks."""
        return _within(row, days, day, ms) and not self.history.titrates(row[0], row[1])

    def cause(self, pause_ms: int) -> str:
        """Why a dose does not go on unasked after that pause, in words."""
        if self.holiday:
            return "holiday"
        if self.unsure:
            return "what flowed before is not known"
        more = ", and a power cut of unknown length" if self.interruption.unknown() else ""
        what = "no flow" if self.interruption.reduced is None else "not at this dose"
        return what + " for " + _span(pause_ms // MS_PER_MIN) + more

    def _only_lower(self, pause_ms: int) -> Refused:
        text = "%s; at most %s, the lower of initial and last dose: PRES:COMM"
        return Refused(reasons.LIMIT_EXCEEDED, text % (self.cause(pause_ms), _ug(self.lower_ng())))


def _too_large(daily_ng: int, before_ng: int) -> list[Refused]:
    if daily_ng * 100 <= before_ng * profile.INCREASE_MAX_PERCENT:
        return []
    most_ng = before_ng * profile.INCREASE_MAX_PERCENT // 100
    text = "%s is more than 30 %% above %s; at most %s"
    return [Refused(reasons.LIMIT_EXCEEDED, text % (_ug(daily_ng), _ug(before_ng), _ug(most_ng)))]


def _within(row: "Row", days: int, day: int, ms: int) -> bool:
    """Whether the row's moment is at most so many days ago."""
    return (day - days, ms) <= (row[0], row[1])


def _span(minutes: int) -> str:
    return "%d h %d min" % (minutes // MIN_PER_HOUR, minutes % MIN_PER_HOUR)


def _ug(daily_ng: int) -> str:
    return decimal(daily_ng, 3) + " ug/d"
