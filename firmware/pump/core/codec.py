"""One description of what survives a power cut: the same method writes it and reads it back.

A part's `persist(codec)` passes each of its fields through the codec and keeps what comes back:
`self.steps = codec.whole(self.steps)`. A `Writer` hands the value back and encodes it; a `Reader`
hands back what was encoded. So no field can be written and forgotten when reading. A `Checker`
reads as a `Reader` does and hands back the value that it was given: what is wrong shows before a
field has changed.

Numbers are zigzag varints of seven bits a byte: small ones take one byte, signed ones any size.
"""

from micropython import const

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.protocols import Row


_MORE = 0x80
_LOW = 0x7F
_MOST_BITS = 140  # 20 bytes; the largest figure is a bolus's account of 70 bits


class Writer:
    """Encodes values into `data`, behind what stands there."""

    reads = False

    def __init__(self, data: "bytearray | None" = None) -> None:
        self.version = 1
        self.data = bytearray() if data is None else data

    def begin(self, version: int) -> None:
        """What follows is a section of that version."""
        self.version = version

    def whole(self, value: int) -> int:
        """Any integer, of any size and sign."""
        if not value:  # half of an image
            self.data.append(0)
            return value
        code = -value * 2 - 1 if value < 0 else value * 2
        data = self.data
        while code > _LOW:
            data.append(code & _LOW | _MORE)
            code >>= 7
        data.append(code)
        return value

    def index(self, value: int, count: int) -> int:  # noqa: ARG002
        """A number 0 .. count - 1."""
        return self.whole(value)

    def same(self, value: int) -> None:
        """An integer that whoever reads must have too."""
        self.whole(value)

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

    def raw(self, value: bytearray) -> bytearray:
        """Bytes, as many as whoever reads has too."""
        self.data.extend(value)
        return value

    def row(self, values: "Row | None", width: int) -> "Row | None":  # noqa: ARG002
        """A row of integers, or None where there is none."""
        self.flag(values is not None)
        for value in values or ():
            self.whole(value)
        return values

    def rows(
        self,
        rows: "list[Row]",
        width: int,  # noqa: ARG002
        least: int = 0,  # noqa: ARG002
        limits: "Row" = (),  # noqa: ARG002
    ) -> "list[Row]":
        """A list of rows of so many integers each, `least` rows; see `Reader.rows`."""
        self.whole(len(rows))
        data = self.data
        for values in rows:
            if any(values):
                for value in values:
                    self.whole(value)
            else:  # nearly all of an alarm's
                data.extend(bytes(len(values)))
        return rows


class Reader:
    """Reads back what a `Writer` encoded. Raises nothing but ValueError: where the data ends too
    early, or holds what no `Writer` writes."""

    reads = True

    def __init__(self, data: bytes, version: int = 1) -> None:
        self.version = version
        self._data = data
        self._at = 0

    def _byte(self) -> int:
        if self._at >= len(self._data):
            raise ValueError("the image ends too early")
        self._at += 1
        return self._data[self._at - 1]

    def whole(self, value: int) -> int:  # noqa: ARG002
        """The integer that stands here."""
        code = 0
        shift = 0
        while shift < _MOST_BITS:
            byte = self._byte()
            code |= (byte & _LOW) << shift
            if not byte & _MORE:
                return -(code + 1 >> 1) if code & 1 else code >> 1
            shift += 7
        raise ValueError("the image holds a number without an end")

    def index(self, value: int, count: int) -> int:
        """The number that stands here; ValueError unless it is 0 .. count - 1."""
        found = self.whole(value)
        if not 0 <= found < count:
            raise ValueError("the image holds a number that means nothing here")
        return found

    def same(self, value: int) -> None:
        """ValueError unless that integer stands here."""
        if self.whole(value) != value:
            raise ValueError("an image of another head")

    def flag(self, value: bool) -> bool:  # noqa: ARG002
        """The flag that stands here. ValueError where it is none."""
        byte = self._byte()
        if byte > 1:
            raise ValueError("the image holds a number that means nothing here")
        return byte == 1

    def text(self, value: str) -> str:  # noqa: ARG002
        """The text that stands here. ValueError too where it is no text."""
        length = self.whole(0)
        if not 0 <= length <= len(self._data) - self._at:
            raise ValueError("the image ends too early")
        self._at += length
        return bytes(self._data[self._at - length : self._at]).decode()

    def raw(self, value: bytearray) -> bytearray:
        """As many bytes as that has. ValueError where there are fewer."""
        at = self._at
        self._at += len(value)
        if self._at > len(self._data):
            raise ValueError("the image ends too early")
        return bytearray(self._data[at : self._at])

    def row(self, values: "Row | None", width: int) -> "Row | None":  # noqa: ARG002
        """The row that stands here, or None."""
        if not self.flag(False):
            return None
        return tuple([self.whole(0) for _ in range(width)])

    def rows(
        self,
        rows: "list[Row]",  # noqa: ARG002
        width: int,
        least: int = 0,
        limits: "Row" = (),
    ) -> "list[Row]":
        """The list that stands here. ValueError for fewer rows than `least`, and where one of
        the first columns is not below its limit, as `index` says it."""
        count = self.whole(0)
        if count < least:
            raise ValueError("the image lacks a row")
        if count > len(self._data):  # each takes a byte at least: no loop over what is not there
            raise ValueError("the image ends too early")
        return [tuple(self._row(width, limits)) for _ in range(count)]

    def _row(self, width: int, limits: "Row") -> "list[int]":
        row = [self.index(0, limit) for limit in limits]
        return row + [self.whole(0) for _ in range(width - len(limits))]

    def ended(self) -> bool:
        """Whether everything was read: anything left is another version's."""
        return self._at == len(self._data)


class Checker:
    """Reads and keeps nothing: each field stays as it was. Raises what a `Reader` raises."""

    reads = False

    def __init__(self, data: bytes, version: int = 1) -> None:
        self.version = version
        self._reader = Reader(data, version)

    def whole(self, value: int) -> int:
        """Pass over an integer."""
        self._reader.whole(value)
        return value

    def index(self, value: int, count: int) -> int:
        """Pass over a number; ValueError unless it is 0 .. count - 1."""
        self._reader.index(value, count)
        return value

    def same(self, value: int) -> None:
        """ValueError unless that integer stands here."""
        self._reader.same(value)

    def flag(self, value: bool) -> bool:
        """Pass over a flag."""
        self._reader.flag(value)
        return value

    def text(self, value: str) -> str:
        """Pass over a text."""
        self._reader.text(value)
        return value

    def raw(self, value: bytearray) -> bytearray:
        """Pass over bytes."""
        self._reader.raw(value)
        return value

    def row(self, values: "Row | None", width: int) -> "Row | None":
        """Pass over a row."""
        self._reader.row(values, width)
        return values

    def rows(
        self, rows: "list[Row]", width: int, least: int = 0, limits: "Row" = ()
    ) -> "list[Row]":
        """Pass over a list."""
        self._reader.rows(rows, width, least, limits)
        return rows

    def ended(self) -> bool:
        """Whether everything was passed over."""
        return self._reader.ended()


def pair(row: "Row | None") -> "tuple[int, int] | None":
    """A row of two as the pair that it is."""
    return None if row is None else (row[0], row[1])
