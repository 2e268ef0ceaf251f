"""The audit log: hash-chained, so that it shows what was done to it. Each line has its number and a
link to the one above it.

    #0 0000000000000000
    D0 00:00:00.000 BOOT steps_per_ml=64000 capacity_nl=20000000 #1 34b8a9c40b0e47f5

The link is the first 8 bytes of SHA-256 over the 16 digits that end the line above and over all of
this line before its own: a line that was edited, dropped, moved or put in does not fit. The number
is in the line, under the link, so that it outlives power cuts and rotation without a store of its
own, and one look at the last 512 bytes finds it.

Two files take turns: when one is full, the next line replaces the other. Each begins with the
number and the link that it goes on from, so that neither needs the other. Knows lines, not what
they say.
"""

from micropython import const

from pump.store.hashing import sha256

TYPE_CHECKING = const(False)  # so that mpy-cross leaves the types away
if TYPE_CHECKING:
    from pump.hal import Files

_PART = const(2048)  # what `data` reads at once, and the most that it gives
_REACH = const(512)  # from an end of a file: two lines at least, each is below 256 bytes
_TRIES = const(3)
_NOTHING = b"#0 0000000000000000"


def _link(above: bytes, text: bytes) -> bytes:
    return sha256(above[-16:] + text)[:8].hex().encode()


def _last(lines: list[bytes]) -> int:
    """Number of the last of these lines: a sound one says its own, and those below it count on."""
    at = len(lines) - 1
    while at and _link(lines[at - 1], lines[at][:-16]) != lines[at][-16:]:
        at -= 1
    line = lines[at]
    try:
        return int(line[line.rfind(b"#") + 1 : -17]) + len(lines) - 1 - at
    except ValueError:  # shreds: the other file is the newer one then
        return 0


class AuditLog:
    """One hash-chained log. Lines are numbered from 1.

    count  number of the newest line: so many were ever written
    first  number of the oldest that is kept; count + 1 while there is none
    head   the newest line's link, 16 lower-case digits: it vouches for every line before
    newest the newest line as `open` found it
    """

    def __init__(self, files: "Files", name: str) -> None:
        """On files `name`.a and `name`.b; `open` finds what they hold."""
        self.count = 0
        self.first = 1
        self.head = b""  # not opened yet
        self.newest = b""
        self._files = files
        self._names = [name + ".a", name + ".b"]  # the one that is written, the other one

    def open(self) -> bool:
        """Find both ends, by three reads of 512 bytes. False when the medium fails.

        A newest line that was damaged is passed on as it is: the chain goes on from it.
        """
        self.head = b""
        names = self._names
        try:
            lines, others = self._lines(names[0], True), self._lines(names[1], True)
            if _last(others) > _last(lines):
                lines = others
                names.reverse()
            self.count = _last(lines)
            self.first = self._first(names[1 if self._files.size(names[1]) else 0])
            self.newest = lines[-1]
            self.head = self.newest[-16:]
        except OSError:
            return False
        return True

    def _lines(self, name: str, end: bool) -> list[bytes]:
        """Lines at a file's beginning, or at its end: the first may be cut then."""
        size = self._files.size(name)
        at = size - _REACH if end and size > _REACH else 0
        found = self._files.part(name, at, _REACH) if size else b""
        return found.split(b"\n")[:-1] or [_NOTHING]

    def _first(self, name: str) -> int:
        lines = self._lines(name, False)
        return _last(lines) - len(lines) + 2  # the file's own first line is none of the log's

    def append(self, line: bytes) -> bool:
        """Add a line of at most 200 bytes, LF included. False when three tries do not keep it."""
        if not self.head and not self.open():
            return False
        text = line[:-1] + b" #%d " % (self.count + 1)
        head = _link(self.head, text)
        stored = text + head + b"\n"
        top = b"#%d %s\n" % (self.count, self.head)  # of a file that begins with this line
        files, names = self._files, self._names
        for _ in range(_TRIES):
            try:
                size = files.size(names[0])
                if size <= files.log_bytes - len(stored):
                    files.append(names[0], stored if size else top + stored)
                    self.count += 1
                    self.head = head
                    return True
                files.write(names[1], top + stored)
                return self.open()
            except OSError:
                pass
        return False

    def append_all(self, lines: "list[bytes]") -> int:
        """Add lines as `append` does, in one write where one file takes all of them: on a board's
        flash a write costs an erase, whatever its length. How many are kept, from the first on.
        """
        if len(lines) > 1 and (self.head or self.open()) and self._append_together(lines):
            return len(lines)
        kept = 0
        while kept < len(lines) and self.append(lines[kept]):
            kept += 1
        return kept

    def _append_together(self, lines: "list[bytes]") -> bool:
        """Whether the file that is written took them; nothing has changed where it did not."""
        count, head, stored = self.count, self.head, b""
        for line in lines:
            count += 1
            text = line[:-1] + b" #%d " % count
            head = _link(head, text)
            stored += text + head + b"\n"
        files, name = self._files, self._names[0]
        try:
            size = files.size(name)
            if not 0 < size <= files.log_bytes - len(stored):
                return False
            files.append(name, stored)
        except OSError:
            return False
        self.count, self.head = count, head
        return True

    def data(self, start: int, lines: int) -> bytes:
        """Up to so many stored lines from number `start` on, whole, at most 2048 bytes of them.

        Fewer where they do not fit or a file ends: ask on from there. b"" for a line that is not
        kept. OSError when the medium fails.
        """
        if not self.first <= start <= self.count:
            return b""
        name = self._names[0]
        left = start - self._first(name)
        if left < 0:
            name = self._names[1]
            left = start - self.first
        left += 1  # the file's own first line
        at = 0
        while True:
            found = self._files.part(name, at, _PART)
            here = found.count(b"\n")
            if not 0 < here <= left:
                return b"\n".join(found.split(b"\n")[left:-1][:lines] + [b""])
            left -= here
            at += found.rfind(b"\n") + 1
