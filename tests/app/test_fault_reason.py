"""The steps of the fault path, each of which may fail, and the words of its reason."""

import pytest

from host_sim.board.files import MemoryFiles
from host_sim.board.hal import SimHal
from host_sim.plant.board import Board
from pump.app import firmware_fault
from pump.app.firmware_fault import FaultReason, escaped, guarded
from pump.core.alarms import annunciation
from pump.core.alarms.table import HIGH
from tests.app.failing import ROOM

AGAIN = "restart 30000"


class Restarted(BaseException):
    pass


class Recorded:
    """A Hal that notes what it is asked for, in order; what `failing` names raises MemoryError."""

    def __init__(self, failing=()):
        self.asked = []
        self.failing = failing
        self.files = MemoryFiles()
        self.files.before = lambda *_: self._ask("write")
        self.motor = self

    def _ask(self, what):
        self.asked.append(what)
        if what in self.failing:
            raise MemoryError(ROOM)

    def stop(self):
        self._ask("stop")

    def show(self, lamp, light, tone):
        self._ask("show")
        assert (lamp, light) == annunciation.LIGHTS[HIGH]
        assert tone == annunciation.TONES[HIGH]

    def traceback(self, fault):
        self._ask("traceback")
        return SimHal.traceback(self, fault)

    def feed(self):
        self._ask("feed")

    def restart(self, after_ms):
        self._ask(f"restart {after_ms}")
        raise Restarted


def fail(hal, fault=None):
    """The program ends so; what the file says then."""

    def boot(given):
        assert given is hal
        raise fault or MemoryError(ROOM)

    with pytest.raises(Restarted):
        guarded(hal, boot)
    return FaultReason(hal.files).read()


def test_the_watchdog_runs_first_and_the_driver_is_off_before_anything_else():
    hal = Recorded()
    reason = fail(hal)
    assert hal.asked == ["feed", "stop", "show", "traceback", "write", "restart 0"]
    words = reason.split(" ", 2)
    assert (words[0], words[2]) == ("MemoryError", ROOM)
    name, line = words[1].split(":")
    assert name == "test_fault_reason.py"
    assert int(line) > 0


@pytest.mark.parametrize("step", ["stop", "show", "traceback", "write"])
def test_a_step_that_has_no_memory_keeps_no_other_from_being_taken(step):
    hal = Recorded((step,))
    reason = fail(hal)
    assert hal.asked[:5] == ["feed", "stop", "show", "traceback", "write"]
    if step == "write":
        assert reason == ""
        assert hal.asked[5:] == [AGAIN]
    else:
        assert hal.asked[5:] == ["restart 0"]
        assert reason.split(" ")[0] == ("Exception" if step == "traceback" else "MemoryError")


def test_a_handler_without_any_memory_still_restarts():
    hal = Recorded(("stop", "show", "traceback", "write"))
    fail(hal)
    assert hal.asked[-1] == AGAIN


def test_a_restart_that_fails_leaves_the_rest_to_the_watchdog():
    """Nothing holds the program any more, and nobody feeds."""

    class Stuck(Recorded):
        def restart(self, after_ms):
            raise MemoryError(ROOM)

    hal = Stuck()
    with pytest.raises(MemoryError):
        escaped(hal, KeyError("x"))
    assert "feed" not in hal.asked


def test_a_reason_stands_while_it_is_the_same_and_the_next_restart_takes_its_time():
    hal = Recorded()
    first = fail(hal)
    hal.asked.clear()
    assert fail(hal, MemoryError("at another place")) == first
    assert hal.asked[-2:] == ["traceback", AGAIN]
    assert fail(hal, KeyError("another")).startswith("KeyError ")
    assert hal.asked[-2:] == ["write", AGAIN]
    FaultReason(hal.files).clear()
    assert FaultReason(hal.files).read() == ""
    assert fail(hal).startswith("MemoryError ")
    assert hal.asked[-1] == "restart 0"


def test_who_ends_the_program_by_hand_is_not_held():
    hal = Recorded()

    def boot(_hal):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        guarded(hal, boot)
    assert hal.asked == ["feed"]


def test_turn_follows_turn_until_one_fails():
    class Turn:
        left = 3

        def turn(self):
            self.left -= 1
            if self.left < 0:
                raise KeyError("the fourth")

        def idle_ms(self):
            return self.left

    class Idling(Recorded):
        def idle(self, ms):
            self._ask(f"idle {ms}")

    hal = Idling()
    with pytest.raises(Restarted):
        guarded(hal, lambda _: Turn())
    assert hal.asked[:5] == ["feed", "idle 2", "idle 1", "idle 0", "stop"]


@pytest.mark.parametrize(
    "text, place",
    [
        ('Traceback (most recent call last):\n  File "main.py", line 23, in <module>\n'
         '  File "pump/app/turn.py", line 120, in turn\nMemoryError: \n', "pump/app/turn.py:120"),
        ('  File "/a/firmware/pump/core/x.py", line 9, in f\n    g()\n', "pump/core/x.py:9"),
        ('  File "/pump/core/x.mpy", line 9\n', "pump/core/x.mpy:9"),
        ('  File "/a b/host sim.py", line 7, in <module>\n', "host_sim.py:7"),
        ('  File "/a/pump/tests/x.py", line 3, in f\n', "x.py:3"),
        ('  File "/my pump/firmware/pump/app/x.py", line 3, in f\n', "pump/app/x.py:3"),
        ('  File "/a/firmware/pump/core/x.py", line 9, in f\n    g("h")\n', "pump/core/x.py:9"),
        ("MemoryError: \n", "?"),
        ("", "?"),
    ],
)  # fmt: skip
def test_the_innermost_frame_is_named_the_same_from_every_folder(text, place):
    assert firmware_fault._place(text) == place


@pytest.mark.parametrize("text", ["a=1\nb\x00é", "x" * 1_000, "", "#1 0123456789abcdef"])
def test_whatever_an_exception_says_fits_a_line_of_the_log(text):
    reason = fail(Recorded(), ValueError(text))
    assert reason.split(" ")[0] == "ValueError"
    assert len(reason) <= 150
    assert "=" not in reason
    assert all(32 <= ord(letter) < 127 for letter in reason)


def test_a_file_that_rotted_or_cannot_be_read_raises_nothing():
    files = MemoryFiles()
    files.write("firmware_fault", b"\xff\x00=ValueError" * 100)
    assert len(FaultReason(files).read()) == 150
    reason = FaultReason(MemoryFiles(Board()))
    assert reason.read() == ""


def test_a_file_that_takes_nothing_is_no_fault_of_its_own():
    files = MemoryFiles()
    assert FaultReason(files).write("KeyError x.py:1 x")
    files.board.files_fail = 1
    FaultReason(files).clear()
    assert FaultReason(files).read() == "KeyError x.py:1 x"


def test_a_fault_soon_after_one_that_was_told_is_not_new_until_the_program_has_run_for_long():
    files = MemoryFiles()
    reason = FaultReason(files)
    assert reason.write("ValueError pump/x.py:1 why")
    assert reason.follow(0)
    assert reason.read() == ""
    assert not reason.write("KeyError pump/x.py:1 why")
    assert reason.read() == "KeyError pump/x.py:1 why"
    reason.clear()
    assert reason.write("KeyError pump/x.py:1 why")
