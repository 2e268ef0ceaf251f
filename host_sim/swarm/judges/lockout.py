"""Lockouts hold: between two boluses, through power cuts and clocks; between two increases.

Measured by the judges' own clock, from the order that was done.
"""

from host_sim.swarm.judges.judge import Judge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.judges.judge import Accuse, Order
    from host_sim.swarm.witness import Answers, Witness

_DAY_MS = 86_400_000
_SLACK_MS = 2_000


class Lockout(Judge):
    """Orders that were done, against the prescription in force before them."""

    name = "lockout"

    def __init__(self, accuse: "Accuse") -> None:
        super().__init__(accuse)
        self._bolus_ms = 0  # when the last one was accepted or seen running
        self._any = False
        self._raised_ms = -_DAY_MS
        self._dose_ng = 0  # of a day, by the prescription before that flows

    def look(self, witness: "Witness", answers: "Answers") -> None:
        if answers.bolus == "RUN":
            self._any = True
            self._bolus_ms = witness.ms

    def told(self, witness: "Witness", order: "Order") -> None:
        if order.number or not witness.rxs:
            return
        line = order.line
        if line.startswith("DEL:BOL ") or line == "DEL:PTM":
            self._bolus(witness, line)
        elif line.startswith("PRES:COMM"):
            self._commit(witness)

    def _bolus(self, witness: "Witness", line: str) -> None:
        rx = witness.rxs[-1][1]
        lockout_ms = rx.ptm_lockout_ms if line == "DEL:PTM" else rx.lockout_ms
        passed_ms = witness.ms - self._bolus_ms
        if self._any and passed_ms + _SLACK_MS < lockout_ms:
            words = "%s was taken %d s after the last bolus, the lockout is %d s"
            self.accuse(words % (line, passed_ms // 1000, lockout_ms // 1000))
        self._any = True
        self._bolus_ms = witness.ms

    def _commit(self, witness: "Witness") -> None:
        """Judged where both doses flow: before, a commit is measured by what ran last. One whose
        answer was lost counts from when it is in force, not from when it is said again."""
        since_ms, rx = witness.rxs[-1]
        if not witness.running:
            self._raised_ms, self._dose_ng = -_DAY_MS, 0
            return
        if self._dose_ng and rx.day_ng > self._dose_ng + 1:
            if since_ms - self._raised_ms + _SLACK_MS < _DAY_MS:
                hours = (since_ms - self._raised_ms) / 3_600_000
                self.accuse("two increases of the dose within %.1f h" % hours)
            self._raised_ms = since_ms
        self._dose_ng = rx.day_ng
