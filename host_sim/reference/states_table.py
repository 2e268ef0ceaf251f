"""What the table of therapy's states says, for the page and the picture that are made from it."""

from pump.core.therapy import states
from pump.core.therapy.states import ORDERS, STATES, possible

# order: the command that a person gives it with
PEOPLE = {
    states.START: "`DELivery:STARt`",
    states.SUSPEND: "`DELivery:SUSPend`",
    states.RESUME: "`DELivery:RESume`",
    states.STOP: "`DELivery:STOP`",
    states.BOLUS: "`DELivery:BOLus`",
    states.FILL: "`REServoir:FILL`",
    states.REPLACE_DRUG: "the same with another concentration, or `PREScription:COMMit` of one",
    states.SET_CATHETER: "`CATHeter:VOLume`",
    states.CALIBRATE: "`CALibration:STEPs`, `CALibration:DISPense`, all of `DIAGnostic`",
    states.FULL_DOSE: "`DELivery:RESume`, `DELivery:STARt` or a commit, while a lower dose flows",
    states.EMPTIED: "`REServoir:EMPTy`",
    states.MINRATE: "`DELivery:MINRate`",
}
# order: when the pump gives it to itself
PUMP = {
    states.RESUME_DUE: "a suspension is over",
    states.RETRY: "the next try after a stall is due",
    states.STALL: "the rotor does not follow",
    states.EMPTY: "nothing is left above the residual volume",
    states.OVER_DELIVERY: "more pulses came than were ordered",
    states.POWER_RESTORED: "power is back, and therapy goes on by itself",
    states.DATA_LOST: "nobody knows what to deliver",
    states.REFILLED: "a fill ends an empty reservoir",
    states.SPENT: "the battery is at its end, by its voltage or its calendar",
}


def arrows() -> dict[tuple[int, int], list[int]]:
    """(state, the next one): the orders that lead there, in the table's order; no loops."""
    found: dict[tuple[int, int], list[int]] = {}
    for state in range(len(STATES)):
        for order in range(len(ORDERS)):
            if possible(state, order) and states.after(state, order) != state:
                found.setdefault((state, states.after(state, order)), []).append(order)
    return found


def stays(state: int) -> list[int]:
    """Orders that are carried out and leave the state as it is."""
    return [
        order
        for order in range(len(ORDERS))
        if possible(state, order) and states.after(state, order) == state
    ]
