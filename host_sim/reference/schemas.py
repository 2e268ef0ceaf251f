"""docs/schemas/host_sim-run.json: what `host_sim run --json` prints, as JSON Schema.

Declared here beside nothing else: a test holds the real output of the command against it.
"""

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

Kind = Literal["held", "failed", "crashed"]


class _NoTitles(GenerateJsonSchema):
    """A field's name stands beside it already."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False


class _Shape(BaseModel):
    """Every field stands in the object, and no other one does."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Expectation(_Shape):
    """An expectation that was played: its line in the file, when (ms), what was found."""

    line: int
    words: str
    ms: int
    held: bool
    found: str


class RaisedAlarm(_Shape):
    """ended_ms null: to the end. latched_ms: over, but latched from then on; null: never. reset_ms
    null: latched to the end. lead_ms: so long before what it warns of; null: not known."""

    name: str
    priority: str
    raised_ms: int
    ended_ms: int | None
    latched_ms: int | None
    reset_ms: int | None
    warns_of: str | None
    lead_ms: int | None


class Forecast(_Shape):
    """What the pump forecast at that time of the scenario."""

    said_ms: int
    event: str
    predicted_ms: int


class PowerOff(_Shape):
    """The time without power."""

    from_ms: int
    to_ms: int


class Event(_Shape):
    """Something that happened in truth."""

    name: str
    ms: int


class Last(_Shape):
    """The last sample: by the pump's account and, *_truth and patient_ng, by the plant's."""

    rate_ng_per_day: float
    rate_pl_per_day: float
    least_nl: float
    most_nl: float
    encoder_steps: float
    volume_truth_nl: float
    given_ng: float
    patient_ng: float
    reservoir_nl: float
    reservoir_truth_nl: float
    effect: float
    effect_low: float
    effect_high: float
    effect_truth: float
    reference: float
    percent: float
    percent_truth: float


class Crashed(_Shape):
    """The simulator's own failure; `crash` is its traceback."""

    name: str
    path: str
    title: str
    passed: Literal[False]
    outcome: Literal["crashed"]
    report: None
    csv: None
    crash: str


class Mistaken(_Shape):
    """Bad input: nothing was run. `failure` tells every mistake, one a line."""

    passed: Literal[False]
    outcome: Literal["bad input"]
    failure: str


class Played(_Shape):
    """One scenario. Times in ms of the scenario; `failure` is empty where all has held."""

    name: str
    path: str
    title: str
    passed: bool
    outcome: Literal["held", "failed"]
    failure: str
    report: str | None
    csv: str | None
    crash: Literal[""]
    elapsed_ms: int
    cpu_seconds: float
    ordered_nl: float
    last: Last
    expectations: list[Expectation]
    alarms: list[RaisedAlarm]
    forecasts: list[Forecast]
    power_off: list[PowerOff]
    events: list[Event]


class Several(_Shape):
    """Several scenarios: the worst outcome, the page over the reports, each in order of the call"""

    outcome: Kind
    index: str | None
    scenarios: list[Played | Crashed]


RUN: TypeAdapter[Any] = TypeAdapter(Played | Crashed | Several | Mistaken)


def files() -> dict[str, str]:
    """The file below docs/."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "host_sim run --json",
    }
    whole = head | RUN.json_schema(schema_generator=_NoTitles)
    return {"schemas/host_sim-run.json": json.dumps(whole, indent=2) + "\n"}
