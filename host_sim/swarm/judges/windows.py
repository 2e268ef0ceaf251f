"""No 1, 4 or 24 h at the tip above its limit (dose_rules D-2, D-3).

The limits of every prescription that was in force within the window count, the largest of them:
a day's limit with 2 %, and 100 ug besides two (eight) hours of the programme's average.
"""

from host_sim.swarm.judges.judge import Judge
from host_sim.swarm.judges.tip import STEPS_PER_ML, Tip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.judges.judge import Accuse, Order
    from host_sim.swarm.judges.rx import Rx
    from host_sim.swarm.witness import Witness

_HOUR_MS = 3_600_000
_SPANS = (1, 4, 24)
_SPANS_MS = tuple([hours * _HOUR_MS for hours in _SPANS])
_PEAK_NG = 100_000  # L820: the largest single dose that the label knows
_TEST_DAY_NG = 200_000  # before any prescription: test doses of 100 ug, one a day
_HOURS = 24  # in a day
_STEPS = 2  # of the greatest strength: a step is whole
# Pulses that nobody ordered; a rotor that turns further than its encoder shows
_UNORDERED = ("runaway", "stray_pulses", "extra_pulses", "enable_stuck", "guard_dead")


class Windows(Judge):
    """A sample a turn that moved the rotor, and three pointers into them."""

    name = "windows"
    turns = True

    def __init__(self, accuse: "Accuse") -> None:
        super().__init__(accuse)
        self.tip = Tip()
        self._samples: list[tuple[int, int]] = [(0, 0)]
        self._first = [0, 0, 0]
        self._bounds: list[int] = []  # steps of ng/mL, as the tip counts
        self._known = -1  # of how many prescriptions the bounds are
        self._again_ms = 0  # when an old one falls out of the longest window

    def asked(self, witness: "Witness", line: str) -> None:
        self.tip.catch(line)

    def told(self, witness: "Witness", order: "Order") -> None:
        self.tip.answered(witness.ms)
        if order.number == 0:
            self.tip.follow(order.line)

    def turn(self, witness: "Witness") -> None:
        if witness.steps <= 0:
            return
        now_ms, tip = witness.ms, self.tip
        before = tip.drug
        tip.push(witness.steps, now_ms)
        if witness.within(_UNORDERED, _HOUR_MS):
            tip.drug = before
            return
        drug = tip.drug
        samples, firsts = self._samples, self._first
        samples.append((now_ms, drug))
        if len(witness.rxs) != self._known or now_ms >= self._again_ms:
            self._rebound(witness)
        for at in range(3):
            since_ms = now_ms - _SPANS_MS[at]
            first = firsts[at]
            if samples[first][0] < since_ms:
                while samples[first][0] < since_ms:
                    first += 1
                firsts[at] = first
            held = drug - samples[first][1]
            if held > self._bounds[at]:
                self._judge(witness, at, held // STEPS_PER_ML)
        if firsts[2] > 500:
            self._drop(firsts[2])

    def _drop(self, count: int) -> None:
        self._samples = self._samples[count:]
        self._first = [first - count for first in self._first]

    def _rebound(self, witness: "Witness") -> None:
        """The bounds now: of what was in force in the last 24 h, which is sound for 1 and 4 too."""
        self._known = len(witness.rxs)
        self._again_ms = witness.ms + _HOUR_MS
        held = _in_force(witness.rxs, witness.ms - 24 * _HOUR_MS)
        limit = max([rx.limit_ng for rx in held] + [0])
        average = max([rx.day_ng for rx in held] + [0]) // 24
        slack = _STEPS * self.tip.highest // STEPS_PER_ML + 1
        if witness.long_quanta:  # an order under way is in no window yet: an hour's drug, not 1 ug
            slack += max([rx.top_ng for rx in held] + [0]) // _HOURS
        bounds_ng = (
            _PEAK_NG + 2 * average + slack,
            _PEAK_NG + 8 * average + slack,
            max(limit * 102 // 100, _TEST_DAY_NG) + slack,
        )
        self._bounds = [(ng + 1) * STEPS_PER_ML - 1 for ng in bounds_ng]

    def _judge(self, witness: "Witness", at: int, held_ng: int) -> None:
        self._rebound(witness)
        most_ng = self._bounds[at] // STEPS_PER_ML
        if held_ng > most_ng:
            words = "%d h at the tip: %.1f ug, at most %.1f"
            self.accuse(words % (_SPANS[at], held_ng / 1e3, most_ng / 1e3))


def _in_force(rxs: "list[tuple[int, Rx]]", since_ms: int) -> "list[Rx]":
    """Those that were in force at that moment or later."""
    first = 0
    for at in range(len(rxs)):
        if rxs[at][0] <= since_ms:
            first = at
    return [rx for _, rx in rxs[first:]]
