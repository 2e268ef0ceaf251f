"""What an alarm looks like and sounds like: from the alarm table to one lamp and one tone.

A pattern is milliseconds (on, off, on, off, ...), and then again from its beginning. One number
alone is on for good, () is off, and a 0 in front begins with the silence.

Figures and ranges: safety C.6, where those of the lamps were read and those of the tones recalled
(tag K, but for the spacing of MEDIUM). Each lies where its range has room above it: a board that
is busy makes a part longer, never shorter.

A buzzer has one note, so C.6's melodies, harmonics and rise times are not kept: rhythm alone tells
the priorities apart. Knows no pins.
"""

from micropython import const

from pump.core.alarms.table import (
    ACTIVE,
    ACTIVE_ACKED,
    HIGH,
    LATCHED,
    LATCHED_ACKED,
    NONE,
    TABLE,
)

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms

    Pattern = tuple[int, ...]

RED = 0
YELLOW = 1
CYAN = 2

DARK: "Pattern" = ()
SILENCE: "Pattern" = ()

# priority -> which lamp, and how it is lit
LIGHTS: "tuple[tuple[int, Pattern], ...]" = (
    (RED, DARK),
    (CYAN, (1_000,)),  # LOW: constant
    (YELLOW, (1_000, 1_000)),  # MEDIUM: 0.5 Hz of 0.4 .. 0.8, 50 % of 20 .. 60
    (RED, (250, 250)),  # HIGH: 2 Hz of 1.4 .. 2.8, 50 % of 20 .. 80
)

# HIGH: 10 pulses, 2 x (3 + 2); pulses 75 .. 200 ms, x = 50 .. 125 ms between them. C.6 says nothing
# of the longer gaps: 2 x and a pulse after the third, 350 .. 1,300 ms between the halves (recalled)
_HALF = (100, 75, 100, 75, 100, 250, 100, 75, 100)
_BURST: "Pattern" = _HALF + (700,) + _HALF

# priority -> the tone while nobody has acknowledged it
TONES: "tuple[Pattern, ...]" = (
    SILENCE,
    (150, 150, 150, 30_000),  # LOW: 1 or 2 pulses, both 125 .. 250 ms; above 15 s between bursts
    (150, 150, 150, 150, 150, 7_500),  # MEDIUM: 3 pulses, the same; 2.5 .. 30 s
    _BURST + (5_000,),  # 2.5 .. 15 s
)

_REMIND_MS = 600_000  # C.6: acknowledged, HIGH and no therapy: it sounds again every 10 min
REMINDER: "Pattern" = (0, _REMIND_MS - sum(_BURST)) + _BURST

_PRESENT = (ACTIVE, ACTIVE_ACKED, LATCHED, LATCHED_ACKED)
_SOUNDING = (ACTIVE, LATCHED)


def light(alarms: "Alarms") -> "tuple[int, Pattern]":
    """Which lamp and its pattern: the highest priority present. No acknowledgement puts it out."""
    return LIGHTS[_highest(alarms, _PRESENT)]


def tone(alarms: "Alarms", running: bool, paused: bool = False) -> "Pattern":
    """The highest priority that nobody has acknowledged; nothing while all tones are `paused`.

    Where all are, one of HIGH still reminds while therapy is not `running`.
    """
    if paused:
        return SILENCE
    highest = _highest(alarms, _SOUNDING)
    if highest == NONE and not running and _highest(alarms, _PRESENT) == HIGH:
        return REMINDER
    return TONES[highest]


def _highest(alarms: "Alarms", states: "tuple[int, ...]") -> int:
    """The highest priority of the alarms in one of these states."""
    highest = NONE
    if alarms.active:
        for alarm in range(len(TABLE)):
            if alarms.state[alarm] in states and alarms.priority[alarm] > highest:
                highest = alarms.priority[alarm]
    return highest
