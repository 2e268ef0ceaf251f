"""Battery and driver, watched: voltage, charge, calendar, temperature become alarms (C.4).

What stops therapy is the voltage (FI-10), or a calendar that somebody has switched on; a charge
that is only reckoned stops nothing. Readings are handed in. Knows no ADC.
"""

from micropython import const

from pump.core import events, profile, reasons
from pump.core.alarms import conditions
from pump.core.alarms import table as alarms
from pump.core.motion.battery import NC_PER_UAH, READINGS, daily_nc
from pump.core.reasons import Refused
from pump.core.therapy import states
from pump.core.units import MS_PER_DAY, PL_PER_ML, moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.control.event_log import EventLog
    from pump.core.control.flow import Flow
    from pump.core.motion.battery import Battery
    from pump.core.motion.ledger import Ledger
    from pump.core.motion.metering import Metering
    from pump.core.motion.order import Order
    from pump.core.prescription.in_force import InForce
    from pump.core.therapy.schedule import Schedule
    from pump.core.therapy.states import TherapyState

UNKNOWN = const(-1)
_AT_ONCE = -MS_PER_DAY  # so long ago that the next question finds it due
_CALM_MS = const(7_200_000)  # between two looks; a film (60 mV an hour) passes CALM to LOW in 3 h


