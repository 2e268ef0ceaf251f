"""One ledger record: 16 bytes, durable before a quantum's first step.

    0  1  zeros     how many bits of bytes 1..13 are 0
    1  3  sequence  of the quantum whose outcome this is, modulo 2^24
    4  2  day       since first boot
    6  4  ms        of that day, below 2^27; kind in the 5 bits above:
                    'Q': outcome of the last quantum, intent of the next; 'O': an outcome alone;
                    'S': head of a sector, the ring's own
   10  2  first     Q: steps counted of the last quantum   O: at least so many steps
   12  2  second    Q: steps authorised for the next one   O: at most so many steps
   14  2  check     low half of CRC-32 over the record with these two bytes zero

Outcome and intent share a record, so a running pump writes once a quantum. All little-endian.

A cut program leaves bits at 1 that should be 0, and a cut voiding the reverse. Either moves the
count of zeros one way and its stored value, if at all, the other: no torn record is sound, where
a CRC of 16 bits alone would let one pattern in 65,536 pass (Berger's code).
"""

from binascii import crc32  # pyright: ignore[reportUnknownVariableType]

SIZE = 16
QUANTUM = 0x51
OUTCOME = 0x4F
SECTOR = 0x53

_KINDS = (QUANTUM, OUTCOME, SECTOR)
_LETTER = 0x40  # the bits that all kinds share
_ZEROS = bytes(8 - bin(byte).count("1") for byte in range(256))


def pack(
    into: bytearray, kind: int, sequence: int, day: int, ms: int, first: int, second: int
) -> None:
    """Write a record into a buffer of 16 bytes. Steps and days are 0 .. 65,535."""
    into[1] = sequence & 255
    into[2] = sequence >> 8 & 255
    into[3] = sequence >> 16 & 255
    into[4] = day & 255
    into[5] = day >> 8 & 255
    into[6] = ms & 255
    into[7] = ms >> 8 & 255
    into[8] = ms >> 16 & 255
    into[9] = ms >> 24 | kind - _LETTER << 3
    into[10] = first & 255
    into[11] = first >> 8
    into[12] = second & 255
    into[13] = second >> 8
    into[14] = 0
    into[15] = 0
    into[0] = _zeros(into)
    check = crc32(into) & 0xFFFF
    into[14] = check & 255
    into[15] = check >> 8


def sound(record: bytes) -> bool:
    """Whether the record is whole: its length, its kind and both of its checks are right."""
    if len(record) != SIZE or _kind(record) not in _KINDS or record[0] != _zeros(record):
        return False
    check = record[14] | record[15] << 8
    return crc32(record[:14] + b"\0\0") & 0xFFFF == check


def unpack(record: bytes) -> tuple[int, int, int, int, int, int]:
    """(kind, sequence, day, ms, first, second) of a sound record."""
    return (
        _kind(record),
        record[1] | record[2] << 8 | record[3] << 16,
        record[4] | record[5] << 8,
        record[6] | record[7] << 8 | record[8] << 16 | (record[9] & 7) << 24,
        record[10] | record[11] << 8,
        record[12] | record[13] << 8,
    )


def _kind(record: "bytes | bytearray") -> int:
    return _LETTER | record[9] >> 3


def _zeros(record: "bytes | bytearray") -> int:
    """How many bits of bytes 1 .. 13 are 0. Written out: a loop takes twice as long."""
    return (
        _ZEROS[record[1]]
        + _ZEROS[record[2]]
        + _ZEROS[record[3]]
        + _ZEROS[record[4]]
        + _ZEROS[record[5]]
        + _ZEROS[record[6]]
        + _ZEROS[record[7]]
        + _ZEROS[record[8]]
        + _ZEROS[record[9]]
        + _ZEROS[record[10]]
        + _ZEROS[record[11]]
        + _ZEROS[record[12]]
        + _ZEROS[record[13]]
    )
