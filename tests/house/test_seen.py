"""Rule 3 of the house: no part sees more than fifteen fields, its own and those it is handed.

`python -m tests.house.fields` prints the count. Where parts meet more are seen: each such place
stands below with its reason and its most, which may fall and not rise. A handle to a part is a
field too, so that whoever makes many parts work together sees many.
"""

from tests.house.fields import MOST, parts
from tests.house.files import ROOT

_ALL = "the parts meet here, by the house's plan: "
_MANY = "an act of the whole pump: "
EXCEPTIONS = {
    "pump.py Pump": (74, _ALL + "it hands out every part, and every order enters here"),
    "power_on.py (functions)": (52, _ALL + "what a cut leaves open is settled in all of them"),
    "image.py (functions)": (42, _ALL + "one section a part"),
    "replay.py Replay": (33, _ALL + "records are compared with what the parts come to"),
    "parts.py Control": (41, _ALL + "made and joined, no field is used"),
    "parts.py Facts": (23, _ALL + "made, no field is used"),
    "outlook.py Course": (32, _ALL + "what flows and what stands in the line, run ahead"),
    "forecast.py (functions)": (21, _ALL + "six questions, each about three of them"),
    "control/delivery.py Delivery": (42, _MANY + "a quantum closes, is planned and begins"),
    "control/commitment.py Commitment": (43, _MANY + "a commit changes dose, schedule and limits"),
    "control/fault_handling.py FaultHandling": (25, _MANY + "a stop is booked, told and tried"),
    "control/assessment.py Assessment": (26, _MANY + "all that moves with time is judged"),
    "control/energy_watch.py EnergyWatch": (30, _MANY + "a life is told by all that takes charge"),
    "control/dispensing.py Dispensing": (25, _MANY + "a service order closes, plans and begins"),
    "control/screening_orders.py ScreeningOrders": (22, _MANY + "a test dose asks all for room"),
    "control/calibration_orders.py CalibrationOrders": (20, _MANY + "each part counts anew"),
    "control/flow.py Flow": (23, _MANY + "a state is entered and the flow follows"),
    "control/clock_orders.py ClockOrders": (21, _MANY + "a gap that a clock tells ages all"),
    "control/therapy_orders.py TherapyOrders": (20, _MANY + "who lets drug flow is asked all"),
    "control/looking_ahead.py LookingAhead": (28, _MANY + "what would leave the tip is looked at"),
    "control/bolus_orders.py BolusOrders": (28, _MANY + "a bolus is judged by all it adds to"),
    "motion/order.py Order": (
        21,
        "an order's whole life, and three of the plan in its own account",
    ),
}
SEEN = {f"{part.path} {part.name}": part.sees for part in parts(ROOT)}
BELOW = ("motion/", "drug/", "prescription/", "therapy/", "alarms/")


def test_there_are_parts_to_count() -> None:
    assert len(SEEN) > 50
    assert SEEN["motion/ledger.py Ledger"] >= 10


def test_no_part_sees_more() -> None:
    most = {part: EXCEPTIONS.get(part, (MOST, ""))[0] for part in SEEN}
    assert {part: sees for part, sees in SEEN.items() if sees > most[part]} == {}


def test_an_exception_is_one_and_has_a_reason() -> None:
    for part, (most, reason) in EXCEPTIONS.items():
        assert MOST < SEEN[part] <= most, part
        assert len(reason.split()) > 4, part


def test_below_where_parts_meet_there_is_one() -> None:
    """The rooms that know one thing each keep to the rule, but for the order in progress."""
    assert [part for part in EXCEPTIONS if part.startswith(BELOW)] == ["motion/order.py Order"]
