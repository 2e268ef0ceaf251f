"""What is on the bench before the scenario begins: pump, clock, patient, sampling.

Setup lines stand before the first order and are not sent to the pump.
"""

from host_sim.board.setup import Setup
from host_sim.scenario.words import quantities as q
from host_sim.scenario.words.cursor import Cursor
from host_sim.units import MS_PER_MIN
from pump.core.calendar import day_number

RING_MS = 1 << 30  # the board's tick counter


def _pump(cursor: Cursor, setup: Setup) -> None:
    size = cursor.choice(("20", "40", "20mL", "40mL"), "a reservoir of 20 mL or 40 mL")
    if not size.endswith("mL"):
        cursor.need("mL")
    setup.model = "CISTERNA-" + size[:2]


def _clock(cursor: Cursor, setup: Setup) -> None:
    """`clock 2030-01-01 08:00`, or `clock unset`."""
    if cursor.accept("unset"):
        setup.wall = None
        return
    expected = "a date such as 2030-01-31, or `unset`"
    text = cursor.take(expected).text
    fields = text.split("-")
    try:
        if not all(q.all_digits(field) for field in fields):
            raise ValueError
        year, month, day = [int(field) for field in fields]
        number = day_number(year, month, day)
    except ValueError:
        cursor.back()
        raise cursor.error(expected)
    setup.wall = (number, q.minute_of_day(cursor) * MS_PER_MIN)


def _ticks(cursor: Cursor, setup: Setup) -> None:
    """`ticks 5 s before wrap`: what the board's tick counter reads at power-on."""
    place = cursor.error("a time below one ring of ticks (12.4 d)")
    before_ms = q.duration_ms(cursor)
    if before_ms >= RING_MS:
        raise place
    cursor.need("before")
    cursor.need("wrap")
    setup.first_tick = RING_MS - before_ms


def _sample(cursor: Cursor, setup: Setup) -> None:
    cursor.need("every")
    setup.sample_ms = q.duration_ms(cursor)


def _patient(cursor: Cursor, setup: Setup) -> None:
    """The plant's body; the pump always forecasts the reference patient."""
    what = cursor.choice(("clearance", "sensitivity"), "what differs from the reference patient")
    if what == "clearance":
        place = cursor.error("a clearance from 16 to 40 mL/h")
        clearance = q.quantity(cursor, q.CLEARANCE).value
        if not 16 <= clearance <= 40:
            raise place
        setup.clearance_ml_per_h = clearance
    else:
        place = cursor.error("a factor from 1 to 20")
        setup.sensitivity = q.whole_number(cursor, "a factor from 1 to 20")
        if not 1 <= setup.sensitivity <= 20:
            raise place


WORDS = {
    "pump": _pump,
    "clock": _clock,
    "ticks": _ticks,
    "sample": _sample,
    "patient": _patient,
}
