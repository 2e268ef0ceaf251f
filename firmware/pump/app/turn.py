"""One turn: read clock and motor, advance the pump, act, answer the link, feed the watchdog.

A byte:    link -> Turn.converse -> session -> commands -> Pump -> reply.
A quantum: clock -> Pump.advance -> journal -> motor order -> counted steps -> Pump.advance.
"""

from pump.app.board_check import check_board
from pump.app.keeping import Keeping
from pump.app.next_pulse import await_pulse
from pump.app.patient_press import PatientPress
from pump.app.showing import show
from pump.app.writing_down import WritingDown
from pump.commands.conditions import refresh
from pump.core.motion.order import HALT, REST, START
from pump.core.profile import STALL_LAG_STEPS
from pump.core.therapy.states import RUN
from pump.core.units import MS_PER_DAY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from pump.app.clock import Clock
    from pump.app.firmware_fault import FaultReason
    from pump.app.self_test import SelfTest
    from pump.app.trial import Trial
    from pump.commands.context import Context
    from pump.core.pump import Pump
    from pump.hal import Hal
    from pump.store.journal import Log
    from pump.wire.session import Session

_LONGEST_IDLE_MS = 536_870_911  # an idle stays below half the ring of ticks: 2^29 - 1
_DAYS_IN_REACH = 5  # so that days in ms stay below 2^29
_CLEAN = -1
_ASK = -1
_SILENT_MS = 200  # ours: a client that asks on has done so by then
_SWEEP_MS = 50  # a collection takes a board 16 ms (emulated); in a line it would delay a stop
_RUNWAY_MS = 2_000  # a commit's four files, at the flash maker's longest erase of 400 ms
_LONG_MS = 1_000  # a quantum that is cut short for a line
_LONE_CR_MS = 5  # a CR after which nothing follows for that long has ended its line


