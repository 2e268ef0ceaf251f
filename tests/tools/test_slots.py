"""The slots of plain.uf2 on a littlefs in memory: every set that is not whole is refused, and a cut
at any write of an update leaves one whole firmware that starts."""

import importlib.util
import io
import sys
from collections.abc import Callable, Iterator
from functools import partial
from types import ModuleType, SimpleNamespace

import pytest
from littlefs import lfs

from host_sim.board.littlefiles import LittleFiles
from host_sim.board.nor import NorFlash, PowerCut
from tests.house.files import ROOT
from tools.pumpctl.client.trouble import Differs
from tools.pumpctl.firmware.firmware_set import FirmwareSet, made, read

PLAIN = ROOT / "boards/rp2040_pico/plain"
HERE = "rp2040_pico micropython 1.25.0 mpy 6.3"
FILES = {"program.mpy": b"main" * 700, "pump/__init__.mpy": b"", "pump/core/units.mpy": b"u" * 300}
ONE = made(FILES, HERE, "1")
TWO = made(FILES | {"pump/core/units.mpy": b"v" * 310}, HERE, "2")
SECTORS = 40


class Disk:
    """What `os` and `io` are to the board's modules, on one flash."""

    def __init__(self, nor: NorFlash) -> None:
        self.files = LittleFiles(nor)

    def stat(self, path: str) -> object:
        return self.files._do(lfs.stat, path)

    def rename(self, old: str, new: str) -> None:
        self.files._do(lfs.rename, old, new)

    def open(self, path: str, mode: str) -> io.BytesIO:
        if mode == "rb":
            return io.BytesIO(self.files.read(path))
        return Written(self, path)


class Written(io.BytesIO):
    """A file that gets its content when it is closed, as littlefs has it."""

    def __init__(self, disk: Disk, path: str) -> None:
        super().__init__()
        self._disk, self._path = disk, path

    def __exit__(self, *_: object) -> None:
        self._disk.files._fill(self._path, self.getvalue(), "w")


@pytest.fixture
def load(monkeypatch) -> Iterator[Callable[[NorFlash], ModuleType]]:
    """The board's _slots on a flash, as after a power-on."""
    for name, value in (("version", (1, 25, 0)), ("_mpy", 6 | 3 << 8 | 4 << 10)):
        monkeypatch.setattr(
            sys, "implementation", SimpleNamespace(**vars(sys.implementation) | {name: value})
        )

    def loaded(nor: NorFlash) -> ModuleType:
        disk = Disk(nor)
        for name in ("_mounted", "_set", "_slots"):
            spec = importlib.util.spec_from_file_location(name, PLAIN / f"{name}.py")
            assert spec is not None and spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            monkeypatch.setitem(sys.modules, name, module)
            spec.loader.exec_module(module)
            module.__dict__.update(os=disk, io=disk)
        return sys.modules["_slots"]

    yield loaded


def put(nor: NorFlash, path: str, data: bytes) -> None:
    LittleFiles(nor).write(path, data)


def signed(_digest: str) -> bool:
    return True


def board(load, firmware: FirmwareSet = ONE) -> NorFlash:
    """A flash on which that set is the first one."""
    nor = NorFlash(SECTORS)
    put(nor, "~set", firmware.data)
    assert load(nor).accept(signed) == "a"
    return nor


def content(nor: NorFlash, slot: str) -> bytes:
    return LittleFiles(nor).read(f"set_{slot}")


def on_flash(image: bytes) -> NorFlash:
    nor = NorFlash(SECTORS)
    nor.image[:] = image
    return nor


def test_a_set_reads_back_as_it_was_made() -> None:
    assert {member.path: ONE.data[member.at :][: member.length] for member in ONE.members} == FILES
    assert (ONE.board, ONE.version) == (HERE, "1")


def test_one_wrong_byte_anywhere_is_refused_by_the_computer_and_by_the_board(load) -> None:
    """Each byte of header, index and manifest, and one of each file."""
    nor = board(load)
    before = bytes(content(nor, "a"))
    places = [*range(ONE.members[0].at), *(m.at for m in ONE.members if m.length)]
    for at in places:
        data = bytearray(TWO.data if at < TWO.members[0].at else ONE.data)
        data[at] ^= 1
        with pytest.raises(Differs):
            read(bytes(data))
    for at in places[::7]:
        data = bytearray(ONE.data)
        data[at] ^= 1
        put(nor, "~set", bytes(data))
        slots = load(nor)
        with pytest.raises(sys.modules["_set"].Unfit):
            slots.accept(signed)
        assert slots.state() == ("a", "-", "-")
    assert content(nor, "a") == before


