"""What a report says. Volumes in nL, drug in ug, times counted from the first power-on."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Standstill:
    """Therapy did not flow: since when, until when (null: still), why, for how long; what would
    have flowed at the rate before it."""

    began: str
    ended: str | None
    cause: str
    minutes: Decimal
    missed_nl: int


@dataclass(frozen=True)
class BolusGiven:
    """One bolus: of the clinician, the patient or a screening, as ordered, and what came: DONE,
    ENDED before its time, or RUN."""

    at: str
    by: str
    dose_ug: Decimal
    minutes: Decimal
    state: str
    given_ug: Decimal


@dataclass(frozen=True)
class AlarmTold:
    """An alarm at a priority: how often it was raised, and for how long its condition held."""

    name: str
    priority: str
    raised: int
    minutes: Decimal


@dataclass(frozen=True)
class ReconciledTold:
    """A refill's withdrawn volume: by the ledger and by what was found, since the fill before it;
    null where no line tells of that."""

    at: str
    expected_nl: int
    found_nl: int
    filled_nl: int | None
    commanded_nl: int | None
    reconciled_nl: int | None


@dataclass(frozen=True)
class ResponseTold:
    """What was seen after a dose, NOTHING, EFFECT or ADVERSE: of `dose_ug` as a test dose, or a day
    as it flowed then; an effect's hours."""

    at: str
    seen: str
    hours: Decimal
    of: str
    dose_ug: Decimal


@dataclass(frozen=True)
class DayDose:
    """A day, of which `hours` are in the interval; drug at the tip. `noted`: what a person did, or
    said of it, that day."""

    day: str
    hours: Decimal
    basal_ug: Decimal
    bolus_ug: Decimal
    noted: tuple[str, ...]


@dataclass(frozen=True)
class Trend:
    """Mean dose of a whole day over so many days to the end, and over as many before (S43); null
    where the interval holds fewer whole ones."""

    days: int
    mean_ug: Decimal
    before_ug: Decimal | None


@dataclass(frozen=True)
class IntervalReport:
    """An interval of a log. `programmed_nl`: basal and boluses as ordered, a standstill at the rate
    before it; `commanded_nl`: the ledger by the log's lines, least and most; null where no line
    tells it. Dates by the pump's wall clock, null where no line has it."""

    sound: bool
    since: str
    until: str
    since_date: str | None
    until_date: str | None
    hours: Decimal
    programmed_nl: int
    programmed_ug: Decimal
    missed_nl: int
    commanded_nl: tuple[int, int] | None
    stopped_minutes: Decimal
    standstills: tuple[Standstill, ...]
    stalls: int
    tries: int
    restarts: int
    presses_refused: int
    alarms: tuple[AlarmTold, ...]
    boluses: tuple[BolusGiven, ...]
    responses: tuple[ResponseTold, ...]
    reconciled: tuple[ReconciledTold, ...]
    days: tuple[DayDose, ...]
    trends: tuple[Trend, ...]
    notes: tuple[str, ...]
