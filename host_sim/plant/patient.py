"""The reference patient of A.10: drug in the CSF, and an effect that follows it.

    dA/dt = r - k A      C = A / V      dE/dt = ke0 (C - E)

Linear, closed form over any stretch of a Flow. Knows ng, hours and mL. Does not know
tolerance, activity, other drugs, or how a body differs from this one: a clearance and
a sensitivity are all the variety there is. The cisternal figure is a fixed ratio.
"""

import math

from host_sim.plant.flow import Flow
from host_sim.plant.trail import Trail

VOLUME_ML = 65.4  # A.6 S52: clearance 30 mL/h and a half-life of 1.51 h
CLEARANCE_ML_PER_H = VOLUME_ML * math.log(2.0) / 1.51  # 30.02 mL/h
KE0_PER_H = 0.1167  # A.10: fitted to a peak 4 h after a bolus
CISTERNAL_RATIO = 4.0  # S56: lumbar to cisternal, in the steady state
MEMORY_H = 168.0  # A.10: trailing seven days
SETTLING_H = 24.0  # S51: the effect of an infusion is within 10 % after a day


class Patient:
    """State: `csf_ng` and the effect compartment; `taken_ng` and `tapped_ng` for the balance.

    The pair is kept as two numbers that do not mix: csf_ng falls with k and
    _slow = E - _beta * csf_ng falls with ke0.
    """

    __slots__ = (
        "_all_fast",
        "_all_slow",
        "_beta",
        "_fast",
        "_k",
        "_ke",
        "_late",
        "_slow",
        "_span",
        "_trail",
        "csf_ng",
        "hours",
        "sensitivity",
        "taken_ng",
        "tapped_ng",
        "volume_ml",
    )

    def __init__(
        self,
        clearance_ml_per_h: float = CLEARANCE_ML_PER_H,
        sensitivity: float = 1.0,
        volume_ml: float = VOLUME_ML,
        ke0_per_h: float = KE0_PER_H,
    ) -> None:
        k = clearance_ml_per_h / volume_ml
        if k <= 0.0 or ke0_per_h <= 0.0 or k == ke0_per_h:
            raise ValueError("patient: rates are positive and differ")
        self._k = k
        self._ke = ke0_per_h
        self.volume_ml = volume_ml
        self.sensitivity = sensitivity
        self._beta = ke0_per_h / ((ke0_per_h - k) * volume_ml)
        self.csf_ng = 0.0
        self._slow = 0.0
        self.taken_ng = 0.0  # all that ever reached the CSF
        self.tapped_ng = 0.0  # all that was drawn out with CSF
        self.hours = 0.0
        self._trail = Trail(MEMORY_H)
        self._span = -1.0  # the stretch that _remember() was last asked about
        self._fast = self._late = 1.0
        self._all_fast = self._all_slow = 0.0

    # Time --------------------------------------------------------------------------

    def infuse(self, flow: Flow, ng: float) -> None:
        """Go on over the stretch while `ng` arrive in the shape of its flow."""
        hours = flow.hours
        if hours != self._span:
            self._remember(hours)
        fast = self._fast
        late = self._late
        csf_ng = self.csf_ng * fast
        other = self._slow * late
        if ng:
            volume = flow.volume_nl
            if volume > 1e-6:
                scale = ng / volume
                mean = flow.mean
                in_fast = mean * self._all_fast
                in_slow = mean * self._all_slow
                omega = flow.omega
                k = self._k
                ke = self._ke
                if omega:
                    even0, odd0, even1, odd1 = flow.wave()
                    square = omega * omega
                    in_fast += (k * even1 + odd1 - fast * (k * even0 + odd0)) / (k * k + square)
                    in_slow += (ke * even1 + odd1 - late * (ke * even0 + odd0)) / (ke * ke + square)
                fade = flow.fade
                if fade:
                    faded = flow.faded
                    rate = flow.fade_rate
                    in_fast += fade * (fast - faded) / (rate - k)
                    in_slow += fade * (late - faded) / (rate - ke)
            else:  # too little to have a shape
                scale = ng / hours
                in_fast = self._all_fast
                in_slow = self._all_slow
            csf_ng += scale * in_fast
            other -= self._beta * scale * in_slow
            self.taken_ng += ng
        self.csf_ng = csf_ng
        self._slow = other
        self.hours = now = self.hours + hours
        trail = self._trail
        if now >= trail.next_h:
            trail.note(now, self._integral())

    def _remember(self, hours: float) -> None:
        """What depends on the stretch's length alone: most stretches are as long as the last."""
        self._span = hours
        self._fast = math.exp(-self._k * hours)
        self._late = math.exp(-self._ke * hours)
        self._all_fast = (1.0 - self._fast) / self._k
        self._all_slow = (1.0 - self._late) / self._ke

    def tap(self, ml: float) -> float:
        """Draw CSF (S63): returns the ng that came with it. Volume is made up by the body."""
        if not 0.0 <= ml <= self.volume_ml:
            raise ValueError("tap: 0 mL to the CSF volume")
        ng = self.csf_ng * ml / self.volume_ml
        self._add(-ng)
        self.tapped_ng += ng
        return ng

    def inject(self, ng: float) -> None:
        """A dose at once, straight into the CSF."""
        self._add(ng)
        self.taken_ng += ng

    def _add(self, ng: float) -> None:
        """Change the CSF at once; the effect stays where it is."""
        self.csf_ng += ng
        self._slow -= self._beta * ng

    # What can be read ----------------------------------------------------------------

    def csf_ng_per_ml(self) -> float:
        """Lumbar concentration."""
        return self.csf_ng / self.volume_ml

    def cisternal_ng_per_ml(self) -> float:
        """At the head's end of the spine, by the ratio of the steady state."""
        return self.csf_ng_per_ml() / CISTERNAL_RATIO

    def effect_ng_per_ml(self) -> float:
        """Effect compartment, in the CSF concentration that would hold it."""
        return self._slow + self._beta * self.csf_ng

    def felt_ng_per_ml(self) -> float:
        """The same times the sensitivity: what an ordinary patient would have to have."""
        return self.effect_ng_per_ml() * self.sensitivity

    def eliminated_ng(self) -> float:
        """All that the body has cleared."""
        return self.taken_ng - self.tapped_ng - self.csf_ng

    def reference_ng_per_ml(self) -> float | None:
        """Mean effect over the trailing seven days, or since the first drug if that is later.

        None until a day after the first drug: before it there is nothing to compare with.
        """
        return self._trail.mean(self.hours, self._integral(), SETTLING_H)

    def effect_percent(self) -> float | None:
        """Effect in percent of its trailing reference; None while there is no reference."""
        reference = self.reference_ng_per_ml()
        if reference is None or reference <= 0.0:
            return None
        return 100.0 * self.effect_ng_per_ml() / reference

    def _integral(self) -> float:
        """Effect over time since birth, ng h/mL: no sum is kept, the balance gives it."""
        return self.eliminated_ng() / (self._k * self.volume_ml) - (
            self.effect_ng_per_ml() / self._ke
        )
