"""Bytes in, lines out. Knows line ends and the buffer's size; does not know what a line says."""

from micropython import const

LINE_MAX = const(255)  # bytes of a line without its end

MORE = const(0)  # every byte was taken, no line is complete
LINE = const(1)  # a line is complete
OVERRUN = const(2)  # the line has just outgrown the buffer; reported once, then silence to its end
OVERLONG = const(3)  # the end of such a line

_HEADER_MAX = const(16)  # of those that are looked for, and what ends them
_HEADER_ENDS = (b"", b" ", b";", b"\n", b"\r")
_LF = const(10)
_CR = const(13)


class LineAssembler:
    """Collects one line at a time, ended by LF, CRLF or a lone CR.

    Whether a CR stands alone shows only in what follows it, so a CR waits for the next byte
    or for `idle()`, by which the link says that nothing has followed for a while.
    """

    def __init__(self) -> None:
        self._partial = b""
        self.after_cr = False
        self._overlong = False
        self.empty = True  # nothing of a line is here yet
        self.event = MORE
        self.line = b""  # the line just completed, without its end; if overlong, its first words
        self.lone_cr = False  # and whether a CR alone has ended it

    def push(self, data: bytes, at: int) -> int:
        """Take bytes from data[at] on, up to the next event, which is left in `event`.

        Returns the index of the first byte that was not taken.
        """
        self.event = MORE
        while at < len(data) and self.event == MORE:
            if self.after_cr:
                lone_cr = data[at] != _LF
                self._finish(lone_cr)
                if lone_cr:
                    continue  # this byte begins the next line
            else:
                end = _run_end(data, at)
                self._collect(data[at:end])
                at = end
                if at == len(data) or self.event != MORE:
                    break
                if data[at] == _LF:
                    self._finish(False)
                else:
                    self.after_cr = True
                    self.empty = False
            at += 1
        return at

    def idle(self) -> bool:
        """Nothing has followed: a waiting CR has ended its line. True where it did: see `event`."""
        self.event = MORE
        if self.after_cr:
            self._finish(True)
        return self.event != MORE

    def clear(self) -> None:
        """Forget the partial line, as when the port was lost."""
        self.empty = True
        self._partial = b""
        self.after_cr = False
        self._overlong = False

    def spoil(self) -> None:
        """What has come of the line is lost: so is the rest of it, without a word."""
        self._partial = b""
        self._overlong = True
        self.empty = False

    def _collect(self, run: bytes) -> None:
        self.empty = False
        if len(self._partial) + len(run) <= LINE_MAX and not self._overlong:
            self._partial += run
        elif not self._overlong:
            self._overlong = True
            self.event = OVERRUN
            self._partial = (self._partial + run[:LINE_MAX])[:LINE_MAX]

    def _finish(self, lone_cr: bool) -> None:
        self.event, self.line = LINE, self._partial
        if self._overlong:
            self.event = OVERLONG
            self.line = self.line[: max(self.line.rfind(b" "), self.line.rfind(b";")) + 1]
        self.lone_cr = lone_cr
        self.clear()


def begins_with(line: bytes, headers: "tuple[bytes, ...]") -> bool:
    """Whether a line, or its beginning, has one of these headers first; they are in capitals."""
    typed = line[:_HEADER_MAX].upper()
    for header in headers:
        if typed.startswith(header) and typed[len(header) : len(header) + 1] in _HEADER_ENDS:
            return True
    return False


def _run_end(data: bytes, at: int) -> int:
    """The index of the next LF or CR. Searched for, not walked to: a byte takes the VM 60 us."""
    lf = data.find(b"\n", at)
    if lf < 0:
        lf = len(data)
    cr = data.find(b"\r", at, lf)
    return lf if cr < 0 else cr
