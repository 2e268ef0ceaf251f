"""One description of what survives a power cut: the same method writes it and reads it back.

A part's `persist(pen)` passes each of its fields through the pen and keeps what comes back:
`self.steps = pen.whole(self.steps)`. A `Writer` hands the value back and notes it; a `Reader`
hands back what was noted. So no field can be written and forgotten when reading.

Numbers are zigzag varints of seven bits a byte: small ones take one byte, signed ones any size.
"""

from micropython import const

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from typing import Protocol

    Row = tuple[int, ...]

    class Pen(Protocol):
        """What `Writer` and `Reader` have in common: hand a value in, keep what comes back."""

        reads: bool

        def whole(self, value: int) -> int: ...

        def flag(self, value: bool) -> bool: ...

        def text(self, value: str) -> str: ...

        def row(self, values: Row | None, width: int) -> Row | None: ...

        def rows(self, rows: list[Row], width: int) -> list[Row]: ...


_MORE = 0x80
_LOW = 0x7F


class Writer:
    """Notes values. `data` is what was written so far."""

    reads = False

    def __init__(self) -> None:
        self.data = bytearray()

    def whole(self, value: int) -> int:
        """Any integer, of any size and sign."""
        note = -value * 2 - 1 if value < 0 else value * 2
        data = self.data
        while note > _LOW:
            data.append(note & _LOW | _MORE)
            note >>= 7
        data.append(note)
        return value

    def flag(self, value: bool) -> bool:
        """True or False."""
        self.data.append(1 if value else 0)
        return value

    def text(self, value: str) -> str:
        """Plain text."""
        data = value.encode()
        self.whole(len(data))
        self.data.extend(data)
        return value

    def row(self, values: "Row | None", width: int) -> "Row | None":  # noqa: ARG002
        """A row of integers, or None where there is none."""
        self.flag(values is not None)
        for value in values or ():
            self.whole(value)
        return values

    def rows(self, rows: "list[Row]", width: int) -> "list[Row]":  # noqa: ARG002
        """A list of rows of so many integers each."""
        self.whole(len(rows))
        for values in rows:
            for value in values:
                self.whole(value)
        return rows


class Reader:
    """Reads back what a `Writer` noted. ValueError where the data ends too early."""

    reads = True

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def _byte(self) -> int:
        if self._at >= len(self._data):
            raise ValueError("the image ends too early")
        self._at += 1
        return self._data[self._at - 1]

    def whole(self, value: int) -> int:  # noqa: ARG002
        """The integer noted here."""
        note = 0
        shift = 0
        while True:
            byte = self._byte()
            note |= (byte & _LOW) << shift
            if not byte & _MORE:
                return -(note + 1 >> 1) if note & 1 else note >> 1
            shift += 7

    def flag(self, value: bool) -> bool:  # noqa: ARG002
        """The flag noted here."""
        return self._byte() == 1

    def text(self, value: str) -> str:  # noqa: ARG002
        """The text noted here."""
        length = self.whole(0)
        if not 0 <= length <= len(self._data) - self._at:
            raise ValueError("the image ends too early")
        self._at += length
        return bytes(self._data[self._at - length : self._at]).decode()

    def row(self, values: "Row | None", width: int) -> "Row | None":  # noqa: ARG002
        """The row noted here, or None."""
        if not self.flag(False):
            return None
        return tuple([self.whole(0) for _ in range(width)])

    def rows(self, rows: "list[Row]", width: int) -> "list[Row]":  # noqa: ARG002
        """The list noted here."""
        return [tuple([self.whole(0) for _ in range(width)]) for _ in range(self.whole(0))]

    def ended(self) -> bool:
        """Whether everything was read: anything left is another version's."""
        return self._at == len(self._data)
