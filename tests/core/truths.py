"""What must be true of a pump after every order, turn and fault: the invariants of the machine.

`Truths` looks; `tests/core/pump_machine.py` acts. A subclass gives `world`, `pump`, `motor`, the
`oracle` (None while a fault makes its count void) and what the journal's reader keeps.
"""

from hypothesis.stateful import RuleBasedStateMachine, invariant

from pump.core.alarms import table as alarms
from pump.core.therapy.states import FAULT, IDLE, RUN, STOPPED, SUSPENDED
from pump.store import record
from tests.core.truth import HIDDEN

ABOVE = {0: alarms.NONE, 1: alarms.LOW, 2: alarms.MEDIUM, 3: alarms.HIGH, 4: alarms.HIGH}


class Truths(RuleBasedStateMachine):
    """Invariants only."""

    tests = ()  # doses of a screening that were given
    read = 0  # records of the journal that were replayed so far

    def oracle_to_now(self):
        if self.oracle:
            self.oracle.pass_to(self.world.us)

    def follow(self):
        """After every turn: bounds that hold the rotor, live and in the journal."""
        least, most = self.pump.ledger.bounds()
        assert least - HIDDEN <= self.motor.rotor <= most + self.unseen()
        if self.pump.state == RUN and self.pump.ledger.intent:
            since_fill = self.pump.ledger.uncertainty_since_fill()
            before = self.pump.ledger.uncertainty() - since_fill  # narrows no quantum any more
            assert most - least <= max(self.pump.order.max_steps, since_fill + 1) + before
        self.read_journal()

    def unseen(self):
        """Strays since the pump looked last: it can only see them at its next turn."""
        return self.motor.strays

    @invariant()
    def bounds(self):
        self.world.turn.deliver()
        least, most = self.pump.ledger.bounds()
        assert least - HIDDEN <= self.motor.rotor <= most

    def read_journal(self):
        journal = self.world.hal.journal
        while len(self.stamps) > self.read:
            self.cut_holds(journal)

    def cut_holds(self, journal):
        """The power is cut after this record, or just before the next one."""
        entry = journal.kept[self.read]
        assert record.sound(entry)
        kind, _, _, _, first, second = record.unpack(entry)
        if kind == record.QUANTUM:
            self.replayed.settle(first, first, first)
            self.replayed.intend(second)
        elif kind == record.OUTCOME:
            self.replayed.settle(first, second, first)
        rotor, strays = self.stamps[self.read]
        self.read += 1
        least, most = self.replayed.bounds()
        journaled = self.pump.alarms.state[alarms.LEDGER_WRITE] == alarms.INACTIVE
        assert least - HIDDEN <= rotor
        if not journaled:
            return  # what was given while nothing could be written stands in the next record
        if self.read < len(self.stamps):
            later, more = self.stamps[self.read]
            assert later - (more - strays) <= most
        else:
            assert self.motor.rotor - (self.motor.strays - strays) <= most

    @invariant()
    def every_step_is_accounted_for(self):
        if self.oracle is None or not self.healthy():
            self.oracle = None
            return
        self.oracle_to_now()
        owed = self.owed_then + self.oracle.at(self.world.us)
        assert -1 < owed - (self.motor.pulses - self.pulses_then) < 1

    def healthy(self):
        """The pump has not stopped by itself: the oracle knows only orders."""
        running = self.pump.state == RUN
        return running == self.oracle.running and not self.pump.faults.tries

    @invariant()
    def the_reservoir_counts_every_pulse(self):
        reservoir = self.pump.reservoir
        assert reservoir.steps == self.filled_steps - reservoir.given_steps

    @invariant()
    def alarms_say_what_the_state_says(self):
        pump, held = self.pump, self.pump.alarms
        assert held.holds(alarms.STOPPED) == (pump.state in (SUSPENDED, STOPPED))
        assert held.active == len(held.listed())
        if pump.reservoir.filled():
            level = pump.reservoir.judge()
            assert held.holds(alarms.RESERVOIR_EMPTY) == (level == 4)
            low = held.priority[alarms.RESERVOIR_LOW]
            assert (low if held.holds(alarms.RESERVOIR_LOW) else alarms.NONE) == ABOVE[level]
        if held.holds(alarms.OVER_DELIVERY):
            assert pump.state in (FAULT, STOPPED, IDLE)
        if pump.state == FAULT:
            causes = (alarms.OVER_DELIVERY, alarms.MOTOR_STALL, alarms.RESERVOIR_EMPTY)
            assert any(held.holds(cause) for cause in causes)
        ranks = [-held.priority[alarm] for alarm in held.listed()]
        assert ranks == sorted(ranks)

    @invariant()
    def something_is_always_due(self):
        pump = self.pump
        now = pump.day * 86_400_000 + pump.ms
        due = pump.order.due_day * 86_400_000 + pump.order.due_ms
        longest = 300_000 if pump.state == RUN else 960_000
        assert now <= due <= now + longest

    @invariant()
    def what_runs_agrees_with_what_is_there(self):
        pump = self.pump
        if pump.state in (RUN, SUSPENDED):
            assert pump.active.concentration_ng_per_ml == pump.reservoir.concentration_ng_per_ml
        if pump.state == IDLE and not self.tests:
            assert self.motor.pulses == self.motor.strays