class Turn:
    """Joins a board's Hal, the pump and the session on the line. Knows no doses.

    sweep  collects the heap; called once the line is silent after something came. None: nobody does
    trial  looks whether the firmware has proved itself; None: it has"""

    def __init__(
        self,
        hal: "Hal",
        pump: "Pump",
        log: "Log",
        session: "Session",
        context: "Context",
        clock: "Clock",
        self_test: "SelfTest",
    ) -> None:
        self.hal, self.pump = hal, pump
        self._events, self._attention = pump.events, pump.attention
        self._log, self._lines, self._ring = log, log.event_lines, log.ring
        self.session, self.clock = session, clock
        self._writes = WritingDown(pump, log, clock.day)
        self._context = context
        self._keeping = context.keeping = Keeping(pump, log, self._writes, self._follow_orders)
        self._press = PatientPress(pump, self._keeping)
        self._changes, self._assessed_ms = -1, pump.assessment.assessed_ms
        self._blind = self._waiting = False  # pulses not looked at; a CR, for what follows it
        self._self_test = self_test
        self._fault: FaultReason | None = None  # until an image tells it and a minute has passed
        self.sweep: Callable[[], object] | None = None
        self.trial: Trial | None = None
        self._littered_ms = _CLEAN  # of the day, when a line left something on the heap

    def report(self, fault: "FaultReason") -> None:
        """The pump was told of that fault: clear it once a turn has ended whose image holds it."""
        self._fault = fault

    def turn(self) -> None:
        """One complete turn. The watchdog is fed at its end, and not within."""
        hal = self.hal
        self.deliver()
        if hal.patient_pressed():
            self._press.give(self.clock.day, self.clock.ms)
            self._follow_orders()
        data = hal.link.read()
        if data or self._waiting:
            self._answer(data)
        elif self.sweep is not None and self._littered_ms >= 0:
            self._sweep_up()
        if self._writes.behind:
            self._writes.mirror(self.quiet_ms())
        if hal.link.lost():
            self.session.lost()
        self._self_test.go_on(self.clock)
        if self.trial is not None and not self.trial.look(self.quiet_ms()):
            self.trial = None
        hal.feed()
        if self._fault and not self._events.dirty and not self._fault.follow(self.clock.ms):
            self._fault = None

    def converse(self, session: "Session", data: bytes) -> bytes:
        """What has arrived on a port, b"" for nothing, goes to its session; returns the replies.

        Orders act at the turn's moment: the pump was brought there, and what they ask of the motor
        is done before the reply leaves. Most lines only ask, and then nothing is left to do.
        """
        if data:
            self._context.asked += 1
        reply = session.feed(data) if data else session.idle()
        self._follow_orders()
        return reply

    def _answer(self, data: bytes) -> None:
        """What has arrived on the board's line: the reply to what is done and durable goes first;
        what is written of a stop beside its record may take its time."""
        session, pump, order = self.session, self.pump, self.pump.order
        self._context.asked += 1
        # of another day: looked at by `_make_room`
        if order.due_ms - self.clock.ms < _RUNWAY_MS and order.planned_ms >= _LONG_MS:
            self._make_room(data)
        reply = session.feed(data) if data else session.idle()
        done = not pump.events.dirty and (pump.events.late or not order.halt)
        if reply and (done or self._keeping.failure):
            self.hal.link.write(reply)
            reply = b""
        self._follow_orders()
        if reply:
            self.hal.link.write(reply)
        self._waiting = session.waiting()
        self._littered_ms = self.clock.ms

    def _make_room(self, data: bytes) -> None:
        """Begin the next quantum now, where an order from the line might last into its first step:
        no question, no stop. Each is cut once, and no short one: it wears the ring. None of a
        service order, which a halt would end."""
        pump = self.pump
        soon = self.quiet_ms() + pump.metering.interval_us // 1000 < _RUNWAY_MS
        if soon and pump.order.in_progress and not pump.dispense.active():
            asks = b"?" in data and b";" not in data  # as nearly all lines do
            if not asks and not self.session.stops(data) and self.session.orders(data):
                pump.hurry()
                self._act()

    def _follow_orders(self) -> None:
        """Do what a line has asked of the motor, and write it down: nearly always nothing."""
        self._keeping.fail()
        events, order = self.pump.events, self.pump.order
        changed = events.dirty or events.late or events.changes != self._changes or order.halt
        if changed or (order.due_ms <= self.clock.ms and order.due_day <= self.clock.day):
            self._act()

    def _sweep_up(self) -> None:
        """Collect before the next line needs it: where it has been silent, and nothing is due."""
        silent_ms = self.clock.ms - self._littered_ms
        if (silent_ms >= _SILENT_MS or silent_ms < 0) and self.quiet_ms() >= _SWEEP_MS:
            self._littered_ms = _CLEAN
            if self.sweep is not None:
                self.sweep()

    def quiet_ms(self) -> int:
        """How long nothing is due: 0 .. 2^29-1 ms."""
        due, clock = self.pump.order, self.clock
        days = due.due_day - clock.day
        ms = due.due_ms - clock.ms
        if days:
            ms = days * MS_PER_DAY + ms if days <= _DAYS_IN_REACH else _LONGEST_IDLE_MS
        if self._attention.due_day - clock.day <= _DAYS_IN_REACH:
            ms = self._attend_ms(ms)
        return ms if ms > 0 else 0

    def idle_ms(self) -> int:
        """How long there is nothing to do: `quiet_ms`, less where something waits for silence."""
        ms = self.quiet_ms()
        if self.sweep is not None and self._littered_ms >= 0 and ms > _SILENT_MS:
            ms = _SILENT_MS
        if self._waiting and ms > _LONE_CR_MS:
            ms = _LONE_CR_MS
        return ms

    def _attend_ms(self, most: int) -> int:
        """How long nothing has to be attended to, `most` at most. Apart: see `_advance`."""
        attention, clock = self._attention, self.clock
        ms = (attention.due_day - clock.day) * MS_PER_DAY + attention.due_ms - clock.ms
        return ms if ms < most else most

    def deliver(self) -> None:
        """Bring the pump to this moment and do what it asks.

        A turn has one moment, read once, from which the motor counts its pulses: nothing is late.
        """
        clock, events = self.clock, self._events
        clock.update(self.hal.ticks_ms())
        if events.dirty or events.late or events.changes != self._changes:
            act = _ASK
            self._act()
        else:
            act = self._advance()
            if act != REST or events.dirty or events.changes != self._changes or self._asks():
                self._act(act)
        if act != START and not self.hal.motor.watched():  # of one that begins no pulse came yet
            self._blind = True
            self.pump.control.board_watch.unwatched(clock.day, clock.ms)
            self._act()  # so that an image holds it
        if clock.day >= self._attention.due_day:
            self._attend()

    def _asks(self) -> bool:
        """Whether there is something to look after that the pump says nothing of."""
        assessed = self.pump.assessment.assessed_ms != self._assessed_ms
        return assessed or self._ring.prepared_sector < 0

    def _act(self, act: int = _ASK) -> None:
        """Do what the pump asks at this moment, until it asks for nothing. `act`: its answer, by
        whoever has asked already."""
        pump, events = self.pump, self._events
        while True:
            plans_on = False
            if pump.order.halt or events.dirty or events.late:
                plans_on = pump.order.halt and pump.state == RUN and not pump.bolus.ends
                if self._writes_first(plans_on):
                    self._writes.image()  # called here: it goes deep, and the C stack is small
            if act == _ASK:
                act = self._advance()
            if act == START:
                self._start()
            elif act == HALT:
                if plans_on:
                    await_pulse(self.hal.motor, pump.metering.interval_us)
                self.hal.motor.stop()
                pump.halted(self.hal.motor.counted(), self.hal.motor.moved())
                act = _ASK
                continue
            if pump.assessment.assessed_ms != self._assessed_ms:
                self._assessed_ms = pump.assessment.assessed_ms
                check_board(self.hal, pump)
                self._writes.look_after()
                if events.dirty:
                    act = _ASK  # what was found asks for something
                    continue
            break
        # fmt: off
        if (
            events.changes != self._changes or events.dirty or events.late or self._lines.lines
            or self._log.image_due()
        ):
            self._write_down(act == START)
        # fmt: on
        if self._ring.prepared_sector < 0:
            self._writes.erase_ahead(act == START, self.quiet_ms())

    def _write_down(self, started: bool) -> None:
        """What has happened: in the stores, then for those who watch."""
        self._context.book_asked()
        self._writes.rest(started)
        if self._events.changes != self._changes:
            # the registers latch what comes and goes between two queries of a client
            self._changes = self._events.changes
            refresh(self._context)
            show(self.hal, self.pump)

    def _writes_first(self, plans_on: bool) -> bool:
        """What was ordered is durable before anything moves by it. Where flow goes on by another
        plan than the order to be halted, what takes long is done before that: no step is late."""
        events = self._events
        unwritten = (events.dirty or events.late) and self._writes.wanted()
        return unwritten and (plans_on or not self.pump.order.in_progress)

    def _advance(self) -> int:
        # a function of its own: a frame of more than 11 words is taken from the heap, and searching
        # that for it takes a board longer than all that a steady turn does
        motor, clock = self.hal.motor, self.clock
        return self.pump.advance(clock.day, clock.ms, motor.state(), motor.counted(), motor.moved())

    def _attend(self) -> None:
        """What has waited long enough for a person ends: nearly always it is only today."""
        pump, clock = self.pump, self.clock
        if clock.day > pump.attention.due_day or clock.ms >= pump.attention.due_ms:
            pump.attend(clock.day, clock.ms)
            self._act()

    def _judge_watch(self) -> None:
        """An order is over: whether each of its pulses was looked at."""
        if not self.hal.motor.watched():
            self.pump.control.board_watch.unwatched(self.clock.day, self.clock.ms)
        elif not self._blind and self.pump.alarms.active:
            self.pump.control.board_watch.watched(self.clock.day, self.clock.ms)
        self._blind = False

    def _start(self) -> None:
        motor, plan = self.hal.motor, self.pump.metering
        if self._blind or self.pump.alarms.active or not motor.watched():
            self._judge_watch()
        try:
            motor.start(plan.steps, plan.first_us, plan.interval_us, STALL_LAG_STEPS)
        except OSError:
            # the driver holds another order: its pulses are not ours to trust
            motor.stop()
            self.pump.not_started(motor.counted(), motor.moved())
