"""What the pump tests of itself before the first step: names, and how grave a failure is.

A test that fails ends therapy only where flow could be unknown-high: a guard that does not count
bounds no order. Everything else is told, and therapy goes on (safety C.4: a stop may kill too).
"""

from micropython import const

from pump.core.alarms.table import HIGH, MEDIUM, NONE

PROGRAM = const(0)
MEMORY = const(1)
RING = const(2)
FILES = const(3)
STEP = const(4)
ENABLE = const(5)
WATCH = const(6)
ENCODER = const(7)
BATTERY = const(8)
LAMPS = const(9)
BUZZER = const(10)

# name, priority of its failure (ours, by what it could do), what a failure means and what is done
TESTS: "tuple[tuple[str, int, str], ...]" = (
    ("PROGRAM", HIGH, "flash holds another program than was built; flash the image anew"),
    ("MEMORY", HIGH, "free memory does not keep what is written; change the board"),
    ("RING", MEDIUM, "the journal's flash reads differently twice; widened bounds, change it"),
    ("FILES", MEDIUM, "no file keeps a new content, or a copy was damaged; see STORED_DATA"),
    ("STEP", HIGH, "the guard does not count what the source gives; therapy stops"),
    (
        "ENABLE",
        HIGH,
        "current that ENABLE does not end; therapy goes on, repair it at once",
    ),
    ("WATCH", MEDIUM, "nothing compares the rotor at each pulse; a stall is seen late"),
    ("ENCODER", MEDIUM, "the encoder counts without drive; look at its wiring"),
    ("BATTERY", MEDIUM, "the battery's voltage is below what it needs; change it"),
    ("LAMPS", MEDIUM, "a lamp's pin does not follow; a short, or no board for it"),
    ("BUZZER", MEDIUM, "the buzzer's pin does not follow; lamps and the line still tell"),
)
ALL = (1 << len(TESTS)) - 1
STOPS = 1 << STEP
TURNS = 1 << ENABLE  # then the motor is not tried again until the operator has reset the alarm


def priority(failed: int) -> int:
    """The highest of the tests that failed, one bit each; NONE where all passed."""
    highest = NONE
    for test in range(len(TESTS)):
        if failed >> test & 1 and TESTS[test][1] > highest:
            highest = TESTS[test][1]
    return highest
