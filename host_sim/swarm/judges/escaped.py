"""No exception of the firmware's own ends a turn."""

from host_sim.swarm.judges.judge import Judge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.witness import Answers, Witness


class Escaped(Judge):
    """By the alarm that tells of it."""

    name = "escaped"

    def look(self, witness: "Witness", answers: "Answers") -> None:
        if "FIRMWARE_FAULT" in answers.alarms:
            self.accuse("an exception has ended the program")
