"""What the wall clock is told and what it shows: it chooses rates only.

And it tells how long the power was off, where it ran before a cut of unknown length (D-6).
"""

from micropython import const

from pump.core import events, profile
from pump.core.alarms import table as alarms
from pump.core.therapy.schedule import AGREES, LOST
from pump.core.units import MS_PER_MIN, elapsed_ms

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.control.assessment import Assessment
    from pump.core.control.event_log import EventLog
    from pump.core.control.flow import Flow
    from pump.core.control.program_choice import ProgramChoice
    from pump.core.drug.drug import Drug
    from pump.core.motion.battery import Battery
    from pump.core.therapy.schedule import Schedule
    from pump.core.therapy.titration import Titration


class ClockOrders:
    """The operator's word, and the board's."""

    def __init__(
        self,
        schedule: "Schedule",
        choice: "ProgramChoice",
        flow: "Flow",
        drug: "Drug",
        assessment: "Assessment",
        titration: "Titration",
        battery: "Battery",
        active: "Alarms",
        events_to: "EventLog",
    ) -> None:
        self._schedule = schedule
        self._choice = choice
        self._flow = flow
        self._drug = drug
        self._assessment = assessment
        self._titration = titration
        self._battery = battery
        self._alarms = active
        self._events = events_to

    def set_wall(self, wall_day: int, wall_ms: int, day: int, ms: int) -> None:
        """At (day, ms) it is that wall moment, by an operator or by the board at power-on."""
        self._schedule.set_wall(day, ms, wall_day, wall_ms)
        self._events.add(day, ms, events.WALL_SET, wall_day, wall_ms)
        self._alarms.set(alarms.CLOCK_LOST, alarms.NONE, day, ms)
        gap_ms = self._titration.interruption.gap_ms(day, ms, wall_day, wall_ms)
        if gap_ms >= 0:
            self._gap_known(gap_ms, day, ms)
        self.follow_anew(day, ms)

    def _gap_known(self, gap_ms: int, day: int, ms: int) -> None:
        """The power was off for so long: what it means for the drug, and for the dose."""
        interruption, drug, assessment = self._titration.interruption, self._drug, self._assessment
        since, states = interruption.before[0], interruption.before[1:]
        at = assessment.assessed_day, assessment.assessed_ms
        ago_min = elapsed_ms(since[0], since[1], at[0], at[1]) // MS_PER_MIN
        gone_ms = gap_ms if gap_ms < profile.EFFECT_GONE_MS else profile.EFFECT_GONE_MS
        drug.effect.gap_before(states, ago_min, gone_ms // MS_PER_MIN)
        reservoir = drug.reservoir
        if interruption.hides_age(reservoir.fill_day, reservoir.fill_ms):
            reservoir.older_by(gap_ms)
        self._battery.older_by(gap_ms)
        interruption.gap_known(gap_ms)
        lasts_ms = interruption.lasts_ms(None, day, ms)
        self._events.add(day, ms, events.GAP, gap_ms, lasts_ms)
        known = interruption.reduced is not None and not self._titration.unsure
        known = known and not interruption.asked  # which ends by a person alone
        if known and lasts_ms <= profile.PAUSE_SAME_MS:
            self._flow.restored(day, ms)
        assessment.judge_effect(day, ms)
        assessment.judge_age(day, ms)

    def see_wall(self, wall: "tuple[int, int] | None", day: int, ms: int) -> None:
        """At (day, ms) the board's wall clock shows that, or nothing."""
        came = self._schedule.compare_wall(day, ms, wall)
        if came == AGREES:
            return
        self._events.needs_saving()  # a drift that is followed has no event of its own
        if came == LOST:
            self._alarms.set(alarms.CLOCK_LOST, alarms.MEDIUM, day, ms)
        if not self._schedule.program.constant():  # a rate that no hour chooses goes on untouched
            self.follow_anew(day, ms)

    def follow_anew(self, day: int, ms: int) -> None:
        """The schedule is followed from this moment on by the clock and the ledger as they are."""
        self._choice.choose(day, ms)
        self._flow.plan_anew(day, ms)
