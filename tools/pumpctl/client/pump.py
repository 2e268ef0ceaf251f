"""A Cisterna pump on a line, as a Python object.

    with Pump.at("socket://127.0.0.1:5025") as pump:
        print(pump.identity.serial, pump.state(), pump.therapy.volume_total())
        pump.therapy.bolus("25 UG", over="10 MIN")

Amounts are text with a unit or `Amount.of(Decimal("25"), "UG")`; answers are int and Decimal, each
named with its unit. Every method may raise a `Trouble`: `Refused` when the pump says no and nothing
has changed, `Uncertain` when an order may or may not have been carried out. Not for two threads.
"""

from pathlib import Path
from types import TracebackType
from typing import Self

from . import read, replies
from .alarms import Alarms
from .answers import STATES, Forecast, ForecastAhead, Identity, Status
from .battery import Battery
from .calibration import Calibration
from .clock import Clock
from .conversation import Conversation, Done
from .instrument import Instrument
from .keys import Keys
from .line import Line
from .log import Log
from .order_book import OrderBook
from .phases import Phases
from .prescription import Prescription
from .reservoir import Reservoir
from .role_keys import RoleKeys
from .therapy import Therapy
from .transport import TIMEOUT_S, Link, SerialLink
from .trouble import Refused


class Pump:
    """One pump; the port is its until `close`. Its parts:

    therapy       start, suspend, resume, stop, bolus; what was delivered
    phases        phase, test doses, responses, weaning
    prescription  stage, check, commit
    reservoir     fill, empty, reconcile
    line          what stands in it, prime, attest
    battery       voltage, charge, days
    alarms        list, history, acknowledge, reset, pause, test
    clock         read, set
    log           the event log and the fault log
    calibration   steps per mL, service orders to measure them
    keys          role keys: the pump's, and those of the key file
    """

    def __init__(self, link: Link, keys: Keys | None = None, checks: bool = True) -> None:
        """Asks who it is. Keys are those of the default file unless given. Without `checks` lines
        as they are typed may order too: for a shell."""
        try:
            self._instrument = Instrument(Conversation(link, checks), keys or Keys())
        except BaseException:
            link.close()  # nobody else can: there is no pump to close
            raise
        self.therapy = Therapy(self._instrument)
        self.phases = Phases(self._instrument)
        self.prescription = Prescription(self._instrument)
        self.reservoir = Reservoir(self._instrument)
        self.line = Line(self._instrument)
        self.battery = Battery(self._instrument)
        self.alarms = Alarms(self._instrument)
        self.clock = Clock(self._instrument)
        self.calibration = Calibration(self._instrument)
        self.log = Log(self._instrument)
        self.keys = RoleKeys(self._instrument)

    @classmethod
    def at(cls, port: str, keys_file: Path | None = None, timeout_s: float = TIMEOUT_S) -> Self:
        """The pump at a tty, a pty, socket://HOST:PORT or HOST:PORT. LinkLost: nothing there."""
        keys = Keys(keys_file)
        return cls(SerialLink(port, timeout_s), keys)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def orders(self) -> OrderBook:
        """What became of the orders of this session, by their headers."""
        return self._instrument.conversation.orders

    def close(self) -> None:
        """Give the port back."""
        self._instrument.conversation.close()

    @property
    def identity(self) -> Identity:
        """Maker, model, serial number, version, options; as asked when the line was opened."""
        return self._instrument.identity

    def identify(self) -> Identity:
        """Who answers now, asked anew: after a lost line another may be there. Orders go on being
        signed for `identity`."""
        return self._instrument.identify()

    def state(self) -> str:
        """IDLE RUN SUSP STOP or FAULT."""
        return read.word(self.ask("DEL:STAT?"), *STATES)

    def status(self) -> Status:
        """Everything at one look: three or so lines."""
        now = self._instrument.parts(read.STATUS, read.STATUS_PARTS)
        dates: list[list[str]] = []
        if read.clock_is_set(now):
            dates = self._dates(read.has_programme(now))
        return read.status(now, dates, self._instrument.parts(read.FORECAST, 6))

    def _dates(self, programme: bool) -> list[list[str]]:
        if programme:
            try:
                return self._instrument.parts(read.DATES, 6)
            except Refused:
                pass  # it has been lost since the last line
        return self._instrument.parts(read.CLOCK, 2)

    def forecast(self) -> Forecast:
        """Effect and withdrawal of the reference patient, each with its band."""
        return read.forecast(self._instrument.parts(read.FORECAST, 6)[:5])

    def forecast_ahead(self, hours: int = 48) -> ForecastAhead:
        """The same, and its course of so many hours (2 .. 72) by steps of two. ValueError else."""
        if not read.TRAJECTORY_STEP_H <= hours <= read.TRAJECTORY_MOST_H:
            raise ValueError(f"2 to 72 hours: {hours}")
        asked = f"FOR:TRAJ? {hours} HR;:FOR:TRAJ:STOP? {hours} HR;:FOR:TRAJ:PTM? {hours} HR"
        runs, stopped, boluses, after = self._instrument.parts(asked + ";:FOR:WITH:PTM? 50", 4)
        return ForecastAhead(
            **vars(self.forecast()),
            runs=read.trajectory(runs, hours),
            stopped=read.trajectory(stopped, hours),
            boluses=read.trajectory(boluses, hours),
            alarm_after_boluses=replies.number(read.exactly(after, 2)[1]),
        )

    def headers(self) -> list[str]:
        """Every header that the pump answers, as SYST:HELP:HEAD? writes them."""
        lines = replies.block(self.ask("SYST:HELP:HEAD?")).split(b"\n")
        return [replies.text(line) for line in lines if line]

    def ask(self, message: str) -> bytes:
        """Any question, or a setting that needs no right, as SCPI text; its response."""
        return self._instrument.ask(message)

    def order(self, role: str, message: str) -> Done:
        """Any order as SCPI text, signed with that role's key of this pump."""
        return self._instrument.order(role, message)

    def typed(self, line: str) -> list[bytes]:
        """A line as a person types it, sent once and as it is; its replies. LinkLost, Silence."""
        return self._instrument.conversation.typed(line)

    def errors(self) -> list[tuple[int, str]]:
        """The error queue, taken out, oldest first. It is shared by all ports."""
        return self._instrument.conversation.errors()
