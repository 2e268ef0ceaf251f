"""No stop without a running withdrawal clock: the pump says how long there is.

Once therapy has run for a day, whenever it does not: hours are answered, and an alarm stands.
"""

from host_sim.swarm.judges.judge import Judge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.witness import Answers, Witness

_RAN_MS = 30 * 3_600_000


class Stops(Judge):
    """At every look."""

    name = "stops"

    def look(self, witness: "Witness", answers: "Answers") -> None:
        if not witness.started or answers.state == "RUN":
            return
        if not answers.alarms:
            self.accuse("%s, and no alarm stands" % answers.state)
        unknown = witness.boots or "STORED_DATA" in answers.alarms  # a gap of unknown length (D-6)
        if witness.ran_ms > _RAN_MS and not unknown and answers.withdrawal[:1] == [None]:
            self.accuse("%s, and no hours until withdrawal are answered" % answers.state)
