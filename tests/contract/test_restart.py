"""A restart that the program asks for, what an exception tells before it, and a long press."""

import pytest

from tests.contract.benches import BENCHES


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("after_ms", [0, 6_000])
def test_a_restart_ends_what_moved_and_keeps_what_was_written(bench, after_ms: int) -> None:
    b = bench()
    b.hal.files.write("kept", b"before")
    b.hal.flash.program(0, b"\x5a")
    b.hal.motor.start(1_000, 0, 10_000, 8)
    b.wait(1_000)
    b.restart(after_ms)
    assert b.hal.reset_cause == 2
    assert b.hal.files.read("kept") == b"before"
    page = bytearray(1)
    b.hal.flash.read(0, page)
    assert page == b"\x5a"
    moved = b.hal.motor.moved()
    b.wait(2_000)
    assert b.hal.motor.state() == 0
    assert b.hal.motor.moved() == moved


@pytest.mark.parametrize("bench", BENCHES)
def test_an_exception_tells_its_frames_and_ends_in_its_own_words(bench) -> None:
    text = bench().traced()
    frame = text.rfind('File "')
    assert frame >= 0
    assert text[frame:].split("\n")[0].count('", line ') == 1
    assert text.rstrip().split("\n")[-1].startswith("KeyError")


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("held", [False, True])
def test_a_long_press_takes_two_seconds_and_no_press_no_time(bench, held: bool) -> None:
    b = bench()
    b.press(held)
    before = b.hal.ticks_ms()
    assert b.hal.button_held_long() is held
    took_ms = b.hal.ticks_ms() - before
    if held:
        assert 2_000 <= took_ms < 2_100 + b.slack_ms
    else:
        assert took_ms < 50 + b.slack_ms
