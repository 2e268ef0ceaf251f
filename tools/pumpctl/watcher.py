"""Looks at a pump again and again: what each look brings, and what becomes of it without an answer.

Asks only what is valid in the state that the pump has just told, so that no look leaves an entry
in the error queue, which all ports share. Draws nothing.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from .client.answers import Status
from .client.programme import Programme
from .client.pump import Pump
from .client.trouble import Differs, Disturbed, LinkLost, Refused, Silence
from .present.watch.trail import Trail
from .present.watch.view import Look, Outage, View

EVERY_S = 1.0  # from the end of a look to the next: three lines a second at most, and see below
_PROGRAMME_S = 60.0  # how old the programme may be; another rate or state asks for it at once
_SAMPLE_S = 2  # a look each second takes a part of another: none of them stays empty
_DAMAGED = "STORED_DATA"  # with this alarm the programme may not be readable


def _local() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True)
class HostClock:
    """This computer's: a clock that is never set, its time of day, and how to wait."""

    elapsed_s: Callable[[], float] = time.monotonic
    local: Callable[[], datetime] = _local
    pause: Callable[[float], None] = time.sleep


class Watcher:
    """A pump, the view of it, and when its programme was read."""

    def __init__(self, pump: Pump, clock: HostClock) -> None:
        """Looks once. A Trouble of that is the caller's: there is nothing to show yet."""
        self._pump = pump
        self._clock = clock
        self._who = pump.identity
        self._programme: Programme | None = None
        self._read_for: tuple[str, Decimal] | None = None
        self._read_at_s = 0.0
        self._readable = True
        self._begun_s = clock.elapsed_s()
        look = self._asked()
        self.view = self._with(View(look, Trail(_SAMPLE_S), Trail(_SAMPLE_S)), look)

    def look(self) -> None:
        """Once more; where no answer comes the view keeps the last one and tells of it.

        Refused for what the pump never refuses, Differs when another pump is at the port.
        """
        outage = self.view.outage
        try:
            if outage is not None:
                self._identify()
            look = self._asked()
        except (LinkLost, Silence, Disturbed) as trouble:
            tries = 1 if outage is None else outage.tries + 1
            self.view = replace(self.view, outage=Outage(trouble.text, trouble.next_step, tries))
            return
        self.view = self._with(self.view, look)

    def _with(self, view: View, look: Look) -> View:
        at_s = int(look.at_s - self._begun_s)
        return View(
            look,
            view.rates.with_value(at_s, look.status.rate_ul_per_h),
            view.effects.with_value(at_s, look.status.forecast.effect),
        )

    def _identify(self) -> None:
        """After an outage: the pictures of two pumps must never be mixed."""
        before, self._who = self._who, self._pump.identify()
        if self._who.serial != before.serial:
            text = f"another pump answers: {self._who.serial}, not {before.serial}"
            raise Differs(text, "look which one is at this port; pumpctl status --watch anew")

    def _asked(self) -> Look:
        status = self._pump.status()
        self._read_programme(status)
        at_s, at = self._clock.elapsed_s(), self._clock.local()
        return Look(self._who, status, self._programme, at_s, at)

    def _read_programme(self, now: Status) -> None:
        """Where it is known that there is one: whose days are counted has been committed."""
        damaged = any(alarm.name == _DAMAGED for alarm in now.alarms)
        if now.reservoir.days is None or damaged or not self._readable:
            self._programme, self._read_for = None, None
            return
        reason = (now.state, now.rate_ul_per_h)
        now_s = self._clock.elapsed_s()
        if reason == self._read_for and now_s - self._read_at_s < _PROGRAMME_S:
            return
        try:
            self._programme = self._pump.prescription.active()
            self._readable = self._programme is not None
        except Refused:
            self._programme, self._readable = None, False  # one entry is enough: never again
        except Disturbed:
            self._programme = None  # it came damaged, or in words of another version
        self._read_for, self._read_at_s = reason, now_s
