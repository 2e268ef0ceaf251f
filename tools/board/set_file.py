"""A firmware set made of files: their image by mpremote's writer of ROMFS, and a manifest.

The layout is told in boards/rp2040_pico/plain/_set.py. Knows bytes. Does not know which files.
"""

import hashlib
from collections.abc import Iterable, Mapping

from mpremote.romfs import VfsRomWriter

from tools.pumpctl.firmware import romfs
from tools.pumpctl.firmware.firmware_set import HEAD, MAGIC, FirmwareSet, read


def made(files: Mapping[str, bytes], board: str, version: str) -> FirmwareSet:
    """A set of these files. `board`: `rp2040_pico micropython 1.25.0 mpy 6.3`."""
    image = _image(files)
    lines = [f"board {board}", f"version {version}", f"image {_sum(image)} {len(image)}"]
    for path, (at, length) in sorted(romfs.files(image).items(), key=lambda row: row[1]):
        lines.append(f"{_sum(image[at : at + length])} {at} {length} {path}")
    text = "".join(f"{line}\n" for line in lines).encode()
    manifest = text + f"manifest {_sum(text)}\n".encode()
    return read(HEAD.pack(MAGIC, len(manifest), len(image)) + manifest + image)


def _image(files: Mapping[str, bytes]) -> bytes:
    """All contents one after the other, in front, and then the folders, which point at them: what
    two sets share can so be sent, or left out, in whole stretches."""
    writer = VfsRomWriter()
    paths = sorted(files)
    at = writer.mkdata(b"".join(files[path] for path in paths))
    pointers: dict[str, tuple[int, int]] = {}
    for path in paths:
        pointers[path] = (len(files[path]), at)
        at += len(files[path])
    _write_folder(writer, "", paths, pointers)
    image: bytes = bytes(writer.finalise())
    return image


def _write_folder(
    writer: VfsRomWriter, folder: str, paths: Iterable[str], pointers: Mapping[str, tuple[int, int]]
) -> None:
    """The files of a folder, and its folders; `paths` are those that lie within."""
    inner: dict[str, list[str]] = {}
    for path in paths:
        name, slash, _ = path.removeprefix(folder).partition("/")
        if slash:
            inner.setdefault(name, []).append(path)
        else:
            writer.mkfile(name, pointers[path])
    for name, below in inner.items():
        writer.opendir(name)
        _write_folder(writer, f"{folder}{name}/", below, pointers)
        writer.closedir()


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
