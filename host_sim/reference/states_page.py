"""docs/states.md: which order is possible in which state of therapy, made from the table itself.

`python -m host_sim references states` writes it and its picture; --check only tells whether they
are stale.
"""

from host_sim.reference.states_picture import picture
from host_sim.reference.states_table import PEOPLE, PUMP
from pump.core import reasons
from pump.core.therapy import states
from pump.core.therapy.states import ORDERS, STATES, TABLE, possible

_HEAD = """# States

Made from the table in `firmware/pump/core/therapy/states.py` by `make states`; `make states_check`
and a test tell when it is stale. The table is the law: an order that it does not have in a state is
refused there, and then nothing has changed. Bold is another state than before.

![the five states and the orders that lead from one to another](states.svg)

"""
_PEOPLE = """## Orders of people

A refusal is `%d,"%s;..."` and ends with the next step. That the table has an order does not mean
that nothing else refuses it: a start wants a prescription, a bolus room in the day
([commands.md](commands.md)). In FAULT a bolus is refused with the number of what has
stopped flow instead: %d, %d or %d.

"""
_PUMP = """## Orders of the pump itself

A dash: the state is not left. It cannot come to this there, or what people ordered stands, as a
stop does whatever its last quantum did. Alarms and the withdrawal clock go their own way.

"""


def files() -> dict[str, str]:
    """Page and picture, below docs/."""
    return {"states.md": page(), "states.svg": picture()}


def page() -> str:
    """The whole page."""
    number = reasons.WRONG_STATE
    stops = (reasons.MOTOR_STALL, reasons.RESERVOIR_EMPTY, reasons.OVER_DELIVERY)
    people = _PEOPLE % (number, reasons.text_of(number), *stops)
    people += _table(list(PEOPLE), PEOPLE, ("by", "where it is refused"), "*refused*")
    return _HEAD + people + "\n" + _PUMP + _table(list(PUMP), PUMP, ("when",), "–")


def _table(orders: list[int], told: dict[int, str], columns: tuple[str, ...], absent: str) -> str:
    heads = ["order", columns[0], *STATES, *columns[1:]]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for order in orders:
        cells = [ORDERS[order], told[order]]
        cells += [_cell(state, order, absent) for state in range(len(STATES))]
        if len(columns) > 1:
            cells.append(str(TABLE[order][len(STATES)]))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(state: int, order: int, absent: str) -> str:
    """The state after it, in bold where it is another one."""
    if not possible(state, order):
        return absent
    to = states.after(state, order)
    return STATES[to] if to == state else f"**{STATES[to]}**"
