"""When the troubles are over, therapy flows again within a day, or an alarm says why not.

At the end of a life: every switch was put back a day before, and somebody has looked after the
pump as its alarms ask. And all along: a pump in RUN, while nothing is wrong, turns its rotor.
"""

from host_sim.swarm.judges.judge import Judge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.judges.judge import Accuse
    from host_sim.swarm.witness import Answers, Witness

_FLOWING_MS = 13 * 3_600_000  # tries after a stall come every 12 h
# Which alarms say that nothing flows, and why
_WHY = (
    "OVER_DELIVERY",
    "MOTOR_STALL",
    "RESERVOIR_EMPTY",
    "STOPPED",
    "WITHDRAWAL",
    "STORED_DATA",
    "SELF_TEST",
    "BATTERY_EOS",
    "OVER_TREND",
    "FIRMWARE_FAULT",
)


class Alive(Judge):
    """At each look, and at the last."""

    name = "alive"

    def __init__(self, accuse: "Accuse") -> None:
        super().__init__(accuse)
        self._calm_ms = 0  # since when it runs and nothing is wrong

    def look(self, witness: "Witness", answers: "Answers") -> None:
        if answers.state != "RUN" or witness.faults or witness.powered_ms > self._calm_ms:
            self._calm_ms = witness.ms
        since_ms = max(self._calm_ms, witness.moved_ms)
        if witness.ms - since_ms > _FLOWING_MS:
            hours = (witness.ms - since_ms) / 3_600_000
            self.accuse("RUN, nothing is wrong, and nothing has flowed for %.1f h" % hours)

    def end(self, witness: "Witness", answers: "Answers") -> None:
        if not witness.started:
            return
        if answers.state == "RUN" and witness.ms - witness.moved_ms <= _FLOWING_MS:
            return
        if answers.state != "RUN" and [name for name in _WHY if name in answers.alarms]:
            return
        still_h = (witness.ms - witness.moved_ms) / 3_600_000
        said = ", ".join(sorted(answers.alarms)) or "no alarm"
        self.accuse("%s, nothing has flowed for %.1f h; %s" % (answers.state, still_h, said))
