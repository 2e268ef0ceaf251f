"""What was done to a pump over its lines, written as a scenario that does it again.

Runs on CPython and on the MicroPython VM. Whoever serves a pump tells of each line as it was said
and answered; questions change nothing and are left out, and so is what concerns a line alone.
"""

from pump.core.reasons import VALUE_ROUNDED
from pump.core.units import decimal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.pump import Pump

_MS_PER = ((86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1000, "s"))
_SECONDS = {"D": 86_400, "HR": 3600, "H": 3600, "MIN": 60, "S": 1}
# Of the line itself, or of time, which the scenario tells by waiting.
_LEFT = ("SIM:TIME", "SIM:LINK", "SYST:COMM", "AUTH", "STAT", "*", "ABOR")
_LONG = {
    "SIMULATE": "SIM", "SYSTEM": "SYST", "COMMUNICATE": "COMM", "AUTHENTICATE": "AUTH",
    "STATUS": "STAT", "ABORT": "ABOR", "RESERVOIR": "RES", "CATHETER": "CATH", "POWER": "POW",
    "EMPTY": "EMPT", "CONTENTS": "CONT", "CYCLE": "CYCL",
}  # fmt: skip


class Story:
    """A scenario as far as it has come. `head`: what stands before the first line, with its own
    line ends; it ends at `at_ms` of the pump's time."""

    def __init__(self, head: str, at_ms: int = 0) -> None:
        self._lines = [head] if head else []
        self._at_ms = at_ms

    def text(self, now_ms: int) -> str:
        """The scenario up to now."""
        return "\n".join(self._lines + self._waited(now_ms)) + "\n"

    def said(self, at_ms: int, line: str, error: int, pump: "Pump") -> None:
        """That line came at that moment; `error`: the number that it was answered with, 0 for none.
        `pump` is as the line has left it."""
        message = _message(line)
        statements = _statements(message, error, pump)
        if not statements:
            return
        self._lines += self._waited(at_ms)
        self._lines += statements
        self._at_ms = at_ms
        if statements[0].startswith("power off"):
            self._at_ms += _off_ms(message)

    def _waited(self, at_ms: int) -> "list[str]":
        left = at_ms - self._at_ms
        parts = []
        for each, unit in _MS_PER[:-1]:
            if left >= each:
                parts.append("%d %s" % (left // each, unit))
                left %= each
        if left > 0:
            parts.append("%s s" % decimal(left, 3))
        return ["wait " + " ".join(parts)] if parts else []


def _message(line: str) -> str:
    """What stands within an envelope, or the line as it is."""
    line = line.strip()
    if line[:1] in ("@", "!") and line[:1]:
        line = line.partition(" ")[2]
        if "~" in line:
            line = line[: line.rfind("~")].rstrip()
    return line


def _statements(message: str, error: int, pump: "Pump") -> "list[str]":
    units = _units(message)
    orders = [unit for unit in units if not _asks(unit) and not _left_out(unit)]
    if not orders:
        return []
    if error and error != VALUE_ROUNDED:
        return ["> " + message, "expect error %d" % error]
    return _by_hand(units, pump) or ["> " + message]


def _by_hand(units: "list[str]", pump: "Pump") -> "list[str]":
    """What the bench's hands do with such a line."""
    header = _header(units[0])
    if len(units) > 1:
        return []
    reservoir = pump.reservoir
    if header == "RES:FILL":
        told = "fill %s mL of %s ug/mL" % (
            decimal(reservoir.volume_nl(), 6),
            decimal(reservoir.concentration_ng_per_ml, 3),
        )
        if units[0].count(",") > 1:
            told += " stable for %d h" % reservoir.stable_hours
        return [told]
    if header == "RES:EMPT":
        return ["empty"]
    if header == "CATH:CONT":
        of = pump.drug.catheter.tip_ng_per_ml()
        return ["prime with %s ug/mL" % decimal(of, 3) if of else "prime with saline"]
    if header == "SIM:POW:CYCL":
        return ["power off for %s s" % decimal(_off_ms(units[0]), 3)]
    return []


def _off_ms(message: str) -> int:
    """How long the power was to be gone: the number of the line, in ms."""
    text = message.partition(" ")[2].strip().upper()
    number, unit = text, "S"
    for name in ("MIN", "HR", "D", "H", "S"):
        if text.endswith(name):
            number, unit = text[: -len(name)].strip(), name
            break
    return int(float(number) * 1000 * _SECONDS[unit] + 0.5)


def _units(message: str) -> "list[str]":
    """The units of a message: a semicolon within quotes ends none."""
    units, begun, quote = [], "", ""
    for character in message:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == ";":
            units.append(begun.strip())
            begun = ""
            continue
        begun += character
    units.append(begun.strip())
    return [unit for unit in units if unit]


def _asks(unit: str) -> bool:
    return unit.partition(" ")[0].endswith("?")


def _header(unit: str) -> str:
    """In capitals and short, from the root where the unit says so."""
    words = unit.partition(" ")[0].upper().lstrip(":").split(":")
    return ":".join([_LONG.get(word, word) for word in words])


def _left_out(unit: str) -> bool:
    header = _header(unit)
    return any(header.startswith(left) for left in _LEFT)
