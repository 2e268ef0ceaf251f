"""Each row of C.4 that the plant's truth makes due is raised, as grave as it is, within its time.

A rule says how grave its alarm has to be now, or 0. What holds for longer than the rule's time has
to be seen at a look; a look is asked for right then.
"""

from host_sim.swarm.judges.due_rules import RULES
from host_sim.swarm.judges.facts import Facts
from host_sim.swarm.judges.judge import Judge
from host_sim.swarm.judges.rotten import lost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.judges.judge import Accuse, Order
    from host_sim.swarm.witness import Answers, Witness

_GAP_MS = 25 * 3_600_000
_READING_NL = 500_000  # two readings of a syringe
_UNSURE = ("encoder_dead", "guard_dead", "stall", "stall_every_rev", "runaway", "enable_stuck")
_OTHER_DOSES = ("THER:WEAN", "DEL:MINR", "DEL:STOP HOLIDAY")
_ENDS_A_BOLUS = ("DEL:BOL:ABOR", "DEL:STOP", "DEL:SUSP", "DEL:MINR")
_LOGGED = ("DEL:", "RES:", "PRES:COMM", "ALAR:")  # what is emptied already is no news to the log
_NOTHING = -221  # nothing of it is latched
_BOLUS_SLACK_MS = 5_000
_UNKEPT_MS = 600_000  # docs/durability.md: the times of resets stand still
_LEVELS = ("none", "LOW", "MEDIUM", "HIGH")


