"""No more at the tip than was ordered: no bolus twice, nothing in a stop, no catching up.

What passes the programme's greatest rate is booked against the boluses that were accepted since
flow was at rest. Each order counts once, however often its line was sent. Where two drugs meet in
the line is known as well as what was delivered: after a cut, to a quantum.
"""

from host_sim.swarm.judges.judge import Judge
from host_sim.swarm.judges.tip import LINE_NL, STEPS_PER_ML, Tip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.judges.judge import Accuse, Order
    from host_sim.swarm.witness import Answers, Witness

_DAY_MS = 86_400_000
_STEPS = 12  # a quantum begins with a step and may end with one; the encoder counts in fours
_PERMILLE = 20  # a programme's dose at the tip, beside a front between two drugs
_QUIET_MS = 7_200_000  # so long after the last bolus ended the account is closed
_UNORDERED = ("runaway", "stray_pulses", "extra_pulses", "enable_stuck", "guard_dead")
_LINE_STEPS = LINE_NL * STEPS_PER_ML // 1_000_000


class Delivery(Judge):
    """`over` and `credit` in steps of ng/mL, as the tip counts."""

    name = "delivery"
    turns = True

    def __init__(self, accuse: "Accuse") -> None:
        super().__init__(accuse)
        self._tip = Tip()
        self._over = 0
        self._credit = 0
        self._granted = 0  # of the order under way
        self._open = False  # an order is under way
        self._front = 0  # steps by which nobody knows where two drugs meet in the line
        self._unseen = 0  # steps that are still to come until the line is known again
        self._known = self._top = 0  # how many prescriptions that rate is of; see `_rate`
        self._ms = 0
        self._busy_ms = 0
        self._words = "nothing"

    def hands(self, witness: "Witness", act: str, value: int) -> None:
        if act == "press" and witness.rxs:
            self._grant(witness, witness.rxs[-1][1].ptm_ng, "a press")

    def asked(self, witness: "Witness", line: str) -> None:
        self._granted = 0
        self._open = True
        self._tip.catch(line)
        if line.startswith(("DEL:BOL ", "SCR:BOL ")):
            self._grant(witness, _ng(line.split(" ", 1)[1]), line)
            self._busy_ms += _lasts_ms(line)
        elif line.startswith("CATH:PRIM ") and not line.endswith(",OUTS"):
            self._grant(witness, _ng(line.split(",")[-1]), line)
        elif line == "DEL:PTM" and witness.rxs:
            self._grant(witness, witness.rxs[-1][1].ptm_ng, line)

    def told(self, witness: "Witness", order: "Order") -> None:
        self._open = False
        self._tip.answered(witness.ms)
        if self._granted:
            self._busy_ms = max(self._busy_ms, witness.ms + _lasts_ms(order.line))
        if order.number == 0:
            self._tip.follow(order.line)
        elif order.number != 1:  # refused: nothing flows for it
            self._credit -= self._granted

    def _grant(self, witness: "Witness", dose_ng: int, words: str) -> None:
        self._granted = dose_ng * STEPS_PER_ML
        self._credit += self._granted
        self._busy_ms = witness.ms
        self._words = words

    def look(self, witness: "Witness", answers: "Answers") -> None:
        if answers.least_nl is not None and answers.most_nl is not None and self._tip.mixed():
            wide_nl = int(answers.most_nl - answers.least_nl)
            self._front = max(self._front, wide_nl * STEPS_PER_ML // 1_000_000)
        if answers.bolus == "RUN":
            self._busy_ms = max(self._busy_ms, witness.ms)
        elif witness.ms - self._busy_ms > _QUIET_MS and not self._open:
            self._over = self._credit = 0
            if not self._tip.mixed():
                self._front = 0

    def turn(self, witness: "Witness") -> None:
        passed_ms = witness.ms - self._ms
        self._ms = witness.ms
        drug = self._tip.push(witness.steps, witness.ms) if witness.steps > 0 else 0
        if witness.steps:
            self._see(witness)
        if not passed_ms and not drug:
            return
        over = self._over + drug
        if witness.running or witness.was_running:
            over -= self._rate(witness) * passed_ms // _DAY_MS
        self._over = over if over > 0 else 0
        if not self._over:
            return
        if witness.within(_UNORDERED, _QUIET_MS) or self._unseen > 0:
            self._over = 0
            return
        most = self._credit + (_STEPS + self._front) * self._tip.highest
        if self._over > most:
            over_ng, granted_ng = self._over // STEPS_PER_ML, self._credit // STEPS_PER_ML
            words = "%.2f ug above the programme's greatest rate, %.2f ug were ordered (%s)"
            self.accuse(words % (over_ng / 1e3, granted_ng / 1e3, self._words))

    def _see(self, witness: "Witness") -> None:
        """What pulses that nobody ordered have turned behind a dead encoder is in no account: where
        two drugs meet nobody knows until a line's volume has followed (docs/limits.md)."""
        if witness.within(("encoder_dead",), 1) and witness.within(_UNORDERED, 1):
            self._unseen = _LINE_STEPS
        elif self._unseen > 0:
            self._unseen -= witness.steps

    def _rate(self, witness: "Witness") -> int:
        """Steps of ng/mL a day that the last two programmes let out at most."""
        if len(witness.rxs) != self._known:
            self._known = len(witness.rxs)
            top_ng = max([rx.top_ng for _, rx in witness.rxs[-2:]] + [0])
            self._top = top_ng * (1000 + _PERMILLE) // 1000 * STEPS_PER_ML
        return self._top


def _ng(words: str) -> int:
    """`50 UG,300 S`; 0 for what is no such figure: it is refused."""
    number, _, unit = words.split(",")[0].partition(" ")
    whole, _, part = number.partition(".")
    try:
        value = int(whole) * 1000 + int((part + "000")[:3])
    except ValueError:
        return 0
    return value if unit == "UG" else 0  # others are refused


def _lasts_ms(line: str) -> int:
    """`DEL:BOL 50 UG,300 S,CONFIRM`: for so long."""
    for word in line.split(",")[1:2]:
        number, _, unit = word.partition(" ")
        try:
            return int(number) * 1000 if unit == "S" else 0
        except ValueError:
            return 0
    return 0
