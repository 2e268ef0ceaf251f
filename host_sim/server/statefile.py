"""A pump and its bench in one file, so that the simulator may stop and start again.

    CISTERNA BENCH 1 <SHA-256 of the rest, in hex>
    zlib of JSON: flash, files, plant, clocks

Replaced as a whole: it holds one moment, the one before a save or the one after it. Who runs on it
holds a lock on it. The pump's media are in it, so they fail where it cannot be written: what is
answered 0 is in the file. It holds the pump's keys as they are, so that nobody but its owner may
read it, nor what is written beside it. With a plant in a file of its own
(`apart`) it holds the pump as it was at the start, and each change since stands beside it. CPython
only.
"""

import errno
import fcntl
import hashlib
import json
import os
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from host_sim.board.bench import Bench
from host_sim.plant.faults import SHIPPED, SwitchTable
from host_sim.server.apart import Apart
from host_sim.server.snapshot import media_of, restore, snapshot

if TYPE_CHECKING:
    from pump.hal import BytesLike

_MARK = b"CISTERNA BENCH "
_VERSION = b"1 "
_AWAY = "move it away to begin with a new pump"
_EVERY_S = 1.0  # so often at most while it runs
_OWNER_ONLY = 0o600
_OTHERS = 0o077
_SLIGHT = 1  # zlib's least effort: flash is mostly blank, and nobody waits for the last byte


class StateFile:
    """The file, and the pump in it.

    `bench`: the pump of the file, started again after a power cut of as long as the host's clock
    says; None where the file is new: give `keep` one.
    `exposed`: others could read the file as it was found; the first save ends that.
    """

    def __init__(
        self, path: Path, faults: SwitchTable = SHIPPED, plant: Path | None = None
    ) -> None:
        """`plant`: the file of the plant, which then never goes back with the pump.

        ValueError for a file that is damaged or none of ours, OSError when it is in use.
        """
        self._path = path
        self._apart = None if plant is None else Apart(plant, path)
        self._number = ""  # of the plant that is apart
        self._held: BinaryIO | None = None
        self._bench: Bench | None = None
        self._changed = False
        self._line = False  # one runs that has changed nothing yet
        self._accepted = False  # its changes, by the media
        self._saved_s = 0.0
        self._failed = self._told = ""
        self.exposed = False
        data = self._taken()
        if data is not None:
            try:
                opened = self._joined(_opened(data), _digest_of(data))
                bench = restore(opened, int((time.time() - opened["host_s"]) * 1000), faults)
            except ValueError as error:
                self.close()
                raise ValueError("%s: %s; %s" % (path, error, _AWAY)) from None
            self.keep(bench)

    @property
    def bench(self) -> Bench | None:
        return self._bench

    def keep(self, bench: Bench) -> None:
        """From now on this pump is in the file."""
        self._bench = bench
        if self._apart is not None and not self._number:
            self._number = self._apart.begun()
        flash, files = media_of(bench)
        flash.before = files.before = self._touched
        self.save()

    def _joined(self, opened: dict[str, Any], digest: str) -> dict[str, Any]:
        """With the plant's file, if it has one. ValueError where one is given and not the other."""
        self._number = opened.get("apart", "")
        if self._apart is None:
            if self._number:
                raise ValueError("its plant has a file of its own, give it by --plant")
            return opened
        if not self._number:
            raise ValueError("its plant is in it, --plant is for a pump that begins with it")
        return self._apart.brought_up(opened, digest)

    def save_changes(self) -> str:
        """Save what has changed, once a second at most. What has just gone wrong with it, or ""."""
        if self._apart is None and self._changed and not self._just_tried():
            self._try()
        was, self._told = self._told, self._failed
        return self._failed if self._failed != was else ""

    def line_begins(self) -> None:
        """A line is about to run: what it changes is answered only once it is in the file."""
        self._line = True
        self._accepted = False

    def line_ends(self) -> bool:
        """It has run. Whether all that it has changed is in the file: else it is not answered."""
        self._line = False
        if self._apart is not None and self._bench is not None:
            return self._told_apart(lambda apart, bench: apart.tell(bench))
        return not self._accepted or self._try()

    def _told_apart(self, tell: Callable[[Apart, Bench], None]) -> bool:
        try:
            if self._apart is not None and self._bench is not None:
                tell(self._apart, self._bench)
            self._failed = ""
        except OSError as error:
            self._failed = str(self._refused(error))
        return not self._failed

    def _try(self) -> bool:
        try:
            self.save()
            self._failed = ""
        except OSError as error:
            self._failed = str(error)
        return not self._failed

    def _just_tried(self) -> bool:
        return time.monotonic() - self._saved_s < _EVERY_S

    def save(self) -> None:
        """Write the present moment. OSError when it cannot be: the file is as it was."""
        if self._bench is None:
            return
        self._saved_s = time.monotonic()
        apart = {"apart": self._number} if self._apart is not None else {}
        data = _closed(snapshot(self._bench) | {"host_s": time.time()} | apart)
        new = self._path.with_name(self._path.name + ".new")
        try:
            new.unlink(missing_ok=True)  # what a crash has left may be open to others
            file = open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "wb")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                new.replace(self._path)
            except OSError:
                file.close()
                new.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise self._refused(error) from None
        self.close()
        self._held = file
        self._changed = False
        if self._apart is not None:
            self._apart.base(self._bench, _digest_of(data))

    def close(self) -> None:
        """Give the file free."""
        if self._held is not None:
            self._held.close()
            self._held = None

    def end(self) -> None:
        """The last moment, and give all files free."""
        self.save()
        self.close()
        if self._apart is not None:
            self._apart.close()

    def _refused(self, error: OSError) -> OSError:
        return OSError("cannot write %s: %s" % (self._path, error.strerror or error))

    def _touched(self, kind: str, where: int | str, data: "BytesLike | None") -> None:
        """Ahead of each change of the media, which fail as long as the file cannot be written. A
        line's first change finds that out, by a save of the moment before it."""
        if self._apart is not None:
            if not self._told_apart(lambda apart, bench: apart.ahead(bench, kind, where, data)):
                raise OSError(errno.EIO, self._failed)
            return
        if self._line or (self._failed and not self._just_tried()):
            self._line = False
            self._try()
        if self._failed:
            raise OSError(errno.EIO, self._failed)
        self._changed = self._accepted = True

    def _taken(self) -> bytes | None:
        """What the file holds, with a lock on it; None when there is none."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = self._path.open("rb")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._refused(error) from None
        self._held = file
        self.exposed = bool(os.fstat(file.fileno()).st_mode & _OTHERS)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.close()
            text = "%s: another simulator runs on it; give another --state"
            raise OSError(text % self._path) from None
        return file.read()


def _opened(data: bytes) -> dict[str, Any]:
    """The content of a file. ValueError when it is not as it was written."""
    head, _, rest = data.partition(b"\n")
    if not head.startswith(_MARK):
        raise ValueError("no pump of this simulator")
    if not head.startswith(_MARK + _VERSION):
        raise ValueError("written by another version")
    if head[len(_MARK + _VERSION) :] != hashlib.sha256(rest).hexdigest().encode():
        raise ValueError("damaged, its digest does not fit")
    return json.loads(zlib.decompress(rest))


def _digest_of(data: bytes) -> str:
    """That stands at a file's head."""
    return data.partition(b"\n")[0][len(_MARK + _VERSION) :].decode(errors="replace")


def _closed(content: dict[str, Any]) -> bytes:
    rest = zlib.compress(json.dumps(content).encode(), _SLIGHT)
    return _MARK + _VERSION + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest
