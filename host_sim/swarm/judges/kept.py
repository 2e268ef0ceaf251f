"""What was answered with 0 survives a power cut.

Looked at right after the power is back: the prescription's digest, a stop that was ordered, the
volume's least, the number of log lines.
"""

from host_sim.swarm.judges.judge import MAY_STAND, Judge
from host_sim.swarm.judges.rotten import lost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.judges.judge import Accuse, Order
    from host_sim.swarm.witness import Answers, Witness

_MEDIA = ("journal_fails", "events_fail", "files_fail", "sectors_worn", "read_flips", "memory_rot")
_STARTS = ("DEL:STAR", "DEL:RES", "RES:FILL", "THER:")
_HOUR_MS = 3_600_000


class Kept(Judge):
    """`_stopped`: a stop was answered, and nobody has started since."""

    name = "kept"

    def __init__(self, accuse: "Accuse") -> None:
        super().__init__(accuse)
        self._stopped = False
        self._digest = ""
        self._least_nl = 0.0
        self._wide_nl = 0.0  # the quantum in flight is lost with the power
        self._boots = 0
        self._before = ("", False)  # the first two, ahead of the order under way

    def asked(self, witness: "Witness", line: str) -> None:
        """Until it is answered nobody knows."""
        self._before = (self._digest, self._stopped)
        if line.startswith("PRES:COMM"):
            self._digest = ""
        elif line.startswith(_STARTS):
            self._stopped = False

    def told(self, witness: "Witness", order: "Order") -> None:
        if order.number not in (0, 1) and order.clean:
            before, self._stopped = self._before
            stands = order.line.startswith("PRES:COMM") and order.number in MAY_STAND
            self._digest = "" if stands else before
            return
        line = order.line
        if line.startswith("DEL:STOP"):
            self._stopped = order.number == 0
        elif line.startswith(_STARTS):
            self._stopped = False
        elif line.startswith("PRES:COMM") and " " in line:
            self._digest = line.split(" ")[1].split(",")[0] if order.number == 0 else ""
            known = order.clean and witness.bench.powered and not witness.within(_MEDIA, _HOUR_MS)
            if known and self._digest and witness.stored != self._digest:
                words = "%s was committed, %s stands in storage"
                self.accuse(words % (self._digest, witness.stored or "nothing"))

    def look(self, witness: "Witness", answers: "Answers") -> None:
        if witness.within(_MEDIA, _HOUR_MS):
            self._stopped, self._digest, self._least_nl = False, "", 0.0
            self._boots = witness.boots
            return
        if witness.boots != self._boots and lost(witness.rotten, "state"):
            self._stopped, self._digest, self._least_nl = False, "", 0.0
        if answers.least_nl is not None:
            if answers.most_nl is not None:
                self._wide_nl = max(self._wide_nl, answers.most_nl - answers.least_nl)
            if answers.least_nl < self._least_nl - self._wide_nl:
                words = "at least %d nL were delivered, now %d"
                self.accuse(words % (self._least_nl, answers.least_nl))
            self._least_nl = answers.least_nl
        if witness.boots == self._boots:
            return
        self._boots = witness.boots
        if lost(witness.rotten, "prescription"):
            self._digest = ""
        if self._stopped and answers.state == "RUN":
            self.accuse("it was stopped, the power was gone, and it runs")
        if self._digest and witness.stored != self._digest:
            words = "%s was committed, after a cut %s is in force"
            self.accuse(words % (self._digest, witness.stored))
