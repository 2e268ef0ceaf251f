"""Every way in which a board starts, or fails to: what it does then, and what a person sees of it.

One row a way, as docs/board.md shows them; test_starts.py drives each on the emulated board. Knows
causes, lamps and tones by name. Does not know how a pump gets there.
"""

from dataclasses import dataclass

POWER, BITTEN, ASKED, LEFT = "power", "watchdog", "the program", "REPL left"
UP, SHORT, LONG, DOWN, ANY = "up", "down, < 2 s", "down, 2 s", "down", "any"
REST, RUNS, BAD, NEW = "at rest", "therapy", "files damaged", "new"
NONE = "none"

PUMP, REPL, SILENT = "pump", "REPL", "silent"

DARK = "dark"
CYAN = "cyan, constant"
YELLOW = "yellow, 0.5 Hz"
RED = "red, 2 Hz"
RED_ON = "red, constant"
IN_TURN = "yellow and cyan in turn"

NO_TONE, LOW, MEDIUM, HIGH = "none", "LOW", "MEDIUM", "HIGH"


@dataclass(frozen=True)
class Start:
    """A row: what comes together, what the board does, and what shows it.

    resets  what the emulated chip counts on the way, and `state` what DEL:STAT? says at its end
    """

    name: str
    cause: str
    button: str
    store: str
    exception: str
    does: str
    lamp: str
    tone: str
    line: str
    state: str = ""
    resets: tuple[str, ...] = ()


STARTS = (
    Start("new", POWER, UP, NEW, NONE, "pump; files are made", DARK, NO_TONE, PUMP, "IDLE"),
    Start("rest", POWER, UP, REST, NONE, "pump; RESET", CYAN, LOW, PUMP, "IDLE"),
    Start("short", POWER, SHORT, REST, NONE, "pump; RESET", CYAN, LOW, PUMP, "IDLE"),
    Start(
        "long", POWER, LONG, REST, NONE, "restart into the REPL",
        IN_TURN, NO_TONE, REPL, resets=("software",),
    ),
    Start("runs", POWER, UP, RUNS, NONE, "therapy goes on", YELLOW, MEDIUM, PUMP, "RUN"),
    Start("runs_held", POWER, DOWN, RUNS, NONE, "therapy goes on", YELLOW, MEDIUM, PUMP, "RUN"),
    Start(
        "bitten", BITTEN, DOWN, REST, NONE, "pump; RESET, CAUSE 1",
        CYAN, LOW, PUMP, "IDLE", ("watchdog",),
    ),
    Start(
        "bitten_runs", BITTEN, DOWN, RUNS, NONE, "therapy goes on; CAUSE 1",
        YELLOW, MEDIUM, PUMP, "RUN", ("watchdog",),
    ),
    Start(
        "asked", ASKED, ANY, REST, NONE, "SYST:REPL: the REPL",
        IN_TURN, NO_TONE, REPL, resets=("software",),
    ),
    Start(
        "left", LEFT, DOWN, REST, NONE, "nobody there for 60 s: pump; RESET, CAUSE 3",
        CYAN, LOW, PUMP, "IDLE", ("software", "watchdog"),
    ),
    Start(
        "damaged", POWER, UP, BAD, "mount: OSError", "pump gives nothing; STORED_DATA",
        RED, HIGH, PUMP, "STOP",
    ),
    Start(
        "mount_hangs", POWER, ANY, NEW, "mount hangs", "restart every 8.4 s",
        RED_ON, NO_TONE, SILENT, resets=("watchdog",),
    ),
    Start(
        "i2c", POWER, UP, RUNS, "I2C: any", "therapy goes on; the clock is the chip's own",
        YELLOW, MEDIUM, PUMP, "RUN",
    ),
    Start(
        "hal", POWER, UP, RUNS, "a driver: any", "reason kept, restart at once; FIRMWARE_FAULT",
        RED, HIGH, PUMP, "RUN", ("software",),
    ),
    Start(
        "replay", POWER, UP, RUNS, "replay: any", "reason kept, restart at once; FIRMWARE_FAULT",
        RED, HIGH, PUMP, "RUN", ("software",),
    ),
    Start(
        "turn", POWER, UP, RUNS, "a turn: any", "reason kept, restart at once; FIRMWARE_FAULT",
        RED, HIGH, PUMP, "RUN", ("software",),
    ),
    Start(
        "between", POWER, UP, RUNS, "between turns: any",
        "reason kept, restart at once; FIRMWARE_FAULT", RED, HIGH, PUMP, "RUN", ("software",),
    ),
    Start(
        "hangs", POWER, UP, RUNS, "before a turn: hangs", "watchdog, then therapy goes on; CAUSE 1",
        YELLOW, MEDIUM, PUMP, "RUN", ("watchdog",),
    ),
    Start(
        "again", ASKED, UP, RUNS, "any, a second time", "driver off, restart after 30 s",
        RED, HIGH, SILENT,
    ),
    Start(
        "again_down", ASKED, DOWN, RUNS, "any, a second time", "driver off, restart after 30 s",
        RED, HIGH, SILENT,
    ),
    Start(
        "again_pressed", ASKED, LONG + ", anew", RUNS, "any, a second time",
        "restart into the REPL", IN_TURN, NO_TONE, REPL, resets=("software",),
    ),
    Start(
        "imports", POWER, ANY, ANY, "main's imports (files): any",
        "REPL with the traceback; restart after 60 s without a host", IN_TURN, NO_TONE, REPL,
    ),
)  # fmt: skip


def table() -> str:
    """The rows as docs/board.md has them."""
    head = "reset cause", "button", "store", "exception", "what the board does", "lamp", "tone"
    lines = ["| " + " | ".join((*head, "its line")) + " |", "|---" * 8 + "|"]
    for row in STARTS:
        told = row.cause, row.button, row.store, row.exception, row.does, row.lamp, row.tone
        lines.append("| " + " | ".join((*told, row.line)) + " |")
    return "\n".join(lines) + "\n"
