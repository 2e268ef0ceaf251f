"""`pump.alarms`: what is wrong now, what was, and the answer to it. Knows no therapy."""

from . import read
from .answers import Alarm, AlarmChange
from .conversation import Done
from .instrument import Instrument


class Alarms:
    """The pump's alarms; orders are signed with OPERATE."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument

    def list(self) -> tuple[Alarm, ...]:
        """Every alarm that is not inactive, the highest priority first."""
        return read.alarms(self._instrument.fields("ALAR:LIST?"))

    def history(self) -> tuple[AlarmChange, ...]:
        """The last changes, oldest first."""
        return read.history(self._instrument.fields("ALAR:HIST?"))

    def acknowledge(self, alarm: str) -> Done:
        """Silence this instance of an alarm, named by id or name."""
        return self._instrument.order("OPERATE", f"ALAR:ACKN {alarm}")

    def reset(self, alarm: str) -> Done:
        """Clear a latched alarm whose condition is over."""
        return self._instrument.order("OPERATE", f"ALAR:RES {alarm}")

    def pause(self, seconds: int) -> Done:
        """Silence all tones for so long; lamps stay."""
        return self._instrument.order("OPERATE", f"ALAR:AUD:PAUS {seconds}")

    def test(self) -> Done:
        """Show every lamp and sound the tone."""
        return self._instrument.order("OPERATE", "ALAR:TEST")
