"""What is judged as time goes by: effect, withdrawal, stops, drug age, reservoir level.

Runs every 16 minutes, a power of two of minutes: one step of the effect model. Raises and clears
alarms; moves no motor.
"""

from micropython import const

from pump.core import alarms, events, profile
from pump.core import reservoir as levels
from pump.core.parts import RUN, STOPPED, SUSPENDED, Parts
from pump.core.units import MS_PER_DAY, MS_PER_HOUR, MS_PER_MIN, elapsed_ms, moment

FEEL_MS = const(960_000)  # 16 min
_ADVISORY_PERCENT = profile.WITHDRAWAL_ADVISORY_PERCENT
_ALARM_PERCENT = profile.WITHDRAWAL_ALARM_PERCENT


class Watch(Parts):
    """Judges what the parts say."""

    def _feel(self, flowed: bool = True) -> None:
        """Bring the forecast up to the last whole 16 minutes and judge all that moves with time.

        `flowed` is False for a time without power: it joins no reference of running therapy.
        """
        passed_ms = (self.day - self.felt_day) * MS_PER_DAY + self.ms - self.felt_ms
        passed_ms -= passed_ms % FEEL_MS
        self.felt_day, self.felt_ms = moment(self.felt_day, self.felt_ms + passed_ms)
        minutes = passed_ms // MS_PER_MIN
        if self.state != RUN:
            self.unsaved = True  # no record tells the time while nothing flows
        if self.felt_day != self._told_day:
            self._told_day = self.felt_day
            self._event(events.LEDGER, self.ledger.least, self.ledger.most)
        self.effect.advance(minutes, self._drug)
        self.intake.add(minutes, self._drug)
        self._drug = 0
        if self.state == RUN and flowed:
            self._ran_ms += passed_ms
            if self._ran_ms >= MS_PER_HOUR:
                self._ran_ms -= MS_PER_HOUR
                self.effect.sample()
        self._judge_stop()
        self._judge_age()
        self._judge_withdrawal()

    def _judge_stop(self) -> None:
        """Stopped by command: LOW at once, then by forecast, HIGH after 48 h at the latest."""
        priority = alarms.NONE
        if self.state == SUSPENDED or self.state == STOPPED:
            priority = alarms.LOW
            patient = self.effect.nominal
            hours = elapsed_ms(self.since[0], self.since[1], self.day, self.ms) // MS_PER_HOUR
            if hours >= profile.STOPPED_HIGH_HOURS or patient.below(_ALARM_PERCENT):
                priority = alarms.HIGH
            elif patient.below(_ADVISORY_PERCENT):
                priority = alarms.MEDIUM
        self.alarms.set(alarms.STOPPED, priority, self.day, self.ms)

    def _judge_withdrawal(self) -> None:
        """The forecast of the reference patient, whatever the cause of a lack."""
        priority = alarms.NONE
        if self.effect.nominal.below(_ALARM_PERCENT):
            priority = alarms.HIGH
        elif self.effect.nominal.below(_ADVISORY_PERCENT):
            priority = alarms.MEDIUM
        self.alarms.set(alarms.WITHDRAWAL, priority, self.day, self.ms)

    def _judge_age(self) -> None:
        priority = alarms.NONE
        age = self.reservoir.age_days(self.day, self.ms)
        if age >= profile.STABILITY_DAYS:
            priority = alarms.MEDIUM
        elif age >= profile.STABILITY_NOTICE_DAYS:
            priority = alarms.LOW
        self.alarms.set(alarms.DRUG_AGE, priority, self.day, self.ms)

    def _judge_reservoir(self) -> None:
        level = self.reservoir.judge()
        empty = level == levels.EMPTY
        low = alarms.HIGH if empty else level
        self.alarms.set(alarms.RESERVOIR_LOW, low, self.day, self.ms)
        self.alarms.set(
            alarms.RESERVOIR_EMPTY, alarms.HIGH if empty else alarms.NONE, self.day, self.ms
        )
