"""What the board says of itself at power-on, sorted by what a person would have to mend."""

from ..client import replies
from .step import Finding, Jig

_NEXT = {
    "PROGRAM": "flash the image anew, then power the board off and on",
    "MEMORY": "change the board",
    "RING": "change the board: its flash reads differently twice",
    "FILES": "power the board off and on; if it stays, change it",
    "STEP": "look for a short at the STEP pin (GP2)",
    "ENABLE": "look for a short at the ENABLE pin (GP5), and for its 10 kOhm to 3.3 V",
    "WATCH": "power the board off and on; if it stays, change it",
    "ENCODER": "look at the encoder's wires (GP6, GP7): they change while nothing turns",
    "BATTERY": "measure battery and divider (GP26)",
    "LAMPS": "look for a short at the lamps' pins (GP8, GP9, GP10)",
    "BUZZER": "look for a short at the buzzer's pin (GP11)",
}


class SelfTested:
    """Some of the tests that the board has made of itself: each of them passed."""

    needs: tuple[str, ...] = ("board",)

    def __init__(self, name: str, asks: str, tests: tuple[str, ...]) -> None:
        self.name = name
        self.asks = asks
        self._tests = tests

    def judge(self, jig: Jig) -> Finding:
        """NONE is no pass: what a production test cannot test it has not tested."""
        told = replies.fields(jig.pump.ask("SYST:TEST?"))
        results = dict(zip(told[::2], told[1::2], strict=False))
        measured = {test: results.get(test, "not told") for test in self._tests}
        failed = [test for test, result in measured.items() if result != "PASS"]
        if not failed:
            return Finding(True, measured)
        cause = "; ".join(f"{test} {measured[test]}" for test in failed)
        following = "; ".join(_NEXT[test] for test in failed)
        return Finding(False, measured, f"the board's test of itself: {cause}", following)
