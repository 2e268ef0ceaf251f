"""Orders of a screening and of a weaning: test doses, what was seen, steps down."""

from host_sim.scenario.words import quantities as q
from host_sim.scenario.words.cursor import Cursor
from host_sim.scenario.words.orders import Order
from host_sim.scenario.words.place import Place


def _test(cursor: Cursor, place: Place) -> Order:
    """`test dose 50 ug over 5 min`; `... override` for another one than the label has next."""
    cursor.need("dose")
    dose = q.quantity(cursor, q.DRUG)
    cursor.need("over")
    order = "SCR:BOL %s,%d S" % (dose.scpi, q.duration_ms(cursor) // 1000)
    return Order(place, (order + ",OVER" if cursor.accept("override") else order,))


def _response(cursor: Cursor, place: Place) -> Order:
    """`response none`, `response adverse`, `response effect 6 h`; in therapy `response effect`."""
    seen = cursor.choice(("none", "effect", "adverse"), "what was seen")
    line = "PRES:RESP " + {"none": "NONE", "effect": "EFF", "adverse": "ADV"}[seen]
    if seen == "effect" and not cursor.ended():
        line += ",%d S" % (q.duration_ms(cursor) // 1000)
    return Order(place, (line,))


def _override(cursor: Cursor, place: Place) -> Order:
    """`override screening`: therapy may begin without an effect."""
    cursor.need("screening")
    return Order(place, ("SCR:OVER",))


def _wean(cursor: Cursor, place: Place) -> Order:
    """`wean in 10 steps confirmed`; `wean in 14 steps to a holiday confirmed`."""
    cursor.need("in")
    steps = q.whole_number(cursor, "a number of steps")
    cursor.need("steps")
    ends = "THER"
    if cursor.accept("to"):
        cursor.need("a")
        cursor.need("holiday")
        ends = "HOL"
    line = "THER:WEAN %d,%s" % (steps, ends)
    return Order(place, (line + ",CONFIRM" if cursor.accept("confirmed") else line,))


WORDS = {"test": _test, "response": _response, "override": _override, "wean": _wean}
