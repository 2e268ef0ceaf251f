"""The slots of plain.uf2 on a littlefs in memory: every set that is not whole is refused, and a cut
at any write of an update leaves one whole firmware that starts."""

import sys
from collections.abc import Callable
from functools import partial

import pytest

from host_sim.board.littlefiles import LittleFiles
from host_sim.board.nor import NorFlash, PowerCut
from tests.plain.board import FILES, HERE, ONE, TWO, Flash, board, load, signed, summed
from tools.board.set_file import made
from tools.pumpctl.client.trouble import Differs
from tools.pumpctl.firmware.firmware_set import read

__all__ = ["load"]


def test_a_set_reads_back_as_it_was_made() -> None:
    assert {member.path: ONE.data[member.at :][: member.length] for member in ONE.members} == FILES
    assert (ONE.board, ONE.version) == (HERE, "1")


def test_one_wrong_byte_anywhere_is_refused_by_the_computer_and_by_the_board(load) -> None:
    """Each byte of header, index and manifest, and one of each file."""
    flash = board(load)
    before = bytes(flash.content("a"))
    places = [*range(ONE.members[0].at), *(m.at for m in ONE.members if m.length)]
    for at in places:
        data = bytearray(TWO.data if at < TWO.members[0].at else ONE.data)
        data[at] ^= 1
        with pytest.raises(Differs):
            read(bytes(data))
    for at in places[::7]:
        data = bytearray(ONE.data)
        data[at] ^= 1
        flash.put("~set", bytes(data))
        slots = load(flash)
        with pytest.raises(sys.modules["_set"].Unfit):
            slots.accept(signed)
        assert slots.state() == ("a", "-", "-")
    for member in filter(lambda each: each.length, ONE.members):
        data = bytearray(ONE.data)
        data[member.at] ^= 1
        flash.put("~set", bytes(data))
        slots = load(flash)
        with pytest.raises(sys.modules["_set"].Unfit, match=f"{member.path} is not what"):
            slots.accept(signed)
    assert flash.content("a") == before


@pytest.mark.parametrize("data", [ONE.data[:-1], ONE.data + b"x", b"", b"CISTSET1"], ids=len)
def test_a_set_that_is_too_short_or_too_long_is_refused(load, data: bytes) -> None:
    with pytest.raises(Differs):
        read(data)
    flash = board(load)
    flash.put("~set", data)
    slots = load(flash)
    with pytest.raises(sys.modules["_set"].Unfit):
        slots.accept(signed)
    assert slots.state() == ("a", "-", "-")


@pytest.mark.parametrize(
    "there", [HERE.replace("rp2040_pico", "esp32"), HERE.replace("6.3", "6.2")]
)
def test_a_set_for_another_board_is_refused(load, there: str) -> None:
    flash = board(load)
    flash.put("~set", made(FILES, there, "2").data)
    slots = load(flash)
    with pytest.raises(sys.modules["_set"].Unfit, match=f"it is for {there}"):
        slots.accept(signed)
    assert slots.state() == ("a", "-", "-")


def test_a_set_without_the_right_signature_is_refused(load) -> None:
    flash = board(load)
    flash.put("~set", TWO.data)
    slots = load(flash)
    asked = []
    with pytest.raises(sys.modules["_set"].Unfit, match="SERVICE"):
        slots.accept(lambda digest: bool(asked.append(digest)))
    assert asked == [TWO.digest]
    assert slots.state() == ("a", "-", "-")


def test_two_starts_that_do_not_come_through_and_the_old_one_runs_and_tells(load) -> None:
    flash = board(load)
    flash.put("~set", TWO.data)
    assert load(flash).accept(signed) == "b"
    assert [load(flash).choose() for _ in range(4)] == ["b", "b", "a", "a"]
    assert load(flash).state() == ("a", "b", "!")
    assert LittleFiles(flash.files).read("firmware_fault") == b"FirmwareReturned b:a"


def test_an_update_leaves_the_proven_set_alone_whatever_is_on_trial(load) -> None:
    flash = board(load)
    for firmware in (TWO, ONE, TWO):
        flash.put("~set", firmware.data)
        assert load(flash).accept(signed) == "b"
        assert flash.content("a") == ONE.data


def test_a_roll_back_is_a_trial_too_but_from_one_on_trial_to_the_proven_one(load) -> None:
    flash = board(load)
    flash.put("~set", TWO.data)
    load(flash).accept(signed)
    assert load(flash).roll_back() == "a"
    assert load(flash).state() == ("a", "b", "-")
    assert load(flash).roll_back() == "b"
    assert load(flash).state() == ("b", "a", "t")


def test_without_another_set_there_is_no_way_back(load) -> None:
    flash = board(load)
    slots = load(flash)
    with pytest.raises(sys.modules["_set"].Unfit, match="no other"):
        slots.roll_back()


def update(load, flash: Flash) -> None:
    """All that an update writes, up to the start that it is for."""
    flash.put("~set", TWO.data)
    load(flash).accept(signed)
    load(flash).choose()


def come_back(load, flash: Flash) -> None:
    """The starts after which a set on trial gives way."""
    for _ in range(3):
        load(flash).choose()


@pytest.mark.parametrize("part", [update, come_back])
@pytest.mark.parametrize("torn", [None, 3, 8], ids=["before", "torn", "torn otherwise"])
def test_a_cut_at_any_write_leaves_one_whole_firmware_that_starts(load, part, torn) -> None:
    flash = board(load)
    if part is come_back:
        update(load, flash)
    changes = count_of(partial(part, load), flash.again())
    assert changes > 20
    for at in range(changes):
        cut = flash.again()
        cut_at(cut, at, torn)
        with pytest.raises(PowerCut):
            part(load, cut)
        again = cut.again()
        slots = load(again)
        for _ in range(4):  # and whatever fails on trial, in the end the proven one starts
            slot = slots.choose()
            wanted = read(again.content(slot))
            assert wanted.digest in (ONE.digest, TWO.digest)
            assert again.runs() == {m.path: wanted.data[m.at :][: m.length] for m in wanted.members}
            assert summed() == sys.modules["_area"].crc()
        assert again.content(slot) == ONE.data


def count_of(part: Callable[[Flash], None], flash: Flash) -> int:
    part(flash)
    return flash.changes()


def cut_at(flash: Flash, at: int, torn: int | None) -> None:
    """The power goes with that change of the flash: ahead of it, or within."""
    left = [at]

    def before(nor: NorFlash, kind: str, where: int, data: object) -> None:
        if left[0] == 0:
            if torn is not None:
                nor.tear(kind, where, data, torn)
            raise PowerCut
        left[0] -= 1

    for nor in (flash.files, flash.run.nor):
        nor.before = partial(before, nor)
