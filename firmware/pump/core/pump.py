"""Pump: every order that may be given to it. The turn itself is in `therapy`.

An order happens wholly or raises `Refused` with its cause and the next step, and then nothing
has changed. Orders act at the moment of the last `advance`: call that first.
"""

from pump.core import alarms, events, profile, reasons
from pump.core.attention import Attention
from pump.core.parts import FAULT, IDLE, RUN, STOPPED, SUSPENDED
from pump.core.prescription import Prescription, to_program
from pump.core.reasons import Refused
from pump.core.reservoir import VERDICTS
from pump.core.units import (
    MS_PER_DAY,
    MS_PER_MIN,
    NL_PER_ML,
    PL_PER_NL,
    decimal,
    elapsed_ms,
    moment,
    pl_of_dose,
)

# Why DEL:STOP was given (S40); a planned stop of therapy is weaned, then a holiday (S41).
STOP_REASONS = ("OVERDOSE", "SERIOUS_ADR", "MAINTENANCE", "OTHER", "HOLIDAY")


class Pump(Attention):
    """The controller: `advance` and `halted` move it, the orders below steer it."""

    # Delivery -------------------------------------------------------------------------------

    def start(self, confirmed: bool = False) -> None:
        """Run the active prescription from now on. After a stall this is a new first try.

        Starting again says that the cause of a stall was looked at: the ledger's bounds then
        follow the encoder. Refused from RUN, while drug or prescription is missing, and for a dose
        that may not flow again after so long a pause, or not without being `confirmed`.
        """
        if self.state == RUN:
            raise Refused(reasons.WRONG_STATE, "already running; DEL:SUSP pauses, DEL:STOP stops")
        if self.active is None:
            raise Refused(reasons.PRESCRIPTION_INCOMPLETE, "commit a prescription: PRES:COMM")
        self._need_drug(self.active)
        self._need_way_back(self.active, "" if confirmed else "DEL:STAR")
        self.titration.ordered(self.day, self.ms)
        for alarm in (alarms.OVER_DELIVERY, alarms.MOTOR_STALL):
            self.alarms.set(alarm, alarms.NONE, self.day, self.ms)
        self.tries = 0
        self._resolve()
        self._event(events.START, self.program.rate_at(self.wall_ms()), self.ledger.most)
        self._run()

    def stop(self, reason: str, planned: bool = True) -> None:
        """Stop at once. Accepted in every state, from anyone; starts the withdrawal clock.

        Whatever becomes of writing it down, nothing flows any more. Said again for the same reason
        it is no news: who repeats it wears no flash and pushes no line out of the log. A stop that
        is not `planned` says nothing of a holiday, neither that it is one nor that it is none.
        """
        number = STOP_REASONS.index(reason) if reason in STOP_REASONS else len(STOP_REASONS)
        if self.state in (IDLE, STOPPED) and number == self._stopped_for:
            return
        self._stopped_for = -1
        try:
            self._event(events.STOP, number, self.ledger.most)
            if planned:
                self.titration.stopped(reason == "HOLIDAY", self._pause_ms())
            if self.log.stop(self.ledger.sequence, self.day, self.ms):
                self._stopped_for = number
        finally:
            self._leave(STOPPED if self.state != IDLE else IDLE)

    def suspend(self, for_ms: int) -> None:
        """Pause therapy; it resumes by itself after 1 min .. 24 h."""
        if self.state != RUN:
            raise Refused(reasons.WRONG_STATE, "not running; DEL:STAR")
        if not MS_PER_MIN <= for_ms <= profile.SUSPEND_MAX_MS:
            raise Refused(reasons.DATA_OUT_OF_RANGE, "1 min to 24 h")
        self._event(events.SUSPEND, for_ms, self.ledger.most)
        self._leave(SUSPENDED)
        self._wake = moment(self.day, self.ms + for_ms)

    def resume(self, confirmed: bool = False) -> None:
        """End a suspension early. Refused as `start` is."""
        if self.state != SUSPENDED or self.active is None:
            raise Refused(reasons.WRONG_STATE, "not suspended; DEL:STAR starts")
        self._need_drug(self.active)
        self._need_way_back(self.active, "" if confirmed else "DEL:RES")
        self.titration.ordered(self.day, self.ms)
        self._event(events.RESUME, self.program.rate_at(self.wall_ms()), self.ledger.most)
        self._run()

    # Bolus ----------------------------------------------------------------------------------

    def give_bolus(self, dose_ng: int, duration_ms: int) -> None:
        """One bolus on top of the basal rate, over at least 60 s; 0 ms takes the shortest time.

        Refused as `judge_bolus` is, and where nothing durable would remember it.
        """
        volume_nl, duration_ms = self.judge_bolus(dose_ng, duration_ms)
        if not self.log.keep(self.image()):
            self.unsaved = True  # so that it is tried again at once, and its alarm comes
            detail = "no bolus that could not be remembered; ALAR:LIST?"
            raise Refused(reasons.STORAGE_FAULT, detail)
        self.bolus_day.add(self.day, self.ms, moment(self.day, self.ms + duration_ms), dose_ng)
        self.bolus.arm(
            dose_ng, volume_nl, self.metering.account(volume_nl * PL_PER_NL), duration_ms
        )
        self._event(events.BOLUS, dose_ng, duration_ms)
        self._interrupt()

    def judge_bolus(self, dose_ng: int, duration_ms: int) -> tuple[int, int]:
        """What that bolus would be: (nL, ms). Changes nothing.

        Refused unless running, during another bolus, above the prescription's bolus limit, where
        basal day + boluses of the last 24 h (each by its end) + this pass the day's limit.
        """
        rx = self.active
        if self.state != RUN or rx is None:
            raise Refused(reasons.WRONG_STATE, "not running; DEL:STAR")
        if self.bolus.active():
            raise Refused(reasons.WRONG_STATE, "a bolus is running; DEL:BOL:ABOR")
        if self.alarms.state[alarms.LEDGER_WRITE] != alarms.INACTIVE:
            raise Refused(reasons.LEDGER_NOT_WRITTEN, "no bolus without a ledger")
        if dose_ng <= 0 or dose_ng > rx.limit_bolus_ng:
            text = "%s ug; PRES:LIM:BOL is %s ug"
            words = (decimal(dose_ng, 3), decimal(rx.limit_bolus_ng, 3))
            raise Refused(reasons.LIMIT_EXCEEDED, text % words)
        volume_nl = pl_of_dose(dose_ng, rx.concentration_ng_per_ml) // PL_PER_NL
        duration_ms = self._bolus_time(volume_nl, duration_ms)
        if self.metering.account(volume_nl * PL_PER_NL) == 0:
            raise Refused(reasons.DATA_OUT_OF_RANGE, "less than 1 nL")
        self._need_room(rx, volume_nl, dose_ng)
        return volume_nl, duration_ms

    def _bolus_time(self, volume_nl: int, duration_ms: int) -> int:
        least_ms = -(-volume_nl * MS_PER_MIN // profile.BOLUS_FLOW_MAX_NL_PER_MIN)
        if least_ms < profile.BOLUS_MIN_MS:
            least_ms = profile.BOLUS_MIN_MS
        if duration_ms == 0:
            return least_ms
        if not least_ms <= duration_ms <= MS_PER_DAY:
            text = "%s s to 24 h for this dose" % decimal(least_ms, 3)
            raise Refused(reasons.DATA_OUT_OF_RANGE, text)
        return duration_ms

    def _need_room(self, rx: Prescription, volume_nl: int, dose_ng: int) -> None:
        day_ng = self.basal_ng(rx) + self.bolus_day.counted_ng(self.day, self.ms) + dose_ng
        if day_ng > rx.limit_day_ng or self.bolus_day.full(self.day, self.ms):
            text = "%s ug in 24 h with basal; PRES:LIM:DAY is %s ug"
            words = (decimal(day_ng, 3), decimal(rx.limit_day_ng, 3))
            raise Refused(reasons.DAILY_LIMIT, text % words)
        if volume_nl * self.metering.steps_per_ml // NL_PER_ML >= self.reservoir.spare_steps():
            raise Refused(reasons.RESERVOIR_EMPTY, "less than that is left; RES:FILL")

    def resumes_in_ms(self) -> int:
        """How long a suspension still lasts; 0 while there is none."""
        wake = self._wake
        if self.state != SUSPENDED or wake is None:
            return 0
        return elapsed_ms(self.day, self.ms, wake[0], wake[1])

    def abort_bolus(self) -> None:
        """End a running bolus; basal goes on."""
        if not self.bolus.active():
            raise Refused(reasons.WRONG_STATE, "no bolus is running")
        self._interrupt()
        self._end_bolus()

    # Reservoir, line, clock, alarms -----------------------------------------------------------

    def fill(self, volume_nl: int, concentration_ng_per_ml: int) -> None:
        """The reservoir now holds exactly that. Drug age starts again.

        Another concentration needs a stop first: a suspended pump resumes by itself. The first fill
        attests that the line is primed with the same drug.
        """
        least, most = profile.CONCENTRATION_MIN_NG_PER_ML, profile.CONCENTRATION_MAX_NG_PER_ML
        if not least <= concentration_ng_per_ml <= most:
            raise Refused(reasons.DATA_OUT_OF_RANGE, "0.05 to 2 mg/mL")
        if not profile.RESIDUAL_NL < volume_nl <= self.model.capacity_nl:
            words = (decimal(profile.RESIDUAL_NL, 6), decimal(self.model.capacity_nl, 6))
            raise Refused(reasons.DATA_OUT_OF_RANGE, "above %s to %s mL" % words)
        held = self.reservoir.concentration_ng_per_ml
        if self.committed_to_flow() and held != concentration_ng_per_ml:
            text = "therapy reckons with %s mg/mL; DEL:STOP first" % decimal(held, 6)
            raise Refused(reasons.SETTINGS_CONFLICT, text)
        self._interrupt()
        if not held:
            self.line.prime(concentration_ng_per_ml)
        self.reservoir.fill(volume_nl, concentration_ng_per_ml, self.day, self.ms)
        self.max_steps = self.quantum.max_steps(concentration_ng_per_ml, self.metering.steps_per_ml)
        self.ledger.filled()
        self._event(events.FILL, volume_nl, concentration_ng_per_ml)
        self._judge_reservoir()
        self._judge_age()
        stalled = self.alarms.holds(alarms.MOTOR_STALL)
        if self.state == FAULT and not stalled and not self.alarms.holds(alarms.OVER_DELIVERY):
            self._enter(STOPPED)  # it was empty: stopped, and its alarm says so, until DEL:STAR

    def reconcile(self, found_nl: int) -> tuple[int, str]:
        """Compare the withdrawn volume with the calculated one: (expected nL, OK OVER or UNDER).

        The lower of the two counts as being in the reservoir until the next fill.
        """
        if not self.reservoir.filled():
            raise Refused(reasons.RESERVOIR_EMPTY, "never filled: RES:FILL")
        if not 0 <= found_nl <= self.model.capacity_nl:
            words = decimal(self.model.capacity_nl, 6)
            raise Refused(reasons.DATA_OUT_OF_RANGE, "0 to %s mL" % words)
        expected_nl, verdict = self.reservoir.reconcile(found_nl)
        self._event(events.RECONCILE, expected_nl, found_nl)
        mismatch = alarms.MEDIUM if verdict else alarms.NONE
        self.alarms.set(alarms.FLOW_MISMATCH, mismatch, self.day, self.ms)
        self._judge_reservoir()
        return expected_nl, VERDICTS[verdict]

    def set_line(self, volume_nl: int) -> None:
        """Tubing and catheter hold that volume, 0 .. 2 mL. Only while nothing flows."""
        if self.state == RUN:
            raise Refused(reasons.WRONG_STATE, "suspend first: DEL:SUSP")
        if not 0 <= volume_nl <= profile.LINE_MAX_NL:
            words = decimal(profile.LINE_MAX_NL, 6)
            raise Refused(reasons.DATA_OUT_OF_RANGE, "0 to %s mL" % words)
        self.line.set_volume(volume_nl)
        self._event(events.LINE, volume_nl, self.line.contents_ng())

    def set_wall(self, day: int, ms: int) -> None:
        """It is that wall moment (days since 2000-01-01, ms of day): chooses rates only.

        The operator's word, or the board's at power-on. Any jump is taken.
        """
        self.wall_offset = moment(day - self.day, ms - self.ms)
        self._event(events.WALL_SET, day, ms)
        self.alarms.set(alarms.CLOCK_LOST, alarms.NONE, self.day, self.ms)
        self._look_up_anew()

    def see_wall(self, wall: tuple[int, int] | None) -> None:
        """What the board's wall clock shows now, (days since 2000-01-01, ms of day) or nothing.

        Drift is followed. A clock that shows nothing, or is off by more than drift, is lost (C.4)
        and stays so until `set_wall`: one that comes back by itself is not believed.
        """
        offset = self.wall_offset
        if offset is None:
            return
        believed = None
        if wall is not None:
            off_ms = elapsed_ms(self.day + offset[0], self.ms + offset[1], wall[0], wall[1])
            if abs(off_ms) < profile.WALL_RESOLUTION_MS:
                return
            if abs(off_ms) <= profile.WALL_DRIFT_MS:
                believed = moment(wall[0] - self.day, wall[1] - self.ms)
        self.wall_offset = believed
        self.unsaved = True  # a drift that is followed has no event of its own
        if believed is None:
            self.alarms.set(alarms.CLOCK_LOST, alarms.MEDIUM, self.day, self.ms)
        if not self.program.constant():  # a rate that no hour chooses goes on untouched
            self._look_up_anew()

    def _look_up_anew(self) -> None:
        """The schedule is followed from this moment on by the clock and the ledger as they are."""
        if self.active is not None:
            self._use_program(to_program(self.active))
        self._interrupt()

    def note_key(self, role: int, first: bool) -> None:
        """A role has another key."""
        self._event(events.KEY, role, first)

    def note_keys(self, damaged: int) -> None:
        """So many of the two copies of the keys were damaged. Of two, the keys are lost."""
        self._event(events.KEYS_DAMAGED, damaged, 2)
        if not self.alarms.holds(alarms.STORED_DATA):  # else a worse one is told already
            priority = alarms.LOW if damaged == 1 else alarms.MEDIUM
            self.alarms.tell(alarms.STORED_DATA, priority, self.day, self.ms)

    def note_denied(self, failures: int, wait_s: int) -> None:
        """So many wrong signatures in a row: signed lines wait so long."""
        self._event(events.DENIED, failures, wait_s)

    def acknowledge(self, alarm: int) -> None:
        """Silence this instance of an alarm."""
        if not self.alarms.acknowledge(alarm, self.day, self.ms):
            raise Refused(reasons.SETTINGS_CONFLICT, "nothing to acknowledge")

    def reset_alarm(self, alarm: int) -> None:
        """Clear a latched alarm whose condition is over."""
        if not self.alarms.reset(alarm, self.day, self.ms):
            text = "not latched: nothing to reset"
            if self.alarms.holds(alarm):
                text = (
                    "its cause holds; DEL:STAR tries a stopped motor, RES:FILL ends empty and "
                    "aged, SYST:TIME sets a lost clock"
                )
            raise Refused(reasons.SETTINGS_CONFLICT, text)
        if alarm == alarms.LEDGER_WRITE:
            self._look_up_anew()
