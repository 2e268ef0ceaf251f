"""The delivered volume that the pump answers, least and most, holds what the rotor has given.

A mL is 64,000 steps of the nominal head. Two readings of an encoder, each rounded to a count of
four steps, may hide six: so much may be missing from the least, and from the most where no counter
counts. An order that the guard has ended has given one step more than was ordered; where a cut
leaves it open, nobody learns of that one.

What nobody knows is left out: steps behind a dead encoder; pulses that nobody ordered behind a dead
counter, which end no order and wake nobody; and, where the driver stays enabled, those that came
since the pump was awake last, or was writing of them, as the power went; and what flowed while
neither ring nor files took anything, where the power goes before one of them does again.
"""

from host_sim.swarm.judges.judge import Judge
from host_sim.swarm.judges.rotten import lost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.judges.judge import Accuse
    from host_sim.swarm.witness import Answers, Witness

_STEPS_PER_ML = 64_000
_HIDDEN_STEPS = 6
_STRAYS = ("stray_pulses", "runaway", "extra_pulses")
_ORDER_MS = 3_700_000
_ENCODER, _COUNTER = ("encoder_dead",), ("guard_dead",)
_UNKEPT = (("journal_fails",), ("files_fail",))
_ENABLED = ("enable_stuck", "guard_dead")  # no guard ends what comes then


class Interval(Judge):
    """At every look, and right after each power cut."""

    name = "interval"
    turns = True

    def __init__(self, accuse: "Accuse") -> None:
        super().__init__(accuse)
        self._blind = 0  # steps that came while something was blind
        self._lost = 0  # steps that came as the power went, before anybody could write of them
        self._unkept = 0  # steps of which nothing could be written so far
        self._base = 0  # of the rotor, where the pump has lost its account and begins anew

    def turn(self, witness: "Witness") -> None:
        if not witness.steps:
            return
        dumb = [witness.within(fails, _ORDER_MS) for fails in _UNKEPT]
        self._unkept = self._unkept + witness.steps if all(dumb) else 0
        strays = witness.within(_STRAYS, _ORDER_MS)
        goes = not witness.bench.powered and not witness.was_running  # an order's are in the bounds
        if witness.within(_ENCODER, 1) or (strays and witness.within(_COUNTER, 1)):
            self._blind += witness.steps
        elif strays and goes and witness.within(_ENABLED, 1):
            self._lost += witness.steps

    def power(self, witness: "Witness") -> None:
        if witness.within(_STRAYS, _ORDER_MS + witness.ms - witness.lost_ms):
            self._lost += 1  # as the power went, however long it was away
        self._lost += self._unkept
        self._unkept = 0
        if lost(witness.rotten, "state"):
            self._base, self._blind, self._lost = witness.rotor, 0, 0

    def look(self, witness: "Witness", answers: "Answers") -> None:
        if answers.least_nl is None or answers.most_nl is None:
            return
        hidden = _HIDDEN_STEPS * (1 + witness.boots)
        hidden += self._blind
        turned = witness.rotor - self._base
        least = (turned + hidden) * 1_000_000 // _STEPS_PER_ML + 1
        unseen = self._blind or witness.within(_COUNTER, witness.ms)
        shown = turned - self._lost - (self._blind + hidden if unseen else 0)
        most = shown * 1_000_000 // _STEPS_PER_ML - 1
        if answers.least_nl > least or answers.most_nl < most:
            truth = turned * 1_000_000 // _STEPS_PER_ML
            said = (answers.least_nl, answers.most_nl, truth)
            self.accuse("delivered %d..%d nL by the pump, %d nL by the rotor" % said)
