"""No exception of the firmware's own ends a turn, and none makes an order fail.

What the bench has planted (a heap that is full, a defect) is none of it.
"""

from host_sim.swarm.judges.judge import Judge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.judges.judge import Accuse, Order
    from host_sim.swarm.witness import Answers, Witness

_DEFECTS = (-310, -321)  # system error, out of memory


class Escaped(Judge):
    """By the bench, by the alarm that tells of it, and by what an order was refused with."""

    name = "escaped"

    def __init__(self, accuse: "Accuse") -> None:
        super().__init__(accuse)
        self._planted = 0  # ahead of the order under way

    def asked(self, witness: "Witness", line: str) -> None:
        self._planted = witness.bench.plant.board.planted

    def told(self, witness: "Witness", order: "Order") -> None:
        if order.number in _DEFECTS and witness.bench.plant.board.planted == self._planted:
            self.accuse("%s was refused with %d" % (order.line, order.number))

    def look(self, witness: "Witness", answers: "Answers") -> None:
        board = witness.bench.plant.board
        if board.escapes or ("FIRMWARE_FAULT" in answers.alarms and not board.planted):
            self.accuse("an exception has ended the program")