@pytest.mark.parametrize("data", [ONE.data[:-1], ONE.data + b"x", b"", b"CISTSET1"], ids=len)
def test_a_set_that_is_too_short_or_too_long_is_refused(load, data: bytes) -> None:
    with pytest.raises(Differs):
        read(data)
    nor = board(load)
    put(nor, "~set", data)
    slots = load(nor)
    with pytest.raises(sys.modules["_set"].Unfit):
        slots.accept(signed)
    assert slots.state() == ("a", "-", "-")


@pytest.mark.parametrize(
    "there", [HERE.replace("rp2040_pico", "esp32"), HERE.replace("6.3", "6.2")]
)
def test_a_set_for_another_board_is_refused(load, there: str) -> None:
    nor = board(load)
    put(nor, "~set", made(FILES, there, "2").data)
    slots = load(nor)
    with pytest.raises(sys.modules["_set"].Unfit, match=f"it is for {there}"):
        slots.accept(signed)
    assert slots.state() == ("a", "-", "-")


def test_a_set_without_the_right_signature_is_refused(load) -> None:
    nor = board(load)
    put(nor, "~set", TWO.data)
    slots = load(nor)
    asked = []
    with pytest.raises(sys.modules["_set"].Unfit, match="SERVICE"):
        slots.accept(lambda digest: bool(asked.append(digest)))
    assert asked == [TWO.digest]
    assert slots.state() == ("a", "-", "-")


def test_two_starts_that_do_not_come_through_and_the_old_one_runs_and_tells(load) -> None:
    nor = board(load)
    put(nor, "~set", TWO.data)
    assert load(nor).accept(signed) == "b"
    assert [load(nor).choose() for _ in range(4)] == ["b", "b", "a", "a"]
    assert load(nor).state() == ("a", "b", "!")
    assert LittleFiles(nor).read("firmware_fault") == b"FirmwareReturned b:a"


def test_an_update_leaves_the_proven_set_alone_whatever_is_on_trial(load) -> None:
    nor = board(load)
    for firmware in (TWO, ONE, TWO):
        put(nor, "~set", firmware.data)
        assert load(nor).accept(signed) == "b"
        assert content(nor, "a") == ONE.data


def test_a_roll_back_is_a_trial_too_but_from_one_on_trial_to_the_proven_one(load) -> None:
    nor = board(load)
    put(nor, "~set", TWO.data)
    load(nor).accept(signed)
    assert load(nor).roll_back() == "a"
    assert load(nor).state() == ("a", "b", "-")
    assert load(nor).roll_back() == "b"
    assert load(nor).state() == ("b", "a", "t")


def test_without_another_set_there_is_no_way_back(load) -> None:
    nor = board(load)
    slots = load(nor)
    with pytest.raises(sys.modules["_set"].Unfit, match="no other"):
        slots.roll_back()


def update(load, nor: NorFlash) -> None:
    """All that an update writes, up to the start that it is for."""
    put(nor, "~set", TWO.data)
    load(nor).accept(signed)
    load(nor).choose()


def come_back(load, nor: NorFlash) -> None:
    """The starts after which a set on trial gives way."""
    for _ in range(3):
        load(nor).choose()


@pytest.mark.parametrize("part", [update, come_back])
@pytest.mark.parametrize("torn", [None, 3], ids=["before", "torn"])
def test_a_cut_at_any_write_leaves_one_whole_firmware_that_starts(load, part, torn) -> None:
    nor = board(load)
    if part is come_back:
        update(load, nor)
    start = bytes(nor.image)
    changes = count_of(partial(part, load), start)
    assert changes > 6
    for at in range(changes):
        cut = on_flash(start)
        cut_at(cut, at, torn)
        with pytest.raises(PowerCut):
            part(load, cut)
        again = on_flash(bytes(cut.image))
        slots = load(again)
        for _ in range(4):  # and whatever fails on trial, in the end the proven one starts
            slot = slots.choose()
            assert sys.modules["_set"].check(slots.path(slot), slots.BOARD) in (
                ONE.digest,
                TWO.digest,
            )
        assert content(again, slot) == ONE.data


def count_of(part: Callable[[NorFlash], None], start: bytes) -> int:
    nor = on_flash(start)
    part(nor)
    return nor.programs + nor.erases


def cut_at(nor: NorFlash, at: int, torn: int | None) -> None:
    """The power goes with that change of the flash: ahead of it, or within."""
    left = [at]

    def before(kind: str, where: int, data: object) -> None:
        if left[0] == 0:
            if torn is not None:
                nor.tear(kind, where, data, torn)
            raise PowerCut
        left[0] -= 1

    nor.before = before
