"""One ledger record: 16 bytes, durable before a quantum's first step.

    0  1  zeros     how many bits of bytes 1..13 are 0
    1  3  sequence  of the quantum whose outcome this is, modulo 2^24
    4  2  day       since first boot
    6  4  ms        of that day, below 2^27; kind in the 5 bits above:
                    'Q': outcome of the last quantum, intent of the next; 'O': an outcome alone;
                    'X': an operator has stopped it; 'P': has suspended it;
                    'S': head of a sector, the ring's own
   10  2  first     Q: steps counted of the last quantum   O: at least so many steps
                    X: number of the reason and one; 0 where it was not kept
                    P: for so many ms, low 16 bits
   12  2  second    Q: steps authorised for the next one   O: at most so many steps
                    X: 1 where it plans how therapy goes on   P: the bits above
   14  2  check     low half of CRC-32 over the record with these two bytes zero

Outcome and intent share a record, so a running pump writes once a quantum. All little-endian.

A cut program leaves bits at 1 that should be 0, and a cut voiding the reverse. Either moves the
count of zeros one way and its stored value, if at all, the other: no torn record is sound, where
a CRC of 16 bits alone would let one pattern in 65,536 pass (Berger's code).
"""

from binascii import crc32  # pyright: ignore[reportUnknownVariableType]
from struct import pack_into  # pyright: ignore[reportUnknownVariableType]

from micropython import const

SIZE = 16
QUANTUM = 0x51
OUTCOME = 0x4F
SECTOR = 0x53
STOP = 0x58
SUSPENSION = 0x50

_KINDS = (QUANTUM, OUTCOME, SECTOR, STOP, SUSPENSION)
_KIND_BASE = const(0x40)  # the bits that all kinds share
_FORM = "<IHIHHH"  # the table above; the count of zeros and the sequence in one
_BITS = const(104)  # of bytes 1 .. 13


def pack(
    into: bytearray, kind: int, sequence: int, day: int, ms: int, first: int, second: int
) -> None:
    """Write a record into a buffer of 16 bytes. Steps and days are 0 .. 65,535."""
    head = (sequence & 0xFFFFFF) << 8
    pack_into(_FORM, into, 0, head, day, kind - _KIND_BASE << 27 | ms, first, second, 0)
    into[0] = _BITS - bin(int.from_bytes(into, "little")).count("1")
    pack_into("<H", into, 14, crc32(into) & 0xFFFF)


def sound(record: bytes) -> bool:
    """Whether the record is whole: its length, its kind and both of its checks are right."""
    return (
        len(record) == SIZE
        and record[0] == _zero_bits(record)
        and (record[14] | record[15] << 8) == _crc(record)
        and _kind(record) in _KINDS
    )


def unpack(record: bytes) -> tuple[int, int, int, int, int, int]:
    """(kind, sequence, day, ms, first, second) of a sound record."""
    fields = int.from_bytes(record[1:14], "little")
    return (
        _kind(record),
        fields & 0xFFFFFF,
        fields >> 24 & 0xFFFF,
        fields >> 40 & 0x7FFFFFF,
        fields >> 72 & 0xFFFF,
        fields >> 88,
    )


def _kind(record: bytes) -> int:
    return _KIND_BASE | record[9] >> 3


def _crc(record: "bytes | bytearray") -> int:
    return crc32(record[:14] + b"\0\0") & 0xFFFF


def _zero_bits(record: "bytes | bytearray") -> int:
    """How many bits of bytes 1 .. 13 are 0."""
    return _BITS - bin(int.from_bytes(record[1:14], "little")).count("1")
