"""The same line once more within its time: the same answer, and nothing else happens."""

from host_sim.swarm.judges.judge import Judge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.judges.judge import Order


class Repeated(Judge):
    """Told by the client, which repeats."""

    name = "repeated"

    def again(self, order: "Order", second: int) -> None:
        if order.number != second:
            words = "%s: %d at first, %d when repeated"
            self.accuse(words % (order.line, order.number, second))
        if order.before[1] == order.after[1] and order.before != order.after:
            self.accuse("%s, repeated, changed something" % order.line)