class EnergyWatch:
    """Judges what is read every two hours, every 16 minutes where a reading is of interest.

    there  a battery was seen since power-on
    """

    def __init__(
        self,
        battery: "Battery",
        ledger: "Ledger",
        order: "Order",
        metering: "Metering",
        in_force: "InForce",
        schedule: "Schedule",
        therapy: "TherapyState",
        flow: "Flow",
        active: "Alarms",
        events_to: "EventLog",
    ) -> None:
        self._battery = battery
        self._ledger = ledger
        self._order = order
        self._metering = metering
        self._in_force = in_force
        self._schedule = schedule
        self._therapy = therapy
        self._flow = flow
        self._alarms = active
        self._events = events_to
        self.there = False
        self._often = True  # until as many readings as are kept were calm
        self._read_ms = _AT_ONCE  # of the day, when they were read last
        self._judged_day = -1
        self._celsius: list[int] = []  # the last ones, while any is of interest

    # Readings -----------------------------------------------------------------------------------

    def due(self, ms: int) -> bool:
        """Asked every 16 minutes: whether battery and driver are to be read now."""
        return not 0 <= ms - self._read_ms < _CALM_MS

    def read(self, mv: int, celsius: "int | None", day: int, ms: int) -> None:
        """The battery has `mv`, 0 .. 10,000, the driver that temperature, None: nobody knows."""
        self._read_ms = ms
        calm = mv >= profile.BATTERY_CALM_MV
        if not calm or self._often or (celsius is not None and celsius >= profile.DRIVER_CALM_C):
            self._look(mv, celsius, day, ms)
        if day != self._judged_day:
            self.judge(day, ms)

    def _look(self, mv: int, celsius: "int | None", day: int, ms: int) -> None:
        battery, driver = self._battery, self._celsius
        if mv >= profile.BATTERY_ABSENT_MV:
            self.there = True
        battery.measured(mv)
        if celsius is not None:
            if len(driver) >= READINGS:
                driver.pop(0)
            driver.append(celsius)
        self._judge_voltage(battery.median_mv(), day, ms)
        self._judge_driver(day, ms)
        cool = not driver or max(driver) < profile.DRIVER_CALM_C
        self._often = not (battery.settled() and cool)
        if self._often:
            self._read_ms = _AT_ONCE
        else:
            battery.forget()
            driver.clear()

    def _judge_voltage(self, mv: int, day: int, ms: int) -> None:
        if mv < 0:
            return  # too few
        low, spent = self._alarms.holds(alarms.BATTERY_LOW), self._alarms.holds(alarms.BATTERY_EOS)
        if mv >= profile.BATTERY_ABSENT_MV:
            priority = conditions.battery(mv, low, spent)
        elif self.there:  # gone, or dead: the two look alike
            priority = alarms.HIGH if spent else alarms.MEDIUM
        else:
            priority = alarms.NONE
        self._tell(priority, mv, day, ms)

    def _judge_driver(self, day: int, ms: int) -> None:
        celsius, hot = self._celsius, self._alarms.holds(alarms.DRIVER_HOT)
        if len(celsius) >= READINGS:
            median = sorted(celsius)[READINGS // 2]
            self._alarms.set(alarms.DRIVER_HOT, conditions.driver(median, hot), day, ms)

    def _tell(self, priority: int, mv: int, day: int, ms: int) -> None:
        active, aged = self._alarms, self._aged(day, ms)
        low, spent = active.holds(alarms.BATTERY_LOW), active.holds(alarms.BATTERY_EOS)
        ends = priority == alarms.HIGH or aged
        if (low, spent) != (priority != alarms.NONE, ends):
            charge = self.charge_permille(day, ms)
            self._events.add(day, ms, events.BATTERY, mv, charge)
        active.set(alarms.BATTERY_LOW, alarms.MEDIUM if priority else alarms.NONE, day, ms)
        active.set(alarms.BATTERY_EOS, alarms.HIGH if ends else alarms.NONE, day, ms)
        if ends and not spent:
            self._stop(day, ms)

    def _stop(self, day: int, ms: int) -> None:
        """A clean stop, once: a person may let therapy go on (`FaultHandling.cause`)."""
        therapy = self._therapy
        if therapy.runs():
            therapy.end_next()
            self._schedule.look_up_at(day, ms)
        elif states.possible(therapy.now, states.SPENT):
            self._flow.give_up(day, ms)

    # Charge and calendar ------------------------------------------------------------------------

    def judge(self, day: int, ms: int) -> None:
        """Once a day, and when what it goes by has changed: how long the battery lasts."""
        self._judged_day = day
        self._battery.wrote(self._events.take_images())
        if not self.there:
            return  # a bench on USB
        before = self._alarms.priority[alarms.BATTERY_ERI]
        if not self._alarms.holds(alarms.BATTERY_ERI):
            before = alarms.NONE
        priority = conditions.replacement(self.left_ms(day, ms) // MS_PER_DAY, before)
        self._alarms.set(alarms.BATTERY_ERI, priority, day, ms)
        aged, spent = self._aged(day, ms), self._alarms.holds(alarms.BATTERY_EOS)
        if aged and not spent:
            self._alarms.set(alarms.BATTERY_EOS, alarms.HIGH, day, ms)
            self._stop(day, ms)
        elif spent and not aged and not self._often:  # its voltage is calm
            self._alarms.set(alarms.BATTERY_EOS, alarms.NONE, day, ms)

    def low(self) -> bool:
        """Whether its voltage is low, or it was there and is gone."""
        return self._alarms.holds(alarms.BATTERY_LOW)

    def charge_permille(self, day: int, ms: int) -> int:
        """Charge that is left, 0 .. 1000, by the ledger; 0 where the voltage is low, whatever the
        ledger says; -1 where nobody knows."""
        if self.low():
            return 0
        battery, ledger = self._battery, self._ledger
        if not battery.known:
            return UNKNOWN
        return battery.left_permille(day, ms, ledger.most, ledger.sequence)

    def left_ms(self, day: int, ms: int) -> int:
        """How long the battery lasts by what is prescribed, each allowed patient bolus included,
        and by its calendar where that ends therapy. 0 where its voltage is low, or nothing tells
        what it has given: nobody knows that it lasts."""
        if self.low() or not self._battery.known:
            return 0
        battery, ledger = self._battery, self._ledger
        left_nc = battery.left_nc(day, ms, ledger.most, ledger.sequence)
        steps = self._daily_steps()
        quanta = MS_PER_DAY // self._order.max_ms + steps // self._room_steps() + 1
        left_ms = left_nc * MS_PER_DAY // daily_nc(steps, quanta)
        if battery.calendar:
            left_ms = max(0, min(left_ms, battery.calendar_ms(day, ms)))
        return left_ms

    def _room_steps(self) -> int:
        """Steps that a quantum of the prescription's drug may have, as `Ledger.room` gives them."""
        rx = self._in_force.rx
        if rx is None:
            return 1
        ng_per_ml = rx.concentration_ng_per_ml
        return self._order.quantum.max_steps(ng_per_ml, self._metering.steps_per_ml) * 3 // 4 or 1

    def _daily_steps(self) -> int:
        rx, program = self._in_force.rx, self._in_force.program
        if rx is None or program is None:
            return 0
        volume_pl = program.volume_pl_ms() // MS_PER_DAY + 1
        if rx.ptm_on:
            volume_pl += rx.ptm_limit_ng * PL_PER_ML // rx.concentration_ng_per_ml
        return volume_pl * self._metering.steps_per_ml // PL_PER_ML + 1

    def dates(self, day: int, ms: int) -> "tuple[tuple[int, int], tuple[int, int]]":
        """When ERI comes, or came, and when the battery's end does: pump's own moments."""
        ends_ms = ms + self.left_ms(day, ms)
        eri = moment(day - profile.ERI_DAYS, ends_ms)
        if self._alarms.holds(alarms.BATTERY_ERI):
            eri = self._alarms.since[alarms.BATTERY_ERI]
        return eri, moment(day, ends_ms)

    def _aged(self, day: int, ms: int) -> bool:
        """Whether therapy ends by the calendar."""
        battery = self._battery
        return battery.calendar and battery.calendar_ms(day, ms) <= 0

    # Orders -------------------------------------------------------------------------------------

    def fit(self, day: int, ms: int) -> None:
        """The battery was replaced by a full one. Its readings begin anew; what they showed before
        is over. Moves nothing: DEL:STAR does."""
        battery, ledger = self._battery, self._ledger
        used = battery.used_nc(day, ms, ledger.most, ledger.sequence) // NC_PER_UAH
        age_days = battery.age_ms(day, ms) // MS_PER_DAY
        battery.fit(day, ms, ledger.most, ledger.sequence)
        self._events.add(day, ms, events.BATTERY_FITTED, used, age_days)
        self._often = True
        self._read_ms = _AT_ONCE
        for alarm in (alarms.BATTERY_LOW, alarms.BATTERY_EOS):
            self._alarms.set(alarm, alarms.NONE, day, ms)
        self.judge(day, ms)

    def end_by_calendar(self, on: bool, day: int, ms: int) -> None:
        """The end of the battery's seven years ends therapy, or only its alarm tells (S13).

        Refused where they are over: what ends therapy now is DEL:STOP."""
        battery = self._battery
        if on and battery.calendar_ms(day, ms) <= 0:
            text = "its %d days are over: BATT:FIT after a replacement, or DEL:STOP"
            raise Refused(reasons.SETTINGS_CONFLICT, text % profile.BATTERY_LIFE_DAYS)
        battery.end_by_calendar(on)
        age_days = battery.age_ms(day, ms) // MS_PER_DAY
        self._events.add(day, ms, events.CALENDAR_STOP, int(on), age_days)
        self.judge(day, ms)
