"""What bounds the rotor, and the rotor itself: the guard's two cuts, direction and count."""

from ..client import read, replies
from ..client.answers import Dispensed
from .step import Finding, Jig

TURN_STEPS = 3_200
_COUNT_STEPS = 4  # the encoder shows whole counts
_RING = 1 << 30
_POLL_S = 0.5
_RESIDUAL_NL = 2_000_000  # what the pump never gives: a fill begins beyond it
_CONCENTRATION = "500 UG/ML"


class GuardCuts:
    """The guard takes the driver away by count and by time. Nothing turns."""

    name = "guard"
    asks = "the driver gets current when it is lent, and loses it by count and by time"
    needs: tuple[str, ...] = ("signing", "driver", "button")

    def judge(self, jig: Jig) -> Finding:
        done = jig.pump.order("SERVICE", "DIAG:GUAR?")
        parts = read.exactly(replies.fields(done.response or b""), 3)
        lent, count, time = [part == "1" for part in parts]
        measured = {"lent": parts[0], "cut by count": parts[1], "cut by time": parts[2]}
        if lent and count and time:
            return Finding(True, measured)
        if not lent:
            cause = "ENABLE does not go low when the driver is lent"
            return Finding(False, measured, cause, "look for a short of ENABLE (GP5) to 3.3 V")
        missing = " and ".join(
            word for word, there in (("count", count), ("time", time)) if not there
        )
        return Finding(
            False,
            measured,
            f"the guard does not take the driver away by {missing}",
            "look for a short of ENABLE (GP5) to ground; else change the board. Connect no motor",
        )


class RotorTurns:
    """A bounded service order: so many steps, forward, and the encoder counts them."""

    name = "rotor"
    asks = "the rotor turns forward, and the encoder counts its steps"
    needs: tuple[str, ...] = ("guard",)

    def judge(self, jig: Jig) -> Finding:
        filled = self._fill(jig)
        before = _encoder(jig)
        jig.turning = True
        jig.pump.calibration.dispense(jig.steps)
        now = jig.pump.calibration.dispensed()
        while now.state == "RUN":
            jig.time.sleep(_POLL_S)
            now = jig.pump.calibration.dispensed()
        jig.turning = False
        turned = _signed(_encoder(jig) - before)
        measured = {
            "asked": str(now.asked),
            "given": str(now.given),
            "encoder": f"{turned:+d}",
            "filled": filled,
        }
        return _judged(now, turned, measured)

    def _fill(self, jig: Jig) -> str:
        """As much as the order needs and not a step more: no therapy starts on this fill."""
        per_ml = jig.pump.calibration.read().steps_per_ml
        nl = _RESIDUAL_NL - (-jig.steps * 1_000_000 // per_ml)
        volume = f"{nl // 1000}.{nl % 1000:03} UL"
        jig.pump.reservoir.fill(volume, _CONCENTRATION)
        return f"{volume} of {_CONCENTRATION}, on paper"


def _judged(now: Dispensed, turned: int, measured: dict[str, str]) -> Finding:
    if turned <= -_COUNT_STEPS:
        cause = f"the encoder counts backwards: {turned:+d} steps"
        return Finding(False, measured, cause, "swap the encoder's channels (GP6, GP7), or a coil")
    if turned <= _COUNT_STEPS:
        cause = f"the encoder stands: {turned:+d} steps"
        following = "if the rotor turns, the encoder's wires (GP6, GP7); else motor and driver"
        return Finding(False, measured, cause, following)
    if now.state != "DONE":
        cause = f"the order ended after {now.given} of {now.asked} steps"
        return Finding(False, measured, cause, "pumpctl alarms list; is the rotor free?")
    if abs(turned - now.given) > _COUNT_STEPS:
        cause = f"the encoder counts {turned:+d} for {now.given} steps"
        return Finding(False, measured, cause, "look at the encoder's disc and wires (GP6, GP7)")
    return Finding(True, measured)


def _encoder(jig: Jig) -> int:
    return replies.whole(read.exactly(replies.fields(jig.pump.ask("DIAG:ENC?")), 1)[0])


def _signed(turned: int) -> int:
    turned %= _RING
    return turned - _RING if turned >= _RING // 2 else turned