class Due(Judge):
    """`_since[n]`: ms since when rule n has been due at its level."""

    name = "due"

    def __init__(self, accuse: "Accuse") -> None:
        super().__init__(accuse)
        self._facts = Facts()
        self._since = [0] * len(RULES)
        self._levels = [0] * len(RULES)
        self._wake_ms = 0
        self._continued = False
        self._dose_ng = 0  # of the prescription in force
        self._ended = 0  # turns that an exception has ended, planted ones
        self._asked_ms = self._asked_boots = 0  # of the order under way

    def asked(self, witness: "Witness", line: str) -> None:
        """Where the power goes before the answer, nobody knows whether a bolus was ended or cut."""
        self._asked_ms, self._asked_boots = witness.ms, witness.boots
        if line.startswith(_ENDS_A_BOLUS):
            self._facts.bolus_ms = 0

    def told(self, witness: "Witness", order: "Order") -> None:
        facts, line = self._facts, order.line
        again = witness.boots != self._asked_boots  # asked again once the power was back
        if order.number not in (0, 1):
            if again and order.number == _NOTHING and line.startswith("ALAR:RES "):
                # it may have been reset before the power went, and then nothing is left to reset
                facts.acks[line[9:]] = self._asked_ms
            return
        news = line != "RES:EMPT" or (facts.filled and not again)
        if line.startswith("RES:FILL "):
            words = line.split(" ", 1)[1].split(",")
            known = order.number == 0  # else its line, or its answer, was lost
            facts.volume_nl = int(words[0].split(" ")[0]) * 1_000_000 if known else None
            facts.filled = facts.filled or known
            facts.rotor = witness.rotor
            facts.filled_ms = witness.ms
            facts.stable_ms = (int(words[2].split(" ")[0]) if len(words) > 2 else 180) * 86_400_000
        elif line.startswith("RES:RECO "):
            found_nl = int(line[9:].split(" ")[0].replace(".", "")) * 100_000
            self._reconciled(witness, found_nl, order.number == 0)
        elif line == "RES:EMPT":
            facts.volume_nl = None
            facts.filled = False
        elif line.startswith("ALAR:RES "):
            facts.acks[line[9:]] = witness.ms
        elif line == "BATT:FIT":
            facts.fitted_ms = witness.ms
        elif line.startswith("BATT:CAL "):
            facts.calendar = line.endswith("ON") and order.number == 0
        self._dosed(witness, line, order.number)
        if line.startswith(("DEL:RES", "DEL:STAR", "DEL:STOP", "PRES:COMM")):
            facts.gap_ms = 0  # a person has decided
        if line.startswith("PRES:"):
            facts.staged_ms = 0
        if line.startswith(_LOGGED) and order.number == 0 and news:
            facts.logged_ms = witness.ms

    def _dosed(self, witness: "Witness", line: str, number: int) -> None:
        """What it means for boluses and increases."""
        facts = self._facts
        if line.startswith("DEL:BOL ") and number == 0:
            words = line.split(",")[1:2]
            lasts_s = int(words[0].split(" ")[0]) if words and words[0].endswith(" S") else 0
            facts.bolus_ms = witness.ms + max(60, lasts_s) * 1000
        elif line == "DEL:PTM" and number == 0:
            facts.bolus_ms = witness.ms + 600_000
        elif line.startswith("PRES:HIST CONT"):
            self._continued = number == 0
        elif line.startswith("PRES:COMM") and witness.rxs:
            dose_ng = witness.rxs[-1][1].day_ng
            if self._dose_ng and dose_ng > self._dose_ng + 1000 and witness.running:
                facts.raised_ms = facts.raised_ms[-4:] + [witness.ms] if self._continued else []
            self._dose_ng = dose_ng
        if line.startswith(_OTHER_DOSES) or number == 1:
            facts.raised_ms = []

    def _reconciled(self, witness: "Witness", found_nl: int, known: bool) -> None:
        """So much was withdrawn; `known`: the pump has said that it takes it."""
        facts = self._facts
        if facts.volume_nl is None or witness.within(_UNSURE, witness.ms):
            return
        left_nl = facts.left_nl(witness)
        given_nl = facts.volume_nl - left_nl
        if known and abs(found_nl - left_nl) > given_nl * 15 // 100 + _READING_NL:
            facts.mismatch_ms = witness.ms
        facts.volume_nl = None  # it is empty until it is filled

    def hands(self, witness: "Witness", act: str, value: int) -> None:
        if act == "staged":
            self._facts.staged_ms = witness.ms if value else 0

    def power(self, witness: "Witness") -> None:
        facts = self._facts
        wall = not witness.within(("wall_lost", "wall_jump"), witness.ms)
        if witness.within(("files_fail",), _UNKEPT_MS):  # no image tells of what came before
            facts.gap_ms = 0
            facts.boots_ms = []
        if witness.ran and witness.powered_ms - witness.lost_ms > _GAP_MS and wall:
            facts.gap_ms = witness.ms
        facts.staged_ms = 0
        self._found(witness)
        kept = [] if lost(witness.rotten, "state") else facts.boots_ms[-4:] + [witness.ms]
        facts.boots_ms = kept  # a pump that has lost all of it counts no reset
        for at in range(len(RULES)):
            self._since[at] = witness.ms

    def _found(self, witness: "Witness") -> None:
        """What the board comes back to."""
        facts, board, rotten = self._facts, witness.bench.plant.board, witness.rotten
        facts.raised_ms = []
        ran_on = witness.ran and facts.bolus_ms > witness.lost_ms + _BOLUS_SLACK_MS
        if ran_on and not witness.within(_UNSURE, _GAP_MS):
            facts.bolus_cut_ms = witness.ms
        facts.bolus_ms = 0
        if board.ended != self._ended:
            self._ended = board.ended
            if not witness.within(("files_fail",), _UNKEPT_MS):
                facts.ended_ms = witness.ms
        if lost(rotten, "state"):
            facts.forgotten()
        if rotten:
            grave = lost(rotten, "state") or lost(rotten, "prescription")
            facts.stored_level = 3 if grave else 2 if lost(rotten, "keys") else 1
            facts.stored_ms = witness.ms

    def look(self, witness: "Witness", answers: "Answers") -> None:
        self._wake_ms = 0
        if answers.bolus != "RUN":
            self._facts.bolus_ms = 0
        if "INTERRUPTED" in answers.alarms:
            self._facts.raised_ms = []
        for at, rule in enumerate(RULES):
            level = rule.level(witness, answers, self._facts)
            if level != self._levels[at]:
                self._levels[at] = level
                self._since[at] = witness.ms
            if not level:
                continue
            due_ms = self._since[at] + rule.within_ms
            if witness.ms < due_ms:
                if not self._wake_ms or due_ms < self._wake_ms:
                    self._wake_ms = due_ms
            elif answers.raised(rule.alarm) < level:
                found = _LEVELS[answers.raised(rule.alarm)]
                words = "%s is to be %s within %d s: %s; it is %s"
                said = (rule.alarm, _LEVELS[level], rule.within_ms // 1000, rule.why, found)
                self.accuse(words % said)

    def wake_ms(self) -> int:
        return self._wake_ms
