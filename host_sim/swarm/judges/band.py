"""The forecast's band holds the plant's patient (dose_rules D-13).

As the dose that would hold the effect up. As long as nothing happened that no pump can know: a
wrong syringe, a leak, a head off its calibration.
"""

from host_sim.swarm.judges.judge import Judge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.judges.judge import Accuse, Order
    from host_sim.swarm.witness import Answers, Witness

_UNKNOWABLE = (
    "slip", "gain", "line_blocked", "leak", "catheter_disconnected", "pocket_fill", "fill_volume",
    "fill_strength", "low_residual", "encoder_dead", "guard_dead", "runaway", "stray_pulses",
    "extra_pulses", "enable_stuck", "missed_steps", "stall", "stall_every_rev", "memory_rot",
)  # fmt: skip
_SLACK = 0.04
_LEAST_NG = 1_000.0  # a day: what nobody feels
_OPEN_MS = 3 * 86_400_000
_ORDER_MS = 3_900_000  # an order is booked at its end
_EVERY_MS = 600_000
_LINE_MS = 10 * 86_400_000  # ours: a front passes in 6.4 at the least flow, 0.048 mL a day
_SETTLED_MS = 6 * 3_600_000


class Band(Judge):
    """At looks that asked for the forecast."""

    name = "band"
    turns = True

    def __init__(self, accuse: "Accuse") -> None:
        super().__init__(accuse)
        self._void = False
        self._drug = ""  # on the last syringe
        self._front_ms = 0  # since when: a front is in the line
        self._cut_off_ms = -_OPEN_MS
        self._truths: list[
            tuple[int, float]
        ] = []  # of the last hour: an order is booked at its end

    def turn(self, witness: "Witness") -> None:
        truths = self._truths
        if not truths or witness.ms - truths[-1][0] >= _EVERY_MS:
            truths.append((witness.ms, witness.effect()))
            if witness.ms - truths[0][0] > _ORDER_MS and witness.ms - truths[1][0] >= _ORDER_MS:
                truths.pop(0)

    def told(self, witness: "Witness", order: "Order") -> None:
        if order.line.startswith("RES:FILL "):
            if order.number:
                self._void = True  # what was in there is withdrawn, and the pump reckons with it
            self._filled(witness.ms, order.line.split(",")[1])

    def _filled(self, ms: int, drug: str) -> None:
        """A fill while two drugs are in the line: the band's line does without what has flowed
        since it was looked at last (docs/limits.md), which is an hour's where an order lasts one.
        """
        if drug != self._drug:
            self._drug, self._front_ms = drug, ms
        elif ms - self._front_ms < _LINE_MS:
            self._cut_off_ms = ms

    def look(self, witness: "Witness", answers: "Answers") -> None:
        if witness.within(_UNKNOWABLE, witness.ms):
            self._void = True
        if self._void or answers.band is None or witness.ms < _SETTLED_MS:
            return
        if witness.long_quanta and witness.boots and witness.ms - witness.powered_ms < _OPEN_MS:
            return  # an hour's dose that may have flowed or not
        if witness.long_quanta and witness.ms - self._cut_off_ms < _OPEN_MS:
            return
        low, high = answers.band
        truths = [truth for _, truth in self._truths] + [witness.effect()]
        least, most = low * (1 - _SLACK) - _LEAST_NG, high * (1 + _SLACK) + _LEAST_NG
        if max(truths) < least or min(truths) > most:
            said = (truths[-1] / 1e3, low / 1e3, high / 1e3)
            self.accuse("effect of %.1f ug/d, the forecast says %.1f..%.1f" % said)
