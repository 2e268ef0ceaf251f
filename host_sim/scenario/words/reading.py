"""The pump's replies as numbers, and as a person reads them.

Runs on CPython and on the MicroPython VM.
"""

from pump.core.units import NL_PER_ML

_NO_NUMBER = {"9.91E37": "not known", "9.9E37": "not within the horizon"}


def scaled(text: str, factor: int) -> int | None:
    """A decimal reply times the factor, in whole units; what is finer is cut off.

    None where the pump has no number to give.
    """
    if text in _NO_NUMBER:
        return None
    whole, _, part = text.strip().partition(".")
    sign = -1 if whole.startswith("-") else 1
    return sign * (abs(int(whole or "0")) * factor + int(part or "0") * factor // 10 ** len(part))


def told(reply: str, unit: str, query: str) -> str:
    """`0.2 mL (RES:VOL?)`, `0.2 to 0.200688 mL (…)`; a reply in nL is told in mL."""
    fields = reply.split(",")
    words = [_NO_NUMBER.get(field) or (ml(int(field)) if unit == "mL" else field + " " + unit)
             for field in (fields[0], fields[-1])]  # fmt: skip
    span = words[0]
    if words[0] != words[1]:
        span = "%s to %s" % (words[0].split(" ")[0], words[1])
    return "%s (%s)" % (span, query)


def ml(nl: int) -> str:
    """`0.200688 mL`: exact, without the zeros at its end."""
    return _decimal(nl, NL_PER_ML) + " mL"


def ug_per_day(ng: int) -> str:
    """`91.717 ug/d`."""
    return _decimal(ng, 1000) + " ug/d"


def latched(reply: str) -> list[tuple[str, str]]:
    """Name and priority of what ALAR:LIST? says is latched: count, then number, name, priority
    and state of each."""
    fields = reply.split(",")
    return [
        (fields[at + 1], fields[at + 2])
        for at in range(1, len(fields) - 3, 4)
        if fields[at + 3].startswith("LATCHED")
    ]


def _decimal(value: int, per: int) -> str:
    digits = len(str(per)) - 1
    whole, part = abs(value) // per, abs(value) % per
    text = ("%d.%0*d" % (whole, digits, part)).rstrip("0").rstrip(".")
    return "-" + text if value < 0 else text
