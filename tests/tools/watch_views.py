"""Views to draw without a pump: a status, what a test changes of it, and what is on the screen."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from rich.console import Console

from tools.pumpctl.client.answers import (
    Alarm,
    Bolus,
    Forecast,
    Hours,
    Identity,
    Interval,
    Level,
    Reservoir,
    Status,
)
from tools.pumpctl.client.programme import Programme, Segment
from tools.pumpctl.client.quantities import Amount
from tools.pumpctl.present.watch.picture import Picture
from tools.pumpctl.present.watch.trail import Trail
from tools.pumpctl.present.watch.view import Look, View

WHO = Identity("CISTERNA", "CISTERNA-20", "SIM00007", "0.1.0", ("SIM",))
AT = datetime(2030, 1, 1, 12, 30, 5, tzinfo=UTC)  # this computer's time of the last look
NL = 1_000_000
_LEVELS = (
    Level(80, Hours(Decimal("12.5"), Decimal(10), Decimal(14)), Hours(None, None, None)),
    Level(50, Hours(Decimal("26.25"), Decimal(20), Decimal("Infinity")), Hours(None, None, None)),
)


def wall(*at):
    """A time by the pump's wall clock, which has no zone."""
    return datetime(*at)  # noqa: DTZ001


STATUS = Status(
    state="RUN",
    rate_ul_per_h=Decimal(20),
    dose_day_ug=Decimal("240.5"),
    delivered=Interval(1_500_000, 1_501_000),
    next_change=wall(2030, 1, 1, 22),
    next_rate_ul_per_h=Decimal(30),
    bolus=Bolus("NONE", 0, Interval(0, 0), Decimal(0)),
    reservoir=Reservoir(
        volume_nl=16_500_000,
        capacity_nl=20 * NL,
        low_nl=4 * NL,
        days=Decimal("33.12"),
        days_with_boluses=Decimal("33.12"),
        predicted_low=wall(2030, 1, 20, 12, 30, 5),
        predicted_empty=wall(2030, 2, 3, 12),
        refill_due=wall(2030, 1, 1, 12),
    ),
    forecast=Forecast(Decimal("99.5"), Decimal(95), Decimal(104), _LEVELS),
    alarms=(),
    clock=wall(2030, 1, 1, 12, 30, 5),
    uptime_s=3600,
    resumes_in_s=Decimal(0),
    tones_pause_s=0,
    lower_dose="",
)
PROGRAMME = Programme(
    "baclofen",
    Amount.read("500 UG/ML", "concentration"),
    "CONS",
    (Segment("00:00", Amount.read("240 UG/D", "drug per time")),),
    {"day": Amount.read("400 UG", "drug")},
)
ALARMS = (
    Alarm(4, "STOPPED", "LOW", "ACKED"),
    Alarm(3, "RESERVOIR_LOW", "MEDIUM", "LATCHED_ACKED"),
    Alarm(17, "DAY_DOSE", "MEDIUM", "ACTIVE"),
    Alarm(1, "MOTOR_STALL", "HIGH", "LATCHED"),
)


def view(programme=PROGRAMME, rates=(20, 20, 30, 0), outage=None, **changed):
    """A view whose last look was at second 100; `changed` are fields of its status."""
    status = replace(STATUS, **changed)
    rated, felt = Trail(), Trail()
    for at_s, rate in enumerate(rates):
        rated = rated.with_value(at_s, Decimal(rate))
        felt = felt.with_value(at_s, status.forecast.effect)
    return View(Look(WHO, status, programme, 100.0, AT), rated, felt, outage)


def screen(what, width=80, height=24, encoding="utf-8", now_s=100.0, **console):
    """The lines of its picture, without the spaces at their ends."""
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    out = Console(file=file, width=width, height=height or 100, **console)
    out.print(Picture(what, now_s), height=height)
    file.flush()
    text = file.buffer.getvalue().decode(encoding)
    return [line.rstrip() for line in text.removesuffix("\n").split("\n")]


def row(lines, label):
    """The one row of that name."""
    (found,) = [line for line in lines if line.startswith(label.ljust(12))]
    return found[12:]
