"""The reference patient of the forecast: drug in the CSF and its effect, by the solution of

    dA/dt = in - k A,  dE/dt = ke0 (A - E)   (A.10)

for a flow that holds. The pump's own model steps the same equations in fixed point. A forecast.
"""

from collections import deque
from math import exp, log

from . import figures

_K = log(2) / (figures.CSF_HALF_LIFE_CENTIHOURS / 100)
_KE0 = figures.EFFECT_KE0_PER_10000_H / 10_000


class Patient:
    """Doses in ng a day. Effect in ng of CSF that would keep it up."""

    def __init__(self, steady_ng_per_day: float = 0) -> None:
        """One whom that dose has held up for more than a week; 0: no drug yet."""
        self.effect = self._csf = steady(steady_ng_per_day)
        self._week: deque[float] = deque(maxlen=figures.REFERENCE_HOURS)
        if steady_ng_per_day:
            self._week.extend([self.effect] * figures.REFERENCE_HOURS)

    def hour(self, ng_per_day: float) -> None:
        """An hour at that dose; 0: nothing flows, and no hour of therapy joins the reference."""
        held, csf, effect = steady(ng_per_day), self._csf, self.effect
        fades, acts = exp(-_K), exp(-_KE0)
        self._csf = held + (csf - held) * fades
        lag = _KE0 * (csf - held) * (fades - acts) / (_KE0 - _K)
        self.effect = held + (effect - held) * acts + lag
        if ng_per_day:
            self._week.append(self.effect)

    def percent(self) -> float | None:
        """Effect in percent of the trailing seven days of therapy; None before the first hour."""
        if not self._week:
            return None
        return 100 * self.effect * len(self._week) / sum(self._week)


def steady(ng_per_day: float) -> float:
    """The effect that a dose holds up in the end."""
    return ng_per_day / 24 / _K
