"""What each command of pumpctl answers with --json, as types.

Where a command tells one of the client's own types, that type stands here; where it puts an object
together, the object's fields do. Anything may be a Failure instead.
"""

from dataclasses import dataclass, make_dataclass
from datetime import datetime
from pathlib import Path

from tools.pumpctl.calibration_record import Record
from tools.pumpctl.client import answers
from tools.pumpctl.client.battery import BatteryNow
from tools.pumpctl.jig import report as jig
from tools.pumpctl.planning.course import Plan
from tools.pumpctl.planning.night import NightPlan
from tools.pumpctl.planning.refill import RefillPlan
from tools.pumpctl.report.told import IntervalReport
from tools.pumpctl.trumpet.judged import TrumpetTold
from tools.pumpctl.verify import Report
from tools.schemas.phase_shapes import ObservedSaid, Phase, ScreeningAfter, WeaningBegun
from tools.schemas.refill_shapes import Ampoules, Attested, Primed, Refilled


@dataclass
class Failure:
    """Nothing was done, or nobody can tell: `error` is the pump's number (docs/errors.md), or
    pumpctl's exit code where the pump has said nothing."""

    error: int
    text: str
    next: str


@dataclass
class Port:
    """A port and what it says of itself."""

    port: str
    description: str


@dataclass
class Ports:
    """The ports of this computer, simulators that serve on it too."""

    ports: tuple[Port, ...]


@dataclass
class Change:
    """A fact of a prescription, as it is and as it is to be; null: it is in one of them only."""

    active: str | None
    new: str | None


@dataclass
class Committed:
    """A staged prescription and what became of it; `changes` by the name of the fact."""

    committed: bool
    digest: str
    changes: dict[str, Change]
    findings: tuple[answers.Finding, ...]
    notes: tuple[str, ...]


@dataclass
class TherapyState:
    """After an order to therapy; null where it could not be asked, or is not known."""

    state: str | None
    delivered: answers.Interval | None
    notes: tuple[str, ...]


@dataclass
class BolusTold:
    """The bolus after it was ordered or ended; null where it could not be asked."""

    bolus: answers.Bolus | None
    notes: tuple[str, ...]


@dataclass
class Filled:
    """The reservoir after a fill; null where it could not be asked."""

    reservoir: answers.Reservoir | None
    notes: tuple[str, ...]


@dataclass
class HistorySaid:
    """What is said of therapy before this pump; null where it could not be asked."""

    history: answers.History | None
    notes: tuple[str, ...]


@dataclass
class JigTold:
    """A production test: the report as it was written, its signature, JSON and page."""

    report: jig.Report
    signature: jig.Signature
    files: tuple[Path, Path]


@dataclass
class AlarmList:
    """Every alarm that is not inactive, the highest priority first."""

    alarms: tuple[answers.Alarm, ...]


@dataclass
class AlarmsAfter:
    """The same after an order; null where it could not be asked."""

    alarms: tuple[answers.Alarm, ...] | None
    notes: tuple[str, ...]


@dataclass
class AlarmHistory:
    """The last changes, oldest first."""

    history: tuple[answers.AlarmChange, ...]


@dataclass
class Clock:
    """Pump time, this computer's, and how far the pump is ahead; null while it is not set."""

    clock: datetime | None
    host: datetime
    difference_s: int | None


@dataclass
class ClockSet:
    """The pump's time after it was set; null where it could not be asked."""

    clock: datetime | None
    notes: tuple[str, ...]


@dataclass
class Key:
    """One role: NONE PUBLISHED or ENROLLED on the pump, where its key is here, and whether one
    was sent without an answer."""

    pump: str
    here: str
    sent: bool


@dataclass
class Keys:
    """The keys of a pump by role, and what a plain line may."""

    serial: str
    file: Path
    keys: dict[str, Key]
    line: answers.LineRights
    notes: tuple[str, ...]


@dataclass
class KeysNotAsked:
    """An order on keys was carried out, and how they are now could not be asked."""

    keys: None
    notes: tuple[str, ...]


LogReport = make_dataclass(
    "LogReport",
    (("sound", bool), ("bounds_nl", tuple[int, int] | None), ("file", Path)),
    bases=(Report,),
    kw_only=True,
    namespace={"__doc__": "What was found in `file`: steps, and nL in bounds_nl."},
)


@dataclass
class Exported:
    """How many lines were written to that file."""

    lines: int
    file: Path


@dataclass
class Firmware:
    """IMAGE, TRIAL, PROVEN or RETURNED; the slot that runs and the other one, null without."""

    serial: str
    version: str
    state: str
    slot: str | None
    other: str | None


@dataclass
class FirmwareSent:
    """The slot that runs now, who answers, and how many files and bytes went over the line."""

    slot: str
    identity: str
    sent: int
    bytes: int


@dataclass
class FirmwareBack:
    """The slot that runs now, and who answers."""

    slot: str
    identity: str


@dataclass
class Recorded:
    """How many samples were written to that file."""

    file: Path
    samples: int


_AFTER_KEYS = (Keys, KeysNotAsked)
# command: what it may answer, but for a Failure. `shell` answers in the pump's own lines
SHAPES: dict[str, tuple[type, ...]] = {
    "identify": (answers.Identity,),
    "ports": (Ports,),
    "status": (answers.Status,),
    "battery": (BatteryNow,),
    "forecast": (answers.ForecastAhead,),
    "program": (Committed,),
    "commit": (Committed,),
    "history": (HistorySaid,),
    "phase": (Phase,),
    "observed": (ObservedSaid,),
    "screen dose": (ScreeningAfter,),
    "screen override": (ScreeningAfter,),
    "response": (ScreeningAfter,),
    "wean": (WeaningBegun,),
    "start": (TherapyState,),
    "suspend": (TherapyState,),
    "resume": (TherapyState,),
    "minrate": (TherapyState,),
    "stop": (answers.Stopped,),
    "bolus": (BolusTold,),
    "fill": (Filled,),
    "reconcile": (answers.Reconciled,),
    "empty": (Filled,),
    "refill": (Refilled,),
    "ampoules": (Ampoules,),
    "line": (answers.Line,),
    "prime": (Primed,),
    "attest": (Attested,),
    "calibrate": (Record,),
    "jig": (JigTold, jig.Verified),
    "alarms list": (AlarmList,),
    "alarms history": (AlarmHistory,),
    "alarms ack": (AlarmsAfter,),
    "alarms reset": (AlarmsAfter,),
    "alarms pause": (AlarmsAfter,),
    "alarms test": (AlarmsAfter,),
    "log download": (LogReport,),
    "log export": (Exported,),
    "verify-log": (LogReport,),
    "report": (IntervalReport,),
    "record": (Recorded,),
    "trumpet": (TrumpetTold,),
    "plan titrate": (Plan,),
    "plan wean": (Plan,),
    "plan holiday": (Plan,),
    "plan refill": (RefillPlan,),
    "plan night": (NightPlan,),
    "clock": (Clock,),
    "clock set": (ClockSet,),
    "keys status": _AFTER_KEYS,
    "keys enrol": _AFTER_KEYS,
    "keys rotate": _AFTER_KEYS,
    "keys plain": _AFTER_KEYS,
    "firmware status": (Firmware,),
    "firmware update": (FirmwareSent,),
    "firmware rollback": (FirmwareBack,),
}
