"""What a rule of the alarms that are due is. Imports nothing."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from host_sim.swarm.judges.facts import Facts
    from host_sim.swarm.witness import Answers, Witness

    Level = Callable[[Witness, Answers, Facts], int]


class Rule:
    """`level` of `alarm` is to be seen once it has held for `within_ms`; `why` for the report."""

    def __init__(self, alarm: str, within_ms: int, why: str, level: "Level") -> None:
        self.alarm = alarm
        self.within_ms = within_ms
        self.why = why
        self.level = level


def held(witness: "Witness", name: str) -> int:
    """For how many ms a switch has been turned, -1: it is not."""
    since_ms = witness.faults.get(name, -1)
    return witness.ms - max(since_ms, witness.powered_ms) if since_ms >= 0 else -1
