"""Questions about the pump as it is. None of them needs a right or changes anything."""

from datetime import datetime

from . import read, replies
from .answers import STATES, Alarm, AlarmChange, Bolus, Forecast, Identity, Interval, Status
from .instrument import Instrument
from .trouble import Refused


class Query(Instrument):
    """What can be read off."""

    def identify(self) -> Identity:
        """Maker, model, serial number, version, options; as asked when the line was opened."""
        return self.identity

    def state(self) -> str:
        """IDLE RUN SUSP STOP or FAULT."""
        return read.word(self.ask("DEL:STAT?"), *STATES)

    def status(self) -> Status:
        """Everything at one look: three or so lines."""
        now = self._parts(read.STATUS, read.STATUS_PARTS)
        dates: list[list[str]] = []
        if read.clock_is_set(now):
            dates = self._dates(read.has_programme(now))
        return read.status(now, dates, self._parts(read.FORECAST, 6))

    def _dates(self, programme: bool) -> list[list[str]]:
        if programme:
            try:
                return self._parts(read.DATES, 6)
            except Refused:
                pass  # it has been lost since the last line
        return self._parts(read.CLOCK, 2)

    def volume_total(self) -> Interval | None:
        """Delivered since the first power-on; None when what came before is lost."""
        return read.interval(self._fields("DEL:VOL:TOT?"))

    def bolus_state(self) -> Bolus:
        """The bolus that runs, or the last one."""
        return read.bolus(self._fields("DEL:BOL:STAT?"))

    def alarms(self) -> tuple[Alarm, ...]:
        """Every alarm that is not inactive, the highest priority first."""
        return read.alarms(self._fields("ALAR:LIST?"))

    def alarm_history(self) -> tuple[AlarmChange, ...]:
        """The last changes, oldest first."""
        return read.history(self._fields("ALAR:HIST?"))

    def forecast(self) -> Forecast:
        """Effect and withdrawal of the reference patient, each with its band."""
        return read.forecast(self._parts(read.FORECAST, 6)[:5])

    def headers(self) -> list[str]:
        """Every header that the pump answers, as SYST:HELP:HEAD? writes them."""
        lines = replies.block(self.ask("SYST:HELP:HEAD?")).split(b"\n")
        return [replies.text(line) for line in lines if line]

    def clock(self) -> datetime | None:
        """The pump's wall clock, which has no zone; None while it is not set."""
        if not read.clock_is_set(self._parts(read.STATUS, read.STATUS_PARTS)):
            return None
        return read.clock(*self._parts(read.CLOCK, 2))
