"""What a pump answers, as types. Volumes in nL, drug in ug, flows in uL/h, each named so.

None stands for what the pump does not know; Decimal("Infinity") for beyond its horizon.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

STATES = ("IDLE", "RUN", "SUSP", "STOP", "FAULT")
"""Of a pump. Nothing flows in the first and the fourth."""


@dataclass(frozen=True)
class Identity:
    """Who answers: `*IDN?` and `*OPT?`."""

    maker: str
    model: str
    serial: str
    version: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Interval:
    """A delivered volume: at least, at most. Never one figure."""

    least_nl: int
    most_nl: int


@dataclass(frozen=True)
class Finding:
    """One verdict on a staged prescription. Number 0 informs, 204 asks, all else refuses.

    `digest` of a bolus that may be, as "#H" and 16 digits: the order that carries it is that one.
    """

    number: int
    text: str
    digest: str = ""

    @property
    def refuses(self) -> bool:
        """It cannot be committed."""
        return self.number not in (0, 204)


@dataclass(frozen=True)
class Alarm:
    """An alarm that is not inactive. Priority LOW MEDIUM HIGH; state ACTIVE ACKED LATCHED
    LATCHED_ACKED."""

    id: int
    name: str
    priority: str
    state: str


@dataclass(frozen=True)
class AlarmChange:
    """One entry of the alarms' history; `at` counts from the first power-on: D<day> HH:MM:SS."""

    at: str
    name: str
    priority: str
    state: str


@dataclass(frozen=True)
class Bolus:
    """The last bolus: NONE RUN DONE or ABORTED, what was ordered, what came of it."""

    state: str
    ordered_nl: int
    delivered: Interval
    left_s: Decimal


@dataclass(frozen=True)
class Head:
    """Steps for a mL: the figure in use, what this head may take; None for one never measured."""

    steps_per_ml: int
    uncertainty_percent: Decimal | None
    measured: datetime | None
    least: int
    most: int


@dataclass(frozen=True)
class Dispensed:
    """The last service order: NONE RUN DONE or ENDED, steps asked for, steps given."""

    state: str
    asked: int
    given: int


@dataclass(frozen=True)
class Reservoir:
    """Calculated, as far as the pump knows what was put in. Times by the pump's wall clock."""

    volume_nl: int
    capacity_nl: int
    low_nl: int
    days: Decimal | None
    days_with_boluses: Decimal | None
    """With all the patient boluses that are allowed, as early as it can be."""

    predicted_low: datetime | None
    predicted_empty: datetime | None
    refill_due: datetime | None


@dataclass(frozen=True)
class Hours:
    """A time until the effect is below a level: of the reference patient, and the band's ends."""

    reference: Decimal | None
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class Level:
    """When the effect falls below `percent`: if flow stopped now; from the predicted empty on."""

    percent: int
    if_stopped: Hours
    after_empty: Hours


@dataclass(frozen=True)
class Forecast:
    """A model's forecast for a reference patient. Effect in percent of the trailing reference."""

    effect: Decimal | None
    effect_low: Decimal | None
    effect_high: Decimal | None
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Point:
    """The effect so many hours from now, in percent of today's reference."""

    hours: int
    reference: Decimal | None
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class ForecastAhead(Forecast):
    """The same and its course: if the programme runs on from now, and if flow stopped now."""

    runs: tuple[Point, ...]
    stopped: tuple[Point, ...]
    boluses: tuple[Point, ...]
    """If every patient bolus that is allowed is taken; as `runs` where none is prescribed."""

    alarm_after_boluses: Decimal | None
    """Hours from the empty reservoir on, that much earlier, until the effect is below 50 %."""


@dataclass(frozen=True)
class Status:
    """The pump at one look."""

    state: str
    rate_ul_per_h: Decimal
    dose_day_ug: Decimal
    delivered: Interval | None
    next_change: datetime | None
    next_rate_ul_per_h: Decimal | None
    bolus: Bolus
    reservoir: Reservoir
    forecast: Forecast
    alarms: tuple[Alarm, ...]
    clock: datetime | None
    uptime_s: int
    resumes_in_s: Decimal
    """While suspended; 0 otherwise."""

    tones_pause_s: int
    lower_dose: str
    """Why a lower dose than the programme's flows until a person decides; empty while none does."""


@dataclass(frozen=True)
class Reconciled:
    """What a refill's withdrawn volume says: OK, OVER or UNDER delivered."""

    expected_nl: int
    found_nl: int
    verdict: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trend:
    """What the last refills come to, three at most: expected less found, of what was given; OK,
    OVER or UNDER, which each alone would hide."""

    refills: int
    error_nl: int
    given_nl: int
    verdict: str


@dataclass(frozen=True)
class Stability:
    """Of what was filled, in hours from the fill on; null: nothing was, or nobody knows."""

    hours: int | None
    left_hours: int | None


@dataclass(frozen=True)
class Slug:
    """A stretch of the line with one drug in it."""

    volume_nl: int
    ug_per_ml: Decimal
    drug_ug: Decimal


@dataclass(frozen=True)
class Line:
    """Tubing and catheter: UNKNOWN, PRIMED or BRIDGING; slugs from the tip to the pump, as plugs.
    What is left until the reservoir's drug is at the tip, and for how long by the programme."""

    state: str
    therapy: str
    volume_nl: int
    drug_ug: Decimal
    slugs: tuple[Slug, ...]
    bridge_nl: int
    arrives_in_s: Decimal | None
    flow_ul_per_h: Decimal


@dataclass(frozen=True)
class History:
    """What is said of therapy before this pump: NONE, NEW, or CONT and the daily dose that ran."""

    kind: str
    ran_ug: Decimal | None = None


@dataclass(frozen=True)
class Stopped:
    """After a stop: the state, IDLE where nothing had ever run, and how often it was sent."""

    state: str
    delivered: Interval | None
    sent: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class LineRights:
    """What a plain line may, for how long a window is open, how long signed lines wait."""

    role: str
    window_s: int
    wait_s: int


@dataclass(frozen=True)
class Screening:
    """How far a screening has come. `outcome`: NONE RUN RESPONDER NON_RESPONDER; `seen` after the
    last dose: AWAITED NONE EFF ADV CUT; an effect lasted so many minutes."""

    outcome: str
    last_ug: Decimal
    seen: str
    lasted_min: Decimal
    next_ug: tuple[Decimal, ...]
    """One of them may come next by the label; none: an override, or none at all."""


@dataclass(frozen=True)
class Weaning:
    """One that is under way: the step taken last, of so many, and its dose of a day."""

    to_holiday: bool
    step: int
    steps: int
    ug_per_day: Decimal
    next_due: datetime
