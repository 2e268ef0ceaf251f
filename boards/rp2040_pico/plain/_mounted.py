"""A firmware set, mounted and imported from in place. The set's layout is told in _set.py.

It stays in the heap while the pump runs, which has little left there: one open file, one stream and
one buffer serve every import. Loading is never nested: a file is read whole before any of it runs.
"""

import gc
import io
from binascii import crc32
from struct import unpack_from

HEAD_BYTES = 16
ENTRY_BYTES = 12
FOLDER = 0xFFFFFFFF
_IS_FOLDER = (0x4000, 0, 0, 0, 0, 0, 0, 0, 0, 0)
_IS_FILE = (0x8000, 0, 0, 0, 0, 0, 0, 0, 0, 0)


class Index:
    """at, count   where the path lies that was found last, and its bytes; FOLDER for a folder"""

    def __init__(self, file):
        self._file = file
        self._row = bytearray(HEAD_BYTES)
        self.at = self.count = 0

    def find(self, path):
        """Whether the set has it: a binary search."""
        wanted = crc32(path.encode()) & 0xFFFFFFFF
        file, row = self._file, self._row
        file.seek(0)
        file.readinto(row)
        low, high = 0, unpack_from("<I", row, 12)[0]
        while low < high:
            middle = (low + high) // 2
            file.seek(HEAD_BYTES + middle * ENTRY_BYTES)
            file.readinto(row)
            crc, self.at, self.count = unpack_from("<III", row)
            if crc == wanted:
                return True
            if crc < wanted:
                low = middle + 1
            else:
                high = middle
        return False


class Stream(io.IOBase):
    """The file that is being imported. Apart: what is a stream is taken for a file system in C."""

    def __init__(self, file):
        self.file = file
        self.left = 0

    def readinto(self, into):
        """Fill it, as far as the file goes."""
        count = min(len(into), self.left)
        self.left -= count
        return self.file.readinto(memoryview(into)[:count]) if count else 0

    def ioctl(self, _request, _argument):
        """Import closes what it has read: the file is for the next one too."""
        return 0


class Mounted:
    """The set at `path`, to be mounted."""

    def __init__(self, path):
        self._stream = Stream(io.open(path, "rb"))  # noqa: UP020 - a test has its own
        self._index = Index(self._stream.file)

    def mount(self, _readonly, _mkfs):
        """Nothing to do."""

    def umount(self):
        """Nothing to do."""

    def stat(self, path):
        """A folder or a file. OSError(2) when it is neither."""
        self._find(path)
        return _IS_FOLDER if self._index.count == FOLDER else _IS_FILE

    def open(self, path, _mode):
        """The file, to be read. OSError(2) when there is none."""
        gc.collect()  # what looking it up left would part what stays: no room for 4 KB in the end
        self._find(path)
        stream = self._stream
        stream.left = self._index.count
        stream.file.seek(self._index.at)
        return stream

    def _find(self, path):
        if not self._index.find(path.strip("/")):
            raise OSError(2)
