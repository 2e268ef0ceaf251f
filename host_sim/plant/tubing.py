"""The tubing behind the head: it swells with pressure and lets fluid out through the catheter.

    C dP/dt = q_in - P / R          blocked: C dP/dt = q_in

Knows volume and pressure. Does not know what the fluid carries. Lumped: no travelling
waves, no creep of the rubber, the same compliance at every pressure.
"""

import math

from host_sim.plant.flow import Flow

COMPLIANCE_NL_PER_KPA = 500.0  # ours: with STALL_KPA, two hours to a stall at 0.6 mL/d (C.5)
RESISTANCE_KPA_H_PER_NL = 0.5 / 3.6e6  # ours: 0.5 kPa at 1 uL/s, 76 cm of 0.53 mm bore and filter
_ALL_FADED = 40.0  # time constants: e^-40 is below a float's last digit
STALL_KPA = 100.0  # ours: where the motor's torque ends


class Tubing:
    """State: `kpa`, the pressure above the catheter tip. `blocked`: nothing leaves.

    After a refill with another strength the swollen part still holds `old_nl` of the
    old one, which leaves first.
    """

    __slots__ = (
        "blocked",
        "compliance",
        "kpa",
        "old_nl",
        "old_strength",
        "resistance",
        "stall_kpa",
        "tau_h",
    )

    def __init__(
        self,
        compliance: float = COMPLIANCE_NL_PER_KPA,
        resistance: float = RESISTANCE_KPA_H_PER_NL,
        stall_kpa: float = STALL_KPA,
    ) -> None:
        self.compliance = compliance
        self.resistance = resistance
        self.stall_kpa = stall_kpa
        self.tau_h = resistance * compliance
        self.kpa = 0.0
        self.blocked = 0
        self.old_nl = 0.0
        self.old_strength = 0.0

    def stored_nl(self) -> float:
        """What the swollen tubing holds beyond its volume at rest."""
        return self.compliance * self.kpa

    def stored_ng(self, strength: float) -> float:
        """Drug in that, when what the head pushes in holds `strength` ng/nL."""
        return self.old_nl * self.old_strength + (self.stored_nl() - self.old_nl) * strength

    def keep_old(self, strength: float) -> None:
        """What is stored now came in at this strength; what comes from now on has another."""
        stored = self.stored_nl()
        if stored > 0.0:
            self.old_strength = self.stored_ng(strength) / stored
            self.old_nl = stored

    def strength_of(self, nl: float, strength: float) -> float:
        """Strength of the next `nl` that leave, the old first; uses the old up."""
        old = self.old_nl if self.old_nl < nl else nl
        self.old_nl -= old
        return (old * self.old_strength + (nl - old) * strength) / nl

    def room_nl(self) -> float:
        """What can still be pressed into the blocked tubing before the motor stalls."""
        room = (self.stall_kpa - self.kpa) * self.compliance
        return room if room > 0.0 else 0.0

    def let_through(self, flow: Flow) -> None:
        """Turn the flow that comes in into the flow that goes out, in place."""
        if self.blocked:
            self.kpa += flow.volume_nl / self.compliance
            flow.stop()
            flow.fade = 0.0
            return
        tau = self.tau_h
        resistance = self.resistance
        hours = flow.hours
        omega = flow.omega
        mean = flow.mean
        faded = math.exp(-hours / tau) if hours < _ALL_FADED * tau else 0.0
        kpa = self.kpa
        if omega:
            turning = omega * tau
            cos = flow.cos / (1.0 + turning * turning)  # the head's wave is a cosine
            sin = cos * turning
            fade = kpa / resistance - mean - cos * flow.cos0 - sin * flow.sin0
            mean += cos * flow.cos1 + sin * flow.sin1  # at the end of the stretch
            flow.cos = cos
            flow.sin = sin
        else:
            fade = kpa / resistance - mean
        self.kpa = end = (mean + fade * faded) * resistance
        flow.volume_nl += (kpa - end) * self.compliance
        flow.fade = fade
        flow.faded = faded
        flow.fade_rate = 1.0 / tau
