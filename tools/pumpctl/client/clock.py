"""`pump.clock`: the wall clock, which chooses rates and moves no volume."""

from datetime import datetime

from . import read
from .conversation import Done
from .instrument import Instrument
from .trouble import Mistake


class Clock:
    """The pump's wall clock. It has no zone and knows no daylight saving."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument

    def read(self) -> datetime | None:
        """The pump's local time; None while it is not set."""
        if not read.clock_is_set(self._instrument.parts(read.STATUS, read.STATUS_PARTS)):
            return None
        return read.clock(*self._instrument.parts(read.CLOCK, 2))

    def set(self, now: datetime) -> Done:
        """Set it, signed with OPERATE; whole seconds. Mistake for a time with a zone, which the
        pump cannot keep."""
        if now.tzinfo is not None:
            text = f"{now.isoformat(' ')}: the pump knows no zone"
            raise Mistake(text, "local time: now.astimezone(zone).replace(tzinfo=None)")
        return self._instrument.order(
            "OPERATE",
            f"SYST:DATE {now.year},{now.month},{now.day};TIME {now.hour},{now.minute},{now.second}",
        )
