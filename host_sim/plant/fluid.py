"""The path of the fluid, from the reservoir to the patient, and its balances.

`advance(t_us, angle)` is all there is to time: from where it stands to `t_us` the head went
evenly to `angle`. Knows no motor: whoever turns the rotor says so.
"""

from host_sim.plant.catheter import Catheter
from host_sim.plant.flow import Flow
from host_sim.plant.head import Head
from host_sim.plant.patient import Patient
from host_sim.plant.reservoir import Reservoir
from host_sim.plant.tubing import Tubing

_US_PER_H = 3.6e9
_LONGEST_US = 5_400_000_000  # stretches beyond 1.5 h are cut: the patient's trail wants hours
_FRONT_US = 360_000_000  # and beyond 6 min while a front of drug passes: see docs/plant.md


class Fluid:
    """Reservoir, head, tubing, catheter and patient in a row, at the moment `t_us`.

    Balances, from power-on:
        pumped_nl = stored in the tubing + leaked_nl + delivered_nl
        drug in pumped_nl = stored + leaked_ng + held in the catheter + delivered_ng
        delivered_ng = taken by the patient + lost_ng
    """

    __slots__ = (
        "_flow",
        "catheter",
        "delivered_ng",
        "delivered_nl",
        "disconnected",
        "head",
        "leak_percent",
        "leaked_ng",
        "leaked_nl",
        "lost_ng",
        "patient",
        "pumped_nl",
        "reservoir",
        "t_us",
        "tubing",
    )

    def __init__(
        self, reservoir: Reservoir, head: Head, catheter: Catheter, patient: Patient
    ) -> None:
        self.reservoir = reservoir
        self.head = head
        self.tubing = Tubing()
        self.catheter = catheter
        self.patient = patient
        self.t_us = 0
        self.leak_percent = 0  # of the flow, lost between tubing and catheter
        self.disconnected = 0  # what leaves the catheter does not reach the CSF
        self.pumped_nl = 0.0  # out of the reservoir, through the head
        self.leaked_nl = 0.0
        self.leaked_ng = 0.0
        self.delivered_nl = 0.0  # out of the catheter's far end, wherever that lies
        self.delivered_ng = 0.0
        self.lost_ng = 0.0  # out of the catheter's far end, past the CSF
        self._flow = Flow()

    def advance(self, t_us: int, angle: float) -> None:
        """Live from the present moment to `t_us` while the rotor turns evenly to `angle`.

        `angle` is in steps, on the same count as stepper.position, and never falls. Does
        nothing when `t_us` is not in the future: what was turned flows in the next stretch.
        """
        span_us = t_us - self.t_us
        if span_us <= 0:
            return
        if span_us > _FRONT_US:
            longest_us = _LONGEST_US if angle == self.head.angle else self._longest_us()
            if span_us > longest_us:
                self._advance_in_parts(t_us, angle, longest_us)
                return
        flow = self._flow
        flow.hours = span_us / _US_PER_H
        head = self.head
        reservoir = self.reservoir
        if angle == head.angle:
            flow.stop()
        else:
            most = (angle - head.angle) * head.most_nl
            if reservoir.nl - most < reservoir.careful_nl:
                self._advance_scarce(t_us, angle)
                return
            volume = head.turn(angle, flow)
            reservoir.nl -= volume
            self.pumped_nl += volume
        self.t_us = t_us
        self._deliver()

    def _deliver(self) -> None:
        """Bring what stands in the flow through tubing, leak and catheter to the patient."""
        flow = self._flow
        tubing = self.tubing
        tubing.let_through(flow)
        out_nl = flow.volume_nl
        ng = 0.0
        if out_nl:
            strength = self.reservoir.ng_per_nl
            if tubing.old_nl and out_nl > 0.0:
                strength = tubing.strength_of(out_nl, strength)
            if self.leak_percent:
                leaked = out_nl * self.leak_percent / 100.0
                self.leaked_nl += leaked
                self.leaked_ng += leaked * strength
                out_nl -= leaked
            catheter = self.catheter
            ng = (
                out_nl * strength if strength == catheter.level else catheter.push(out_nl, strength)
            )
            self.delivered_nl += out_nl
            self.delivered_ng += ng
            if self.disconnected:
                self.lost_ng += ng
                ng = 0.0
        self.patient.infuse(flow, ng)

    def _longest_us(self) -> int:
        """The strength that leaves the catheter is taken as even over a stretch of this length."""
        if self.catheter.level != self.reservoir.ng_per_nl and self.reservoir.nl > 0.0:
            return _FRONT_US
        return _LONGEST_US

    def _advance_in_parts(self, t_us: int, angle: float, longest_us: int) -> None:
        """A long stretch in even parts of less than the longest."""
        start_us = self.t_us
        start = self.head.angle
        span_us = t_us - start_us
        parts = span_us // longest_us + 1
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
