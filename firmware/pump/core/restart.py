"""The power is back: what a cut leaves open, and how therapy goes on.

The quantum that was under way gave nothing, all, or something between; the next dose is planned
from all. A bolus is over and never given again. Therapy goes on by the length of the interruption
(A.9 no. 12): up to 24 h the same dose at once, up to 72 h on confirmation, beyond that no dose
above the initial one.
"""

from pump.core import alarms, events, profile
from pump.core.image import Image
from pump.core.parts import FAULT, RUN, STOPPED, SUSPENDED
from pump.core.prescriber import daily_ng
from pump.core.prescription import Prescription
from pump.core.titration import SAME
from pump.core.units import MS_PER_MIN, elapsed_ms, moment
from pump.core.watch import FEEL_MS


class Restart(Image):
    """Power-on, the first and every other."""

    def first_boot(self, moved: int) -> None:
        """Nothing is stored: a new pump. The encoder stands at `moved`."""
        self._moved = moved
        self.boots = 1
        self._event(events.BOOT, self.metering.steps_per_ml, self.model.capacity_nl)

    def restart(self, gap_ms: int, moved: int) -> None:
        """Power is back `gap_ms` after the last thing that is known; -1: nobody knows how long.

        An unknown gap counts as none: locks last longer then, and therapy that ran goes on, as it
        does with a lost clock (C.4), and tells it; one that stood asks for a confirmation. The
        encoder stands at `moved`.
        """
        cut_bolus = self._end_flight()
        if self.state == RUN:
            self.since = (self.day, self.ms)
        self._moved = moved
        self._behind = 0
        self._authorised = 0  # the motor's counter begins anew
        self.boots += 1
        self._pass(gap_ms)
        self._event(events.BOOT, self.metering.steps_per_ml, self.model.capacity_nl)
        self._event(events.RESTART, self.boots, gap_ms)
        self._event(events.LEDGER, self.ledger.least, self.ledger.most)
        if self._surplus:
            self._alarm_changed(alarms.OVER_DELIVERY, alarms.HIGH, alarms.ACTIVE)
        if cut_bolus:
            self._bolus_ended()
            self.alarms.tell(alarms.BOLUS_CUT, alarms.LOW, self.day, self.ms)
        self._note_reset()
        if elapsed_ms(self.felt_day, self.felt_ms, self.day, self.ms) >= FEEL_MS:
            self._feel(flowed=False)
        self._go_on()
        if gap_ms < 0 and self.titration.reference_ng:
            self._doubt_pause()

    def note_cause(self, cause: int) -> None:
        """Why this boot was, after `restart`: hal.reset_cause. That the power came goes without
        saying."""
        if cause:
            self._event(events.CAUSE, cause, self.boots)

    def note_firmware_fault(self, reason: str) -> None:
        """An exception has ended the program, which is why this boot was; after `restart`.

        `reason`: type, place and text, as events.firmware_fault_line wants it. It stands in both
        logs, and the alarm is latched until an operator has seen it; all else is as after a reset.
        """
        self.changes += 1
        self.unsaved = True
        self._write(events.firmware_fault_line(self.day, self.ms, reason), True)
        self.alarms.tell(alarms.FIRMWARE_FAULT, alarms.HIGH, self.day, self.ms)

    def _doubt_pause(self) -> None:
        """Nobody knows how long nothing flowed: who runs on says so, who stands asks first."""
        if self.state == RUN or self.state == SUSPENDED:
            self.alarms.tell(alarms.INTERRUPTED, alarms.MEDIUM, self.day, self.ms)
        else:
            self.titration.unsure = True

    def _end_flight(self) -> bool:
        """Settle what was under way; whether a bolus was part of it."""
        ahead_ms = steps = 0
        if self._flying:
            self._flying = False
            ahead_ms, steps = self._planned_ms, self.ledger.intent
            self.metering.accrue(ahead_ms)
            self.metering.give(steps)
        cut_bolus = self.bolus.active()
        if cut_bolus:
            self.bolus.cut(ahead_ms)
        self._bolus_stop = False
        self.ledger.power_on()
        self._take(steps)
        return cut_bolus

    def _pass(self, gap_ms: int) -> None:
        """Time went by without flow; what was due in it is not made up."""
        away_ms = gap_ms if gap_ms > 0 else 0
        self.day, self.ms = moment(self.day, self.ms + away_ms)
        self._mark_day, self._mark_ms = self.day, self.ms
        late_ms = elapsed_ms(self.felt_day, self.felt_ms, self.day, self.ms)
        if late_ms >= 2 * FEEL_MS:
            # what left the tip did so before the gap: it is not spread over all of it
            self.effect.advance(FEEL_MS // MS_PER_MIN, self._drug)
            self.intake.add(FEEL_MS // MS_PER_MIN, self._drug)
            self._drug = 0
            self.felt_day, self.felt_ms = moment(self.felt_day, self.felt_ms + FEEL_MS)
            late_ms -= FEEL_MS
        if late_ms > profile.EFFECT_GONE_MS:
            # nothing is left after that: the forecast need not walk through all of it
            skipped = moment(self.felt_day, self.felt_ms + late_ms - profile.EFFECT_GONE_MS)
            self.felt_day, self.felt_ms = skipped

    def _note_reset(self) -> None:
        """LOW for one; MEDIUM for three in ten minutes, or when the doubt has passed a quantum."""
        self.resets = self.resets[1 - profile.RESETS_STORM :] + [(self.day, self.ms)]
        day, ms = self.resets[0]
        storm = len(self.resets) == profile.RESETS_STORM
        if storm and elapsed_ms(day, ms, self.day, self.ms) > profile.RESETS_STORM_MS:
            storm = False
        wide = self.ledger.doubt_since_fill() > self.max_steps
        priority = alarms.MEDIUM if storm or wide else alarms.LOW
        self.alarms.tell(alarms.RESET, priority, self.day, self.ms)

    def _go_on(self) -> None:
        """Flow again where the interruption allows it without a question."""
        waits = self.state == SUSPENDED or (self.state == FAULT and self._wake is not None)
        if self.state != RUN and not waits:
            self._due_in(0)
            return
        active = self.active
        held = self.reservoir.concentration_ng_per_ml
        if active is not None and active.concentration_ng_per_ml != held:
            self.lost()  # the fill that this prescription reckons with is in no image
            return
        if active is not None and self._may_go_on(active):
            if self.state == RUN:
                rate = self.program.rate_at(self.wall_ms())
                self._event(events.RESUME, rate, self.ledger.most)
                self._run()
            self._due_in(0)
            return
        ended = self.since
        self._enter(STOPPED)
        self.since = ended
        self._judge_stop()
        if active is not None:
            self.alarms.set(alarms.INTERRUPTED, alarms.MEDIUM, self.day, self.ms)

    def _may_go_on(self, active: Prescription) -> bool:
        pause_ms = self.titration.unasked_ms(self.since, self.day, self.ms)
        return self.titration.verdict(pause_ms, False, daily_ng(active)) == SAME

    # What was found in the stores --------------------------------------------------------------

    def mended(self, prescriptions_bad: int, images_bad: int) -> None:
        """So many copies were damaged, and a sound one made them whole: the other copy, or, where
        both of the prescription rotted while it ran, the one that runs."""
        self._event(events.MENDED, prescriptions_bad, images_bad)
        self.alarms.tell(alarms.STORED_DATA, alarms.LOW, self.day, self.ms)

    def replayed(self, records: int, damaged: int) -> None:
        """Of so many records so many were damaged: the ledger's bounds have widened by them."""
        self._event(events.REPLAYED, records, damaged)
        self.alarms.tell(alarms.STORED_DATA, alarms.LOW, self.day, self.ms)

    def lost(self) -> None:
        """No image or no prescription, or not of one time: an unknown rate never flows.

        Without an image the ledger begins at nothing, and says so until a fill opens an account.
        """
        self._enter(STOPPED)
        self.ledger.known = self.boots > 1
        self.alarms.set(alarms.STORED_DATA, alarms.HIGH, self.day, self.ms)

    def follow_commit(self, before_ng: int) -> None:
        """The prescription in force is newer than the image: it counts as committed now.

        `before_ng`: what therapy last ran with a day, by the image.
        """
        rx, text = self.active, self.active_text
        if rx is not None:
            self.metering.owed = 0  # planned by another programme: less than a step
            self.active = None
            self.bolus_day.lowered(self.day, self.ms, before_ng)
            self._adopt(rx, text, self.digest_of(text))

    def disown(self) -> None:
        """What was found as the prescription is not the one in force, and that one is lost."""
        self.active = None
        self.active_text = ""
