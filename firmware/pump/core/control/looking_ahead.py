"""Whether an order would let more leave the tip than windows of 1, 4 and 24 h may hold (D-2, D-3).

Asks the one owner of the windows, and says of a refusal which window, how much, and from when.
"""

from micropython import const

from pump.core import profile, reasons
from pump.core.calendar import clock_text
from pump.core.drug.ahead import Ahead
from pump.core.drug.bounds import bounds_of
from pump.core.drug.exposure import BIN_MS, UNITS, WINDOWS
from pump.core.prescription.coming import Added, Coming, Nothing
from pump.core.reasons import Refused
from pump.core.units import MS_PER_DAY, MS_PER_HOUR, MS_PER_MIN, PL_PER_ML, SCALE, decimal

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.drug.ahead import Breach
    from pump.core.drug.drug import Drug
    from pump.core.motion.metering import Metering
    from pump.core.prescription.in_force import InForce
    from pump.core.prescription.prescription import Prescription
    from pump.core.prescription.program import Program
    from pump.core.protocols import Row
    from pump.core.therapy.bolus import Bolus
    from pump.core.therapy.schedule import Schedule
    from pump.core.therapy.states import TherapyState

_HOURS = (1, 4, 24)  # of the windows


def bounds_for(rx: "Prescription", program: "Program", daily_ng: int) -> "Row":
    """What the windows may hold under that prescription, as `bounds_of` says it."""
    peak_ng = -(-max(program.rates_pl_per_day) * rx.concentration_ng_per_ml // PL_PER_ML)
    return bounds_of(rx.limit_day_ng, daily_ng, peak_ng)


class LookingAhead:
    """Judges orders by what would leave the tip; changes nothing."""

    def __init__(
        self,
        drug: "Drug",
        in_force: "InForce",
        therapy: "TherapyState",
        schedule: "Schedule",
        metering: "Metering",
        bolus: "Bolus",
    ) -> None:
        self._drug = drug
        self._in_force = in_force
        self._therapy = therapy
        self._schedule = schedule
        self._metering = metering
        self._bolus = bolus

    def need_room_for_bolus(self, dose_ng: int, duration_ms: int, day: int, ms: int) -> None:
        """Refused where a window would hold too much with that bolus and the programme."""
        ahead, more = Ahead(self._drug.exposure, day, ms), _parts(dose_ng, duration_ms)
        self._need(ahead.breach(self._coming(ms), more, duration_ms), ms)

    def _coming(self, ms: int) -> Coming:
        """What the programme that runs lets out."""
        return Coming(self._schedule.program, self._schedule.wall_ms(ms), self._tells())

    def _need(self, found: "Breach | None", ms: int) -> None:
        if found is not None:
            raise self._refused(found, found.free_ms, ms)

    def told(self, dose_ng: int, duration_ms: int, lockout_ms: int, day: int, ms: int) -> str:
        """What a bolus that may be would fill, and when another one may follow it, in words."""
        words: list[str] = []
        ahead, more = Ahead(self._drug.exposure, day, ms), _parts(dose_ng, duration_ms)
        self._need(ahead.fill(self._coming(ms), more, duration_ms), ms)
        for hours, (held, most) in zip(_HOURS, ahead.fullest):
            words.append("%d h to %s of %s" % (hours, _ug(held), _ug(most)))
        after = self._at(self._again_ms(dose_ng, duration_ms, lockout_ms, day, ms), ms)
        return "fills %s UG; the next one after %s" % (", ".join(words), after)

    def _again_ms(self, dose_ng: int, duration_ms: int, lockout_ms: int, day: int, ms: int) -> int:
        """From when on, counted from now, that bolus may be given once more: after the lockout, and
        when the windows have room for both."""
        both = Added(dose_ng * UNITS, duration_ms, self._coming(ms))
        ahead, more = Ahead(self._drug.exposure, day, ms), _parts(dose_ng, duration_ms)
        found = ahead.breach(both, more, duration_ms)
        locked_ms = duration_ms + lockout_ms
        if found is None:
            return locked_ms
        free_ms = found.free_ms if found.free_ms >= 0 else MS_PER_DAY
        return free_ms if free_ms > locked_ms else locked_ms

    def need_room_for_prime(self, dose_ng: int, for_ms: int, day: int, ms: int) -> None:
        """Refused where a window would hold too much with that drug, given at once."""
        drug = dose_ng * UNITS
        ahead = Ahead(self._drug.exposure, day, ms)
        self._need(ahead.breach(Nothing(), (drug, drug, drug), for_ms), ms)

    def need_bridge(self) -> None:
        """Refused where the prescription in force cannot flow with what stands in the line."""
        if self._in_force.rx is not None and self._in_force.program is not None:
            self.need_feasible(self._in_force.rx, self._in_force.program)

    def need_feasible(self, rx: "Prescription", program: "Program") -> None:
        """Refused where the pump cannot bring that dose with what stands in the line (D-7)."""
        drug = self._drug
        held = drug.reservoir.concentration_ng_per_ml
        if held != rx.concentration_ng_per_ml:
            return  # nothing flows before a fill
        if not drug.catheter.tip_ng_per_ml():
            text = "no drug stands at the tip; CATH:PRIM pushes the reservoir's through the line"
            raise Refused(reasons.NOT_PRIMED, text)
        for _, of in drug.catheter.stretches():
            if of and of != held:
                self._need_flow(program, held, of)

    def _need_flow(self, program: "Program", held: int, of: int) -> None:
        least = min(program.rates_pl_per_day) * held // of
        most = max(program.rates_pl_per_day) * held // of
        if least >= profile.FLOW_MIN_PL_PER_DAY and most <= profile.FLOW_MAX_PL_PER_DAY:
            return
        text = "the line holds %s mg/mL, which asks for %s to %s mL/d; %s"
        steps = "CATH:PRIM through the line, or a concentration between the two first"
        words = (decimal(of, 6), decimal(least, 9), decimal(most, 9), steps)
        raise Refused(reasons.FLOW_NOT_FEASIBLE, text % words)

    def need_room(self, order: str, day: int, ms: int) -> None:
        """Refused where the prescription in force may not run from now on as it says. `order`
        lets it, at the pace at which the windows empty: nothing at all would be the other hazard.
        """
        rx, program = self._in_force.rx, self._in_force.program
        if rx is None or program is None:
            return
        refused = self.refusal(rx, program, self._in_force.daily_ng, day, ms)
        if refused is not None:
            text = "%s; %s CONFIRM lets it flow as there is room" % (refused.detail, order)
            raise Refused(refused.number, text)

    def refusal(
        self, rx: "Prescription", program: "Program", daily_ng: int, day: int, ms: int
    ) -> Refused | None:
        """Why that prescription may not run from now on; None: it may."""
        exposure = self._drug.exposure
        if self._lowers(rx, program):
            return None
        bounds = exposure.bounds_under(bounds_for(rx, program, daily_ng), day, ms)
        wall_ms = self._schedule.wall_ms(ms)
        coming = Coming(program, wall_ms, rx.concentration_ng_per_ml)
        more = self._bolus_left()
        ahead = Ahead(exposure, day, ms, bounds)
        found = ahead.breach(coming, more)
        if found is None:
            return self._not_feasible(rx, program)
        if self._therapy.committed_to_flow():
            return self._refused(found, ahead.later(found, self._coming(ms)), ms)
        # what it may not give at once it would have given by then
        pl = -(-found.over * PL_PER_ML // (UNITS * rx.concentration_ng_per_ml))
        days, rest_ms = program.time_to_give(pl, wall_ms)
        return self._refused(found, days * MS_PER_DAY + rest_ms, ms)

    def _lowers(self, rx: "Prescription", program: "Program") -> bool:
        """Whether it lets out no more than what flows now does at any hour: less drug is never
        refused (S39)."""
        if not self._therapy.committed_to_flow():
            return False
        if self._tells() != rx.concentration_ng_per_ml:
            return False
        return program.nowhere_above(self._schedule.program)

    def _not_feasible(self, rx: "Prescription", program: "Program") -> Refused | None:
        if not self._therapy.committed_to_flow():
            return None  # what stands in the line by a start is another question
        try:
            self.need_feasible(rx, program)
        except Refused as refused:
            return refused
        return None

    def _tells(self) -> int:
        """Programmes are volumes of the concentration that is prescribed."""
        rx = self._in_force.rx
        return 0 if rx is None else rx.concentration_ng_per_ml

    def _bolus_left(self) -> "Row | None":
        """What a running bolus still brings, for every window that it may fall into."""
        bolus = self._bolus
        if not bolus.active():
            return None
        tip = self._drug.catheter.tip_ng_per_ml()
        steps = -(-bolus.left_amount() // SCALE)
        drug = -(-steps * tip * UNITS // self._metering.steps_per_ml)
        return drug, drug, drug

    def _refused(self, found: "Breach", free_ms: int, ms: int) -> Refused:
        """The window, how much it would hold, when, what it may hold; how much less, or from when
        on."""
        hours = _HOURS[found.window]
        most = decimal((found.drug - found.over) // UNITS, 3)
        number, limit = reasons.LIMIT_EXCEEDED, "at most " + most
        if hours == MS_PER_DAY // MS_PER_HOUR:
            number, limit = reasons.DAILY_LIMIT, "PRES:LIM:DAY lets %s" % most
        text = "%s ug in %d h at %s; %s; %s ug less" % (
            decimal(-(-found.drug // UNITS), 3),
            hours,
            self._at(found.end_ms, ms),
            limit,
            decimal(-(-found.over // UNITS), 3),
        )
        if free_ms >= 0:
            text += ", or after " + self._at(free_ms, ms)
        return Refused(number, text)

    def _at(self, in_ms: int, ms: int) -> str:
        """A moment to come by the wall clock, rounded up to a minute; how long until then where it
        is not set, or beyond a day."""
        schedule = self._schedule
        if schedule.wall_offset is None or in_ms > MS_PER_DAY:
            minutes = -(-in_ms // MS_PER_MIN)
            return "%d h %d min" % (minutes // 60, minutes % 60)
        minutes = -(-(schedule.wall_ms(ms) + in_ms) // MS_PER_MIN)
        return clock_text(minutes % (24 * 60))


def _parts(dose_ng: int, duration_ms: int) -> "Row":
    """Of a bolus that is given evenly, what each window may hold, in 1/16 ng."""
    found: list[int] = []
    for bins in WINDOWS:
        window_ms, drug = (bins + 1) * BIN_MS, dose_ng * UNITS
        part = drug if duration_ms <= window_ms else -(-drug * window_ms // duration_ms)
        found.append(part)
    return tuple(found)


def _ug(drug: int) -> str:
    """1/16 ng as ug, rounded up."""
    return decimal(-(-drug // UNITS), 3)
