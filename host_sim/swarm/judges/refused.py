"""A refusal changes nothing: all that the pump keeps and all that is staged is as before."""

from host_sim.swarm.judges.judge import Judge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.judges.judge import Order
    from host_sim.swarm.witness import Witness

_STORAGE = -320  # "done, not kept" is told so too
_WRONG_KEY = -360
_EVER_DONE = ("DEL:STOP",)


class Refused(Judge):
    """By the image of the pump and the staged text, in the very moment."""

    name = "refused"

    def told(self, witness: "Witness", order: "Order") -> None:
        if order.number in (0, 1, _STORAGE) or not order.clean:
            return
        if order.line.startswith(_EVER_DONE):
            return
        if order.number == _WRONG_KEY and witness.within(("events_fail",), 0):
            return  # its line of the log is lost, and LOG_WRITE tells that
        if order.before[1] == order.after[1] and order.before != order.after:
            self.accuse("%s was refused with %d and changed something" % (order.line, order.number))
