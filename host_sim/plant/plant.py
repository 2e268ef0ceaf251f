"""The plant: rotor, head, tubing, reservoir, line, battery and patient, joined.

`advance(t_us, angle)` is all there is to time: from where it stands to `t_us` the fluid's
rotor angle went evenly to `angle`. Whoever drives the rotor says so: the simulator's motor,
or pulses on the pins of an emulated board. Knows physics and nothing of the controller.
"""

from host_sim.plant.battery import Battery
from host_sim.plant.board import Board
from host_sim.plant.faults import Faults
from host_sim.plant.flow import Flow
from host_sim.plant.head import Head
from host_sim.plant.line import Line
from host_sim.plant.patient import Patient
from host_sim.plant.reservoir import Reservoir
from host_sim.plant.stepper import NEVER, Stepper
from host_sim.plant.truth import QUANTITIES
from host_sim.plant.tubing import Tubing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_US_PER_H = 3.6e9
_LONGEST_US = 5_400_000_000  # stretches beyond 1.5 h are cut: the patient's trail wants hours


def _nothing() -> None:
    """Nobody drives this plant lazily."""


class Plant:
    """All parts as attributes; `faults` turns switches, `truth(name)` reads quantities.

    before, after   called by settle() and unsettle(): a driver that is lazy about time
                    brings the plant up to now in the one and plans anew in the other
    """

    __slots__ = (
        "_flow",
        "after",
        "battery",
        "before",
        "board",
        "delivered_ng",
        "delivered_nl",
        "disconnected",
        "faults",
        "head",
        "leak_percent",
        "leaked_ng",
        "leaked_nl",
        "line",
        "lost_ng",
        "patient",
        "pumped_nl",
        "reservoir",
        "stepper",
        "t_us",
        "tubing",
    )

    def __init__(
        self,
        capacity_nl: int = 20_000_000,
        patient: Patient | None = None,
        line: Line | None = None,
        rotor: int = 0,
    ) -> None:
        """A pump as it leaves the box: empty, saline in the line, no drug in the patient.

        `rotor` is where the rotor stands at power-on, in steps.
        """
        self.stepper = Stepper(rotor)
        self.head = Head(float(rotor))
        self.tubing = Tubing()
        self.reservoir = Reservoir(capacity_nl)
        self.line = line or Line()
        self.battery = Battery()
        self.patient = patient or Patient()
        self.board = Board()
        self.t_us = 0
        self.leak_percent = 0
        self.disconnected = 0
        self.pumped_nl = 0.0  # out of the reservoir, through the head
        self.leaked_nl = 0.0
        self.leaked_ng = 0.0
        self.delivered_nl = 0.0  # out of the line's far end, wherever that lies
        self.delivered_ng = 0.0
        self.lost_ng = 0.0  # out of the line's far end, past the CSF
        self._flow = Flow()
        self.before: Callable[[], None] = _nothing
        self.after: Callable[[], None] = _nothing
        self.faults = Faults(self)

    # Time --------------------------------------------------------------------------

    def advance(self, t_us: int, angle: float) -> None:
        """Live from the present moment to `t_us` while the rotor turns evenly to `angle`.

        `angle` is in steps, on the same count as stepper.position, and never falls. Does
        nothing when `t_us` is not in the future: what was turned flows in the next stretch.
        """
        span_us = t_us - self.t_us
        if span_us <= 0:
            return
        if span_us > _LONGEST_US:
            self._advance_in_parts(t_us, angle)
            return
        flow = self._flow
        flow.hours = span_us / _US_PER_H
        head = self.head
        reservoir = self.reservoir
        if angle == head.angle:
            flow.stop()
        else:
            most = (angle - head.angle) * head.most_nl
            if reservoir.nl - most < reservoir.careful_nl():
                self._advance_scarce(t_us, angle)
                return
            head.turn(angle, flow)
            reservoir.nl -= flow.volume_nl
            self.pumped_nl += flow.volume_nl
        self._deliver()
        self.t_us = t_us

    def _deliver(self) -> None:
        """Bring what stands in the flow through tubing, leak and line to the patient."""
        flow = self._flow
        self.tubing.let_through(flow)
        out_nl = flow.volume_nl
        strength = self.reservoir.ng_per_nl
        if self.tubing.old_nl and out_nl > 0.0:
            strength = self.tubing.strength_of(out_nl, strength)
        if self.leak_percent:
            leaked = out_nl * self.leak_percent / 100.0
            self.leaked_nl += leaked
            self.leaked_ng += leaked * strength
            out_nl -= leaked
        ng = 0.0
        if out_nl:
            ng = self.line.push(out_nl, strength)
            self.delivered_nl += out_nl
            self.delivered_ng += ng
            if self.disconnected:
                self.lost_ng += ng
                ng = 0.0
        self.patient.infuse(flow, ng)

    def _advance_in_parts(self, t_us: int, angle: float) -> None:
        """A long stretch in even parts of less than the longest."""
        start_us = self.t_us
        start = self.head.angle
        span_us = t_us - start_us
        parts = span_us // _LONGEST_US + 1
        for i in range(1, parts):
            part_us = span_us * i // parts
            self.advance(start_us + part_us, start + (angle - start) * (part_us / span_us))
        self.advance(t_us, angle)

    def _advance_scarce(self, t_us: int, angle: float) -> None:
        """A stretch in which the reservoir may give less than the head strokes, or end.

        A loss is spread evenly over the stretch. At the end of the fluid the stretch is
        cut, to the microsecond; from there on the head turns in air.
        """
        head = self.head
        reservoir = self.reservoir
        wanted = head.volume_nl(angle)
        given = reservoir.yield_nl(wanted)
        if 0.0 < given >= reservoir.nl:
            start = head.angle
            dry = head.angle_for(reservoir.stroke_for(reservoir.nl))
            part = (dry - start) / (angle - start)
            dry_us = self.t_us + int(part * (t_us - self.t_us)) + 1
            if dry_us < t_us:
                self._draw(dry_us, dry, reservoir.nl)
                self.advance(t_us, angle)
                return
        self._draw(t_us, angle, given)

    def _draw(self, t_us: int, angle: float, given: float) -> None:
        """Turn to `angle`, but take only `given` out of the reservoir."""
        flow = self._flow
        flow.hours = (t_us - self.t_us) / _US_PER_H
        self.head.turn(angle, flow)
        flow.scale(given / flow.volume_nl if flow.volume_nl > 0.0 else 0.0)
        flow.volume_nl = given
        self.reservoir.nl -= given
        self.pumped_nl += given
        self._deliver()
        self.t_us = t_us

    def settle(self) -> None:
        """Bring everything up to the driver's now. Before each look and each change."""
        self.before()

    def unsettle(self) -> None:
        """Something has changed: the driver has to think again."""
        self.after()

    # For whoever turns the rotor -------------------------------------------------------

    def room_steps(self) -> int:
        """Whole steps from the rotor's position until pressure stops it; NEVER if it won't."""
        if not self.tubing.blocked:
            return NEVER
        room = self.tubing.room_nl()
        if room >= self.reservoir.nl:
            return NEVER  # it runs out of fluid before it runs out of room
        dead_end = self.head.angle_for(self.reservoir.stroke_for(room))
        steps = int(dead_end) - self.stepper.position
        return steps if steps > 0 else 0

    # Hands -----------------------------------------------------------------------------

    def fill(self, nl: float, ng_per_ml: float) -> float:
        """Inject a refill through the septum; returns the nL that would not go in."""
        self.settle()
        before = self.reservoir.ng_per_nl
        left = self.reservoir.fill(nl, ng_per_ml)
        if self.reservoir.ng_per_nl != before:
            self.tubing.keep_old(before)
        self.unsettle()
        return left

    def withdraw(self, nl: float | None = None) -> float:
        """Draw the reservoir empty, or `nl` of it; returns the nL that came."""
        self.settle()
        came = self.reservoir.withdraw(nl)
        self.unsettle()
        return came

    def prime_line(self, ng_per_ml: float) -> None:
        """Fill the line by hand, before it is connected: nothing reaches the patient."""
        self.settle()
        self.line.fill(ng_per_ml)

    def cap_injection(self, nl: float, ng_per_ml: float = 0.0) -> float:
        """Inject through the access port: the line's contents go into the CSF at once (S18).

        Returns the ng that the injection drove out of the line's far end.
        """
        self.settle()
        ng = self.line.push(nl, ng_per_ml / 1e6)
        if self.disconnected:
            self.lost_ng += ng
        else:
            self.patient.inject(ng)
        return ng

    def puncture(self, ng: float) -> None:
        """A dose by lumbar puncture, past the pump."""
        self.settle()
        self.patient.inject(ng)

    def tap(self, ml: float) -> float:
        """Withdraw CSF (S63); returns the ng that came with it."""
        self.settle()
        return self.patient.tap(ml)

    # Truth -------------------------------------------------------------------------------

    def truth(self, name: str) -> float | int | None:
        """A quantity as it truly is now; the names are truth.NAMES. KeyError for another.

        None where there is nothing to say yet (the effect's reference on the first day).
        """
        quantity = QUANTITIES[name]
        self.settle()
        return quantity(self)
