"""`pump.battery`: what feeds the pump, as it tells it. Asks only."""

from dataclasses import dataclass
from decimal import Decimal

from . import read, replies
from .instrument import Instrument


@dataclass(frozen=True)
class Spent:
    """Charge that the battery has given, in uAh, by what took it; `lines`: whatever was asked."""

    standing_uah: int
    orders_uah: int
    steps_uah: int
    images_uah: int
    lines_uah: int


@dataclass(frozen=True)
class BatteryNow:
    """Voltage as measured now, charge and days as reckoned; None: not known, as without one.

    `calendar`: its seven years end therapy.
    """

    volts: Decimal | None
    charge_percent: Decimal | None
    days: Decimal | None
    calendar: bool
    spent: Spent | None


class Battery:
    """The pump's battery, by its own measurement and count."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument

    def now(self) -> BatteryNow:
        """Voltage, charge, the days that it lasts, what took the charge; one line."""
        asked = "BATT:VOLT?;:BATT:CHAR?;:BATT:LIFE?;:BATT:CAL?;:BATT:LEDG?"
        volts, charge, days, calendar, spent = self._instrument.parts(asked, 5)
        ends = replies.whole(read.exactly(calendar, 1)[0]) == 1
        return BatteryNow(_one(volts), _one(charge), _one(days), ends, _of(spent))


def _one(fields: list[str]) -> Decimal | None:
    return replies.number(read.exactly(fields, 1)[0])


def _of(fields: list[str]) -> Spent | None:
    if len(fields) == 1 and _one(fields) is None:
        return None
    return Spent(*(replies.whole(each) for each in read.exactly(fields, 5)))
