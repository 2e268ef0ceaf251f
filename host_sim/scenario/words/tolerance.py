"""`6 mL +- 1 step`: a quantity and how far off it may be."""

from host_sim.scenario.words import quantities as q
from host_sim.scenario.words.cursor import Cursor

STEP_NL = 16  # 15.625 nL at the default calibration, rounded up
WHOLE = 10_000  # 100 % in hundredths


class Near:
    """`value` give or take `slack`, both in base units of the kind."""

    def __init__(self, value: int, slack: int, words: str) -> None:
        self.value = value
        self.slack = slack
        self.words = words

    def holds(self, found: int) -> bool:
        return abs(found - self.value) <= self.slack

    def meets(self, least: int, most: int) -> bool:
        """Whether [least, most] holds a value that is near enough."""
        return least - self.slack <= self.value <= most + self.slack


def near(cursor: Cursor, kinds: tuple[q.Kind, ...]) -> Near:
    """A quantity of one of the kinds, then `+-` and a step, a percentage or the same kind."""
    start = cursor.place().column
    wanted = q.one_of(cursor, kinds)
    slack = 0
    if cursor.accept("+-"):
        slack = _slack(cursor, wanted)
    return Near(wanted.value, slack, cursor.text_from(start))


def _slack(cursor: Cursor, wanted: q.Quantity) -> int:
    if wanted.kind is q.VOLUME and cursor.accept("1"):
        if cursor.accept("step"):
            return STEP_NL
        cursor.back()
    if wanted.kind is q.PERCENT:
        return q.quantity(cursor, q.PERCENT).value
    margin = q.one_of(cursor, (wanted.kind, q.PERCENT))
    if margin.kind is q.PERCENT:
        return abs(wanted.value) * margin.value // WHOLE
    return margin.value
