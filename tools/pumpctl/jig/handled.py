"""What only somebody at the board can see, hear or press: lamps, buzzer, button."""

from ..client import read, replies
from .step import Finding, Jig

_SHOWN_S = 9.0  # three signals of 3 s
_PRESS_S = 30.0
_POLL_S = 0.2
_SOUNDING = ("ACTIVE", "LATCHED")
_LAMPS = (("lamp_red", "red"), ("lamp_yellow", "yellow"), ("lamp_cyan", "cyan"))


class Signals:
    """Every lamp lights and the buzzer sounds."""

    name = "signals"
    asks = "red, yellow and cyan light in turn, each with its tone"
    needs: tuple[str, ...] = ("signing",)

    def judge(self, jig: Jig) -> Finding:
        """What sounds is acknowledged first: the pump tests its signals only in silence."""
        alarms = jig.pump.alarms
        jig.operator.ready("Look at the lamps and listen: red, yellow, cyan, 3 s each")
        sounding = [each.name for each in alarms.list() if each.state in _SOUNDING]
        for name in sounding:
            alarms.acknowledge(name)
        alarms.test()
        jig.time.sleep(_SHOWN_S)
        seen = {lamp: jig.operator.saw(lamp, f"Did {word} light?") for lamp, word in _LAMPS}
        seen["tone"] = jig.operator.saw("tone", "Was there a tone with each?")
        measured = {name: "yes" if there else "no" for name, there in seen.items()}
        if sounding:
            measured["acknowledged"] = " ".join(sounding)
        missing = [name.removeprefix("lamp_") for name, there in seen.items() if not there]
        if not missing:
            return Finding(True, measured)
        return Finding(
            False,
            measured,
            f"not seen or heard: {', '.join(missing)}",
            "look at lamp or buzzer, its resistor and transistor, its pin (GP8 to GP11)",
        )


class ButtonPressed:
    """It is up by itself and down when it is pressed. Stays held for what needs SERVICE."""

    name = "button"
    asks = "the service button is up, and down when it is pressed"
    needs: tuple[str, ...] = ("board",)

    def judge(self, jig: Jig) -> Finding:
        if is_down(jig):
            return Finding(
                False,
                {"at rest": "down"},
                "the button is down, and nobody was asked to press it",
                "let it go; else look for a short at GP12",
            )
        jig.operator.tell("Press the service button and hold it, until you are told otherwise")
        if _becomes(jig, True):
            return Finding(True, {"at rest": "up", "pressed": "down"})
        return Finding(
            False,
            {"at rest": "up", "pressed": "up"},
            f"no press came within {_PRESS_S:.0f} s",
            "look at the button and its wire to GP12",
        )


class ButtonLetGo:
    """It comes up again."""

    name = "release"
    asks = "the service button comes up when it is let go"
    needs: tuple[str, ...] = ("button",)

    def judge(self, jig: Jig) -> Finding:
        jig.operator.tell("Let the button go")
        if _becomes(jig, False):
            return Finding(True, {"let go": "up"})
        return Finding(
            False,
            {"let go": "down"},
            f"the button was not let go within {_PRESS_S:.0f} s, or sticks",
            "change the button",
        )


def is_down(jig: Jig) -> bool:
    """Whether the board sees it down."""
    return replies.whole(read.exactly(replies.fields(jig.pump.ask("DIAG:BUTT?")), 1)[0]) == 1


def _becomes(jig: Jig, down: bool) -> bool:
    until = jig.time.monotonic() + _PRESS_S
    while is_down(jig) != down:
        if jig.time.monotonic() >= until:
            return False
        jig.time.sleep(_POLL_S)
    return True
