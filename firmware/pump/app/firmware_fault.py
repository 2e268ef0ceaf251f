"""An exception that escapes the program: one path from there to the restart, its reason kept.

driver off -> lamp and tone of HIGH -> the reason in a file of its own -> restart. Nothing else is
written: the pump may be changed by half, and its image and records are sound as they stand. What
follows is a power cut's way (`restore`), and the reason is told in both logs and as an alarm.

When a turn has ended whose image holds that alarm the file says so, and a minute later it is
emptied: a cut before tells it again, and a program that fails soon after every boot finds that it
did before.
"""

import gc

from pump.core.alarms import annunciation
from pump.core.alarms.table import HIGH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from pump.hal import Files, Hal

    class Bare(Protocol):
        """What a Hal has, and a board still has whose Hal did not come up."""

        @property
        def files(self) -> Files: ...
        @property
        def show(self) -> "Callable[[int, tuple[int, ...], tuple[int, ...]], None]": ...
        @property
        def traceback(self) -> "Callable[[Exception], str]": ...
        @property
        def restart(self) -> "Callable[[int], None]": ...

    class Turning(Protocol):
        """What a program does from its boot on; turn.Turn is one."""

        def turn(self) -> None: ...
        def idle_ms(self) -> int: ...


_FILE = "firmware_fault"
_RESERVE_BYTES = 4_096  # a Pico whose heap stays full needs 3.1 KB for the text and its file
_REASON_BYTES = 150  # so that its line in the log stays below 200
_UNTOLD = "Exception ? no memory to tell which"
_AGAIN_MS = 30_000  # where the boot after a fault fails: HIGH is heard, and few lines wear flash
_TOLD = b"-"  # instead of a reason: an image tells it, and the program has not run for long
PROVEN_MS = 60_000  # ours: a program that has turned for so long does not fail at every boot
_PACKAGE = "pump/"
_SOURCES = "firmware/"
_FRAME = 'File "'


def guarded(hal: "Hal", boot: "Callable[[Hal], Turning]") -> None:
    """Boot, then turn after turn for ever, asleep until something is due.

    The watchdog runs first: whatever hangs or fails from here on, a restart ends it.
    """
    hal.feed()
    turn = None
    reserve = bytearray(_RESERVE_BYTES)
    try:
        turn = boot(hal)
        while True:
            turn.turn()
            # apart: a place deeper in this frame would hold the turn, and all of the pump with it,
            # while the handler needs the room
            idle_ms = turn.idle_ms()
            hal.idle(idle_ms)
    except Exception as fault:
        del turn, reserve
        escaped(hal, fault)


def escaped(hal: "Hal", fault: Exception) -> None:
    """Driver off, the reason kept, restart: does not return.

    No step fails the next one: where even the restart does, nobody feeds the watchdog.
    """
    try:
        hal.motor.stop()
    except Exception:
        pass  # the restart takes the driver's current too
    restart_told(hal, fault)


def restart_told(hal: "Bare", fault: Exception) -> None:
    """The rest of it, for a board too whose Hal did not come up: its driver has no current."""
    try:
        lamp, light = annunciation.LIGHTS[HIGH]
        hal.show(lamp, light, annunciation.TONES[HIGH])
    except Exception:
        pass  # a lamp is no reason to stay
    try:
        gc.collect()
        new = FaultReason(hal.files).write(_reason(hal, fault))
    except Exception:
        new = False  # no file takes it: told as a reset alone
    hal.restart(0 if new else _AGAIN_MS)


class FaultReason:
    """Type, place and text of a fault that no image tells of yet, apart by spaces.

    One file will do: what rots in it is a word of a message.
    """

    def __init__(self, files: "Files") -> None:
        self._files = files
        self._told_ms = -1  # of the day, when an image told it

    def read(self) -> str:
        """The reason; "" for none, and where no file can be read."""
        reason = self._stands()
        return "" if reason.encode() == _TOLD else reason

    def _stands(self) -> str:
        try:
            return _plain(self._files.read(_FILE))
        except OSError:
            return ""

    def write(self, reason: str) -> bool:
        """Write it down, unless one of the same type stands there: a full heap fails in one place
        after the other. Whether none was there since the program last ran for long. OSError when
        no file takes it.
        """
        before = self._stands()
        if before.split(" ")[0] != reason.split(" ")[0]:
            self._files.write(_FILE, reason.encode())
        return not before

    def follow(self, ms: int) -> bool:
        """Its alarm is in an image at that ms of the day: the file says so at once, and is emptied
        when all went well for PROVEN_MS; then False. A file that takes nothing tells it once more.
        """
        if self._told_ms < 0:
            self._told_ms = ms
            self._put(_TOLD)
        elif ms < self._told_ms or ms - self._told_ms >= PROVEN_MS:
            self.clear()
            return False
        return True

    def clear(self) -> None:
        """The program has run for PROVEN_MS: the next fault is a new one."""
        self._put(b"")

    def _put(self, content: bytes) -> None:
        try:
            self._files.write(_FILE, content)
        except OSError:
            pass


def _reason(hal: "Bare", fault: Exception) -> str:
    try:
        words = (type(fault).__name__, _place(hal.traceback(fault)), str(fault))
        return _plain(("%s %s %s" % words).encode())
    except Exception:
        return _UNTOLD


def _place(traceback: str) -> str:
    """file:line of the innermost frame, "?" where there is none. The same from every folder."""
    at = traceback.rfind(_FRAME)
    if at < 0:
        return "?"
    name, rest = traceback[at + len(_FRAME) :].split('"', 1)
    folder = name.rfind(_PACKAGE)
    # on a board it is the first folder, on a host firmware's: a checkout may be called so too
    if folder < 0 or (folder > 1 and name[:folder].rfind(_SOURCES) != folder - len(_SOURCES)):
        folder = name.rfind("/") + 1
    line = rest.split("\n")[0].split(",")[1]
    return name[folder:].replace(" ", "_") + ":" + line.split(" ")[-1]


def _plain(data: bytes) -> str:
    """As a line of the log may hold it: printable ASCII without "=", no longer than its room."""
    return "".join([chr(byte) if _fits(byte) else "?" for byte in data[:_REASON_BYTES]])


def _fits(byte: int) -> bool:
    return 32 <= byte < 127 and byte != 61
