"""Small files on the board's littlefs: a cut leaves the old content or the new one, whole.

What littlefs gives by itself (tests/drivers has every cut of it): a file's content gets its place
when the file is closed, at once and whole; a rename is one step too, onto a name that is taken as
well. What it does not give: opening a file that is not there makes an empty one at once, and a
file that was opened to be replaced is empty when anything closes it early. So new content is
written aside and renamed; only an append to a file that is there happens in place.

Knows files in one folder. Does not know what stands in them, nor who mounted the folder.
"""

import io
import os

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Stream(Protocol):
        """An open file of bytes."""

        def read(self, __count: int) -> bytes: ...
        def write(self, __data: "BytesLike") -> int: ...
        def seek(self, __at: int) -> int: ...
        def close(self) -> None: ...

    BytesLike = bytes | bytearray | memoryview

_ASIDE = "~new"  # content on its way to its name
_SIZE = const(6)  # in what os.stat gives
_ENOENT = const(2)
_EIO = const(5)
_ENOSPC = const(28)


class Files:
    """`read`, `write`, `append`, `size`, `part`, `log_bytes` as pump/hal.py has them."""

    def __init__(self, log_bytes: int, root: str = "/") -> None:
        """`root`: a folder's path with its slash."""
        self.log_bytes = log_bytes
        self._root = root
        self._discard()  # what a cut left there holds room

    def read(self, name: str) -> bytes:
        """The whole file. OSError(2) when there is none."""
        path = self._path(name)
        try:
            return _read(path, 0, -1)
        except OSError as error:
            raise OSError(_contract_errno(error))

    def part(self, name: str, at: int, count: int) -> bytes:
        """`count` bytes from `at` on, fewer at the end. OSError(2) when there is none."""
        path = self._path(name)
        try:
            return _read(path, at, count)
        except OSError as error:
            raise OSError(_contract_errno(error))

    def size(self, name: str) -> int:
        """Bytes in the file, 0 when there is none."""
        try:
            return os.stat(self._path(name))[_SIZE]
        except OSError as error:
            if error.args[0] == _ENOENT:
                return 0
            raise OSError(_EIO)

    def write(self, name: str, data: "BytesLike") -> None:
        """Replace the whole file. OSError(5) when the medium fails, OSError(28) when full."""
        path = self._path(name)
        try:
            self._put(path, data)
        except OSError as error:
            self._discard()
            raise OSError(_contract_errno(error))

    def append(self, name: str, data: "BytesLike") -> None:
        """Add to the end. OSError(5) when the medium fails, OSError(28) when full."""
        path = self._path(name)
        try:
            if _there(path):
                _fill(path, "ab", data)
            else:
                self._put(path, data)
        except OSError as error:
            self._discard()
            raise OSError(_contract_errno(error))

    def _put(self, path: str, data: "BytesLike") -> None:
        aside = self._root + _ASIDE
        _fill(aside, "wb", data)
        os.rename(aside, path)  # pyright: ignore[reportUnknownMemberType] - stubs without types

    def _discard(self) -> None:
        try:
            os.remove(self._root + _ASIDE)  # pyright: ignore[reportUnknownMemberType]
        except OSError:
            pass  # there was none, or it has to wait for the next start

    def _path(self, name: str) -> str:
        """ValueError for a name that would lead out of the folder."""
        if not name or "/" in name or name[0] == ".":
            raise ValueError("files: a plain name")
        return self._root + name


def _open(path: str, mode: str) -> "Stream":
    # the io module's own, so that a test has its own; the stubs know fixed modes only
    return io.open(path, mode)  # pyright: ignore  # noqa: UP020


def _read(path: str, at: int, count: int) -> bytes:
    file = _open(path, "rb")
    try:
        if at:
            file.seek(at)
        return file.read(count)
    finally:
        file.close()


def _fill(path: str, mode: str, data: "BytesLike") -> None:
    file = _open(path, mode)
    try:
        file.write(data)
    finally:
        file.close()  # the content gets its place here; after a write that failed, none does


def _there(path: str) -> bool:
    try:
        os.stat(path)
    except OSError as error:
        if error.args[0] != _ENOENT:
            raise
        return False
    return True


def _contract_errno(error: OSError) -> int:
    """What the contract calls it: not there, full, or a medium that fails."""
    code = error.args[0]
    return code if code in (_ENOENT, _ENOSPC) else _EIO
