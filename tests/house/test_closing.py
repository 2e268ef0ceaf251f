"""A motor order is closed in one place: whoever ends one comes through `Order.close`.

There the time and the steps are booked, the ledger is settled and the encoder's place is kept.
"""

from tests.house.calls import callers, settings
from tests.house.files import ROOT, below

PUMP = ROOT / "firmware/pump"
FILES = {str(path.relative_to(PUMP)): path.read_text() for path in below("firmware/pump")}


def found(look, name: str) -> set[str]:
    return {f"{file} {where}" for file, text in FILES.items() for where in look(text, name)}


def test_the_ledger_is_settled_where_an_order_is_closed() -> None:
    """Beside that only by its own word: steps that came while no order was open."""
    assert found(callers, "settle") == {
        "core/motion/order.py Order.close: self._ledger.settle",
        "core/motion/ledger.py Ledger.follow: self.settle",
    }


def test_time_and_steps_are_booked_where_an_order_is_closed() -> None:
    assert found(callers, "book") == {"core/motion/order.py Order.close: self._metering.book"}


def test_an_order_is_over_where_it_is_closed() -> None:
    """Or where the records that told of its end are missing, and nothing of it can be booked."""
    ended = {line for line in found(settings, "in_progress") if line.endswith(": False")}
    assert ended == {
        "core/motion/order.py Order.__init__: False",
        "core/motion/order.py Order.close: False",
        "core/motion/order.py Order.abandon: False",
    }
    assert found(callers, "abandon") == {"core/replay.py Replay._bridge: pump.order.abandon"}


def test_an_intent_ends_with_its_order() -> None:
    ended = {line for line in found(settings, "intent") if line.endswith(": 0")}
    assert ended == {
        "core/motion/ledger.py Ledger.__init__: 0",
        "core/motion/ledger.py Ledger.settle: 0",
    }


def test_four_ask_for_it() -> None:
    """A quantum's end, by itself and by a fault or a replay, with the time that has passed; a
    service order's, with none; and power-on, with the time that was planned."""
    closes = {line for line in found(callers, "close") if "order.close" in line}
    assert closes == {
        "core/control/delivery.py Delivery.close: order.close",
        "core/control/booking.py Booking.close: self._order.close",
        "core/control/dispensing.py Dispensing._close: order.close",
        "core/power_on.py _settle_open: order.close",
    }


def test_the_checks_see() -> None:
    text = (
        "class A:\n"
        "    def end(self, ledger):\n"
        "        ledger.settle(1)\n"
        "        self.open = self.on = False\n"
        "        later = self.part.settle\n"
        "def end(part):\n"
        "    if part.made().settle(): part.open = part.settled\n"
    )
    assert callers(text, "settle") == [
        "A.end: ledger.settle",
        "A.end: self.part.settle",
        "end: part.made().settle",
    ]
    assert settings(text, "open") == ["A.end: False", "end: part.settled"]
