"""The parts of `make uf2` that need no compiler: blocks, keys, pins, and what apt answers."""

import json
import struct
import subprocess

import pytest

from tools.board import archive, image, recipe
from tools.board.archive import Archive
from tools.board.recipe import Source
from tools.board.trouble import Trouble
from tools.board.uf2 import FAMILY_RP2040, FLASH_AT, uf2

BLOCK = 512


def test_each_block_says_where_it_goes_and_how_many_there_are() -> None:
    image_bytes = bytes(range(256)) * 2 + b"end"
    made = uf2({0: image_bytes})
    assert len(made) == 3 * BLOCK
    for number in range(3):
        block = made[number * BLOCK : (number + 1) * BLOCK]
        first, second, flags, at, size, this, count, family = struct.unpack_from("<8I", block)
        assert (first, second, flags) == (0x0A324655, 0x9E5D5157, 0x2000)
        assert (at, size) == (FLASH_AT + 256 * number, 256)
        assert (this, count, family) == (number, 3, FAMILY_RP2040)
        assert block[32:288] == image_bytes[256 * number :][:256].ljust(256, b"\0")
        assert block[-4:] == struct.pack("<I", 0x0AB16F30)


def test_every_source_is_pinned_by_version_and_digest() -> None:
    plan = recipe.recipe()
    assert {source.package for source in plan.sources} == {
        "micropython", "mbedtls", "pico-sdk-source", "tinyusb-source",
    }  # fmt: skip
    for source in plan.sources:
        assert len(bytes.fromhex(source.sha256)) == 32
        assert source.version.split("+")[0].split("-")[0] in source.name


def test_a_key_changes_with_any_part_and_with_the_seams_between_them(tmp_path) -> None:
    file = tmp_path / "part"
    file.write_text("one")
    before = recipe.key("a", file)
    file.write_text("two")
    assert recipe.key("a", file) != before
    assert recipe.key("ab", "c") != recipe.key("a", "bc")


def test_an_image_is_new_when_a_source_changes_and_known_when_nothing_did(
    tmp_path, monkeypatch
) -> None:
    for name in ("FIRMWARE", "BOARD_FOLDER", "OUTPUT"):
        folder = tmp_path / name.lower()
        folder.mkdir()
        monkeypatch.setattr(image, name, folder)
    monkeypatch.setattr(image, "ROOT", tmp_path)
    source = tmp_path / "firmware" / "main.py"
    source.write_text("one\n")
    made_of = image.PUMP.inputs()
    (tmp_path / "output" / "firmware.uf2").write_bytes(b"blocks")
    told = {
        "made_of": made_of,
        "files": {"firmware.uf2": {"sha256": recipe.digest(tmp_path / "output/firmware.uf2")}},
    }
    (tmp_path / "output" / "firmware.json").write_text(json.dumps(told))
    assert image._known(image.PUMP, made_of) == told
    source.write_text("two\n")
    assert image.PUMP.inputs() != made_of
    assert image._known(image.PUMP, image.PUMP.inputs()) is None
    (tmp_path / "output" / "firmware.uf2").write_bytes(b"other blocks")
    assert image._known(image.PUMP, made_of) is None


class Apt:
    """Answers for apt-get and apt-cache: what they print, and the file that a download leaves."""

    def __init__(self, monkeypatch, said: str = "", code: int = 0, offered: str = "") -> None:
        self.asked: list[tuple[str, ...]] = []
        self.said, self.code, self.offered = said, code, offered
        self.leaves: tuple[str, bytes] | None = None
        monkeypatch.setattr(Archive, "_apt", self.answer)
        monkeypatch.setattr(archive, "main_archive", lambda: "mirror:/somewhere")

    def answer(self, *words, folder=None, tool="apt-get"):
        self.asked.append(words)
        if words[0] == "update":
            return subprocess.CompletedProcess(words, 0, "", "")
        if tool == "apt-cache":
            return subprocess.CompletedProcess(words, 0, self.offered, "")
        if self.leaves:
            name, content = self.leaves
            (folder / name).write_bytes(content)
        return subprocess.CompletedProcess(words, self.code, self.said, self.said)


SOURCE = Source("thing", "1.0-1", "source", "thing_1.0.orig.tar.xz", "0" * 64, ".")


def test_a_file_with_another_digest_is_thrown_away(tmp_path, monkeypatch) -> None:
    apt = Apt(monkeypatch)
    apt.leaves = (SOURCE.name, b"something else")
    with pytest.raises(Trouble, match="has the sha256"):
        Archive(tmp_path / "apt", "suite").fetch(SOURCE, tmp_path / "downloads")
    assert not (tmp_path / "downloads" / SOURCE.name).exists()


def test_a_file_that_is_there_is_not_fetched_again(tmp_path, monkeypatch) -> None:
    apt = Apt(monkeypatch)
    (tmp_path / SOURCE.name).write_bytes(b"content")
    source = Source(**(vars(SOURCE) | {"sha256": recipe.digest(tmp_path / SOURCE.name)}))
    assert Archive(tmp_path / "apt", "suite").fetch(source, tmp_path) == tmp_path / SOURCE.name
    assert apt.asked == []


def test_when_the_archive_has_moved_on_it_says_what_there_is(tmp_path, monkeypatch) -> None:
    said = "E: Can not find version '1.0-1' of package 'thing'\nE: Unable to find a source package"
    Apt(monkeypatch, said, 100, offered="Package: thing\nVersion: 1.1-1\n")
    with pytest.raises(Trouble, match=r"moved on.*thing=1\.0-1.*\nIt offers 1\.1-1") as raised:
        Archive(tmp_path / "apt", "suite").fetch(SOURCE, tmp_path)
    assert "sources.toml" in raised.value.next_step
    assert raised.value.code == 2


def test_without_a_network_it_says_so(tmp_path, monkeypatch) -> None:
    Apt(monkeypatch, "E: Failed to fetch: Temporary failure resolving", 100)
    with pytest.raises(Trouble, match="could not fetch") as raised:
        Archive(tmp_path / "apt", "suite").fetch(SOURCE, tmp_path)
    assert "apt-get update" in raised.value.next_step


def test_what_an_installation_would_bring_is_asked_of_apt(tmp_path, monkeypatch) -> None:
    said = "Inst libmpc3 (1.3.1-1 Debian:12/stable [amd64])\nInst gcc [1] (2:3 Debian [amd64])\n"
    Apt(monkeypatch, said)
    found = Archive(tmp_path / "apt", "suite").missing(("gcc",))
    assert found == ["libmpc3=1.3.1-1", "gcc=2:3"]
