"""Plant and pump in files of their own, so that they cannot go back together: --state with --plant.

The plant's file is only ever added to. A line of it is what is true at a moment: time, wall clock
and all numbers of the plant. Beside the pump's file, under its name and .changes, stands a list of
each change of its media since that file was written, added to ahead of the change. A line is handed
to the system at once; one that a kill has cut was not begun.

Ahead of each change of the media the plant is told: so the plant is never behind what the pump has
written of it, and ahead of it by no more than was authorised. What has happened stays happened.

    CISTERNA PLANT 1 <number>                         as the pump's file has it
    <SHA-256 of the rest, 16 hex digits> JSON         a line each
"""

import errno
import hashlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from host_sim.board.bench import Bench
from host_sim.board.nor import NorFlash
from host_sim.plant.board import Board
from host_sim.server.snapshot import Snapshot, encoded, plain, plant_of

if TYPE_CHECKING:
    from pump.hal import BytesLike

_HEAD = "CISTERNA PLANT 1 %s\n"
_CHANGES = "CISTERNA CHANGES 1 %s\n"
_OWNER_ONLY = 0o600
_DIGITS = 16


class Apart:
    """The two files beside the pump's own. OSError where one cannot be written."""

    def __init__(self, plant: Path, pump: Path) -> None:
        self._plant = plant
        self._changes = pump.with_name(pump.name + ".changes")
        self._told: dict[str, Any] = {}
        self._plant_file: BinaryIO | None = None
        self._changes_file: BinaryIO | None = None

    # Found ---------------------------------------------------------------------------------

    def begun(self) -> str:
        """The number of a plant that begins. OSError where there is one already."""
        if self._plant.exists():
            words = "%s holds a plant, and the state file no pump of it; move it away"
            raise OSError(words % self._plant)
        self._plant.parent.mkdir(parents=True, exist_ok=True)
        number = os.urandom(_DIGITS // 2).hex()
        self._plant_file = _made(self._plant, _HEAD % number)
        return number

    def brought_up(self, saved: Snapshot, digest: str) -> Snapshot:
        """The pump's file with all that has happened since. ValueError for another one's plant."""
        number = saved["apart"]
        head, lines, whole = _read(self._plant)
        if head != _HEAD % number:
            raise ValueError("its plant is not the one in %s" % self._plant)
        os.truncate(self._plant, whole)
        self._plant_file = self._plant.open("ab", buffering=0)
        if lines:
            saved = saved | lines[-1]
        head, changes, _ = _read(self._changes)
        if head == _CHANGES % digest:
            _apply(saved, changes)
        return saved

    # Written -------------------------------------------------------------------------------

    def base(self, bench: Bench, digest: str) -> None:
        """The pump's file holds the media as they are now; changes are listed from here on."""
        self.tell(bench)
        new = self._changes.with_name(self._changes.name + ".new")
        new.unlink(missing_ok=True)
        file = _made(new, _CHANGES % digest)
        new.replace(self._changes)
        self.close_changes()
        self._changes_file = file

    def tell(self, bench: Bench) -> None:
        """The plant as it is now, where that is news."""
        now = plant_of(bench)
        if now != self._told and self._plant_file is not None:
            _add(self._plant_file, now | {"host_s": time.time()})
            self._told = now

    def ahead(self, bench: Bench, kind: str, where: int | str, data: "BytesLike | None") -> None:
        """The media are about to change so, by a pump on that bench."""
        board = bench.plant.board
        fails = {"write": board.files_fail, "append": board.events_fail}
        if fails.get(kind):
            return  # it will not happen
        if self._changes_file is None:
            raise OSError(errno.EIO, "no list of changes")
        self.tell(bench)
        change = {"kind": kind, "at": where, "data": None if data is None else encoded(bytes(data))}
        _add(self._changes_file, change)

    def close_changes(self) -> None:
        """No more of them."""
        if self._changes_file is not None:
            self._changes_file.close()
            self._changes_file = None

    def close(self) -> None:
        """Give both files free."""
        self.close_changes()
        if self._plant_file is not None:
            self._plant_file.close()
            self._plant_file = None


def _made(path: Path, head: str) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    file = open(os.open(path, flags, _OWNER_ONLY), "ab", buffering=0)
    file.write(head.encode())
    return file


def _add(file: BinaryIO, content: dict[str, Any]) -> None:
    text = json.dumps(content).encode()
    line = _digest(text) + b" " + text + b"\n"
    end = file.seek(0, os.SEEK_END)
    if file.write(line) != len(line):
        file.truncate(end)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _digest(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest()[:_DIGITS].encode()


def _read(path: Path) -> tuple[str, list[dict[str, Any]], int]:
    """Head, lines, and how many bytes these are; what a kill has cut at the end is left out.
    ValueError where another line is damaged."""
    data = path.read_bytes() if path.exists() else b""
    whole = data.rfind(b"\n") + 1
    head, *lines = data[:whole].split(b"\n")[:-1] or [b""]
    found = []
    for line in lines:
        digest, _, text = line.partition(b" ")
        if digest != _digest(text):
            raise ValueError("%s is damaged, a digest does not fit" % path)
        found.append(json.loads(text))
    return head.decode(errors="replace") + "\n", found, whole


def _apply(saved: Snapshot, changes: list[dict[str, Any]]) -> None:
    """Do to the media of a snapshot what was begun after it."""
    board = Board()
    board.sectors_worn = saved["plant"]["board"]["sectors_worn"]
    flash = NorFlash(saved["sectors"], saved["sector_bytes"], board)
    flash.image[:] = plain(saved["flash"])
    flash.worn[:] = saved["worn"]
    files = {name: plain(text) for name, text in saved["files"].items()}
    do: dict[str, Callable[[Any, bytes], None]] = {
        "program": flash.program,
        "erase": lambda sector, _: flash.erase(sector),
        "write": lambda name, data: files.update({name: data}),
        "append": lambda name, data: files.update({name: files.get(name, b"") + data}),
    }
    for change in changes:
        data = change["data"]
        do[change["kind"]](change["at"], b"" if data is None else plain(data))
    saved["flash"], saved["worn"] = encoded(flash.image), flash.worn
    saved["files"] = {name: encoded(data) for name, data in files.items()}
