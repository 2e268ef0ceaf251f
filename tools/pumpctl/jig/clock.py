"""The clock: it takes this computer's time, and its second is a second."""

from datetime import datetime

from ..client import read
from .step import Finding, Jig

_OVER_S = 20.0
_OFF_S = 2.0  # whole seconds both ways, and the way there and back
TOLERANCE_PPM = 5_000
"""A wrong crystal is further off, the line's own delays are not; an aged crystal is not seen."""

_LOOKS = 2_000


class ClockRuns:
    """Set it, and compare two of its seconds, some time apart, with this computer's."""

    name = "clock"
    asks = f"the clock takes the time and runs within {TOLERANCE_PPM / 10_000:.1f} %"
    needs: tuple[str, ...] = ("signing",)

    def judge(self, jig: Jig) -> Finding:
        jig.pump.clock.set(jig.time.now())
        off_s = (_clock(jig) - jig.time.now()).total_seconds()
        if abs(off_s) > _OFF_S:
            return Finding(
                False,
                {"off_s": f"{off_s:.1f}"},
                f"the clock was set and is {off_s:.1f} s off",
                "power the board off and on; look at the clock chip and its bus (GP16, GP17)",
            )
        first = _next_second(jig)
        jig.time.sleep(_OVER_S)
        last = _next_second(jig)
        if first is None or last is None:
            return Finding(False, {}, "the clock stands", "power the board off and on; change it")
        own_s = (last[0] - first[0]).total_seconds()
        here_s = last[1] - first[1]
        ppm = round((own_s - here_s) / here_s * 1e6)
        measured = {"off_s": f"{off_s:.1f}", "over_s": f"{here_s:.2f}", "rate_ppm": f"{ppm:+d}"}
        if abs(ppm) <= TOLERANCE_PPM:
            return Finding(True, measured)
        return Finding(
            False,
            measured,
            f"in {here_s:.2f} s the clock counts {own_s:.0f} s: {ppm:+d} ppm",
            "compare this computer's clock; then look at the board's crystal",
        )


def _clock(jig: Jig) -> datetime:
    return read.clock(*read.split(jig.pump.ask(read.CLOCK), 2))


def _next_second(jig: Jig) -> tuple[datetime, float] | None:
    """The clock's next whole second, and this computer's moment of it; None when none comes."""
    now = _clock(jig)
    for _ in range(_LOOKS):
        then = _clock(jig)
        if then != now:
            return then, jig.time.monotonic()
    return None
