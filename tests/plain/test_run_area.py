"""Where a firmware set runs from: its slot's copy, summed, and made again when it rots."""

import sys
from types import SimpleNamespace

import pytest

from host_sim.board.littlefiles import LittleFiles
from tests.plain.board import FILES, HERE, IMAGE, ONE, TWO, Flash, board, load, signed, summed
from tools.board.set_file import made
from tools.pumpctl.client.trouble import Differs
from tools.pumpctl.firmware.firmware_set import IMAGE_MOST

__all__ = ["load"]


def test_what_runs_is_the_slots_set_and_equal_blocks_are_not_written_again(load) -> None:
    flash = board(load)
    assert flash.runs() == FILES
    flash.put("~set", TWO.data)
    load(flash).accept(signed)
    before, held = flash.run.nor.erases, bytes(flash.run)
    assert load(flash).choose() == "b"
    assert flash.runs() == FILES | {"pump/core/units.mpy": b"v" * 310}
    same = [held[at:][:4096] == flash.run[at:][:4096] for at in range(0, len(held), 4096)]
    assert any(same[: len(TWO.data) // 4096])
    assert flash.run.nor.erases - before == same.count(False)
    before = flash.run.nor.erases
    assert load(flash).choose() == "b"
    assert flash.run.nor.erases == before


def test_a_copy_that_rots_is_summed_and_made_again(load) -> None:
    flash = board(load)
    load(flash)
    assert summed() == sys.modules["_area"].crc()
    flash.run[900] ^= 4
    assert summed() != sys.modules["_area"].crc()
    assert load(flash).choose() == "a"
    assert flash.runs() == FILES


def test_a_set_that_rots_in_its_slot_gives_way_to_the_other(load) -> None:
    flash = board(load)
    flash.put("~set", TWO.data)
    load(flash).accept(signed)
    assert load(flash).choose() == "b"
    flash.put("slot", b"a b -")
    data = bytearray(ONE.data)
    data[-300] ^= 1
    flash.put("set_a", data)
    assert load(flash).choose() == "b"
    assert load(flash).state() == ("b", "a", "!")
    assert LittleFiles(flash.files).read("firmware_fault") == b"FirmwareReturned a:b"
    flash.put("set_b", data)
    assert load(flash).choose() is None


def test_a_set_on_trial_that_rots_runs_no_more_and_one_out_of_starts_if_nothing_else(load) -> None:
    flash = board(load)
    flash.put("set_b", TWO.data[:-1])
    flash.put("slot", b"b a t")
    assert load(flash).choose() == "a"
    flash.put("set_b", TWO.data)
    flash.put("set_a", ONE.data[:-1])
    flash.put("slot", b"b a 0")
    assert load(flash).choose() == "a", "its copy is whole"
    flash.run[900] ^= 4
    flash.put("slot", b"b a 0")
    assert load(flash).choose() == "b"
    assert load(flash).state() == ("b", "a", "0")


def test_a_plain_image_of_another_release_starts_no_set_of_this_one(load, monkeypatch) -> None:
    flash = board(load)
    slots = load(flash)
    newer = SimpleNamespace(**vars(sys.implementation) | {"version": (1, 26, 0)})
    monkeypatch.setattr(sys, "implementation", newer)
    assert slots.choose() is None


def test_another_plain_image_of_this_release_runs_what_is_there(load) -> None:
    flash = board(load)
    other = Flash(bytes(flash.files.image), bytes(flash.run), IMAGE + b"changed")
    assert load(other).choose() == "a"
    assert summed() == sys.modules["_area"].crc()
    assert other.run.nor.erases == 1, "the mark alone"


def test_a_set_too_large_for_where_it_runs_from_is_refused(load) -> None:
    with pytest.raises(Differs, match="258,048 at most"):
        made({"program.mpy": bytes(IMAGE_MOST)}, HERE, "1")
    flash = board(load)
    flash.put("~set", ONE.data[:12] + (IMAGE_MOST + 1).to_bytes(4, "little") + ONE.data[16:])
    slots = load(flash)
    with pytest.raises(sys.modules["_set"].Unfit, match="258049 bytes, 258048 at most"):
        slots.accept(signed)


@pytest.mark.parametrize("known", [b"", b"a b", b"a b x", b"\xff\xff \xff"])
def test_without_a_word_of_the_slots_what_is_there_runs(load, known: bytes) -> None:
    flash = board(load)
    flash.put("slot", known)
    assert load(flash).choose() == "a"
