"""One ledger record: 16 bytes, durable before a quantum's first step.

    0  1  kind      'Q': outcome of the last quantum, intent of the next; 'O': an outcome alone
    1  3  sequence  of the quantum whose outcome this is, modulo 2^24
    4  2  day       since first boot
    6  4  ms        of that day
   10  2  first     Q: steps counted of the last quantum   O: at least so many steps
   12  2  second    Q: steps authorised for the next one   O: at most so many steps
   14  2  check     low half of CRC-32 over the record with these two bytes zero

Outcome and intent share a record, so a running pump writes once a quantum. All little-endian.
"""

from binascii import crc32  # pyright: ignore[reportUnknownVariableType]

SIZE = 16
QUANTUM = 0x51
OUTCOME = 0x4F


def pack(
    into: bytearray, kind: int, sequence: int, day: int, ms: int, first: int, second: int
) -> None:
    """Write a record into a buffer of 16 bytes. Steps and days are 0 .. 65,535."""
    into[0] = kind
    into[1] = sequence & 255
    into[2] = sequence >> 8 & 255
    into[3] = sequence >> 16 & 255
    into[4] = day & 255
    into[5] = day >> 8 & 255
    into[6] = ms & 255
    into[7] = ms >> 8 & 255
    into[8] = ms >> 16 & 255
    into[9] = ms >> 24
    into[10] = first & 255
    into[11] = first >> 8
    into[12] = second & 255
    into[13] = second >> 8
    into[14] = 0
    into[15] = 0
    check = crc32(into) & 0xFFFF
    into[14] = check & 255
    into[15] = check >> 8


def sound(record: bytes) -> bool:
    """Whether the record is whole: its length, its kind and its check are right."""
    if len(record) != SIZE or record[0] not in (QUANTUM, OUTCOME):
        return False
    check = record[14] | record[15] << 8
    return crc32(record[:14] + b"\0\0") & 0xFFFF == check


def unpack(record: bytes) -> tuple[int, int, int, int, int, int]:
    """(kind, sequence, day, ms, first, second) of a sound record."""
    return (
        record[0],
        record[1] | record[2] << 8 | record[3] << 16,
        record[4] | record[5] << 8,
        record[6] | record[7] << 8 | record[8] << 16 | record[9] << 24,
        record[10] | record[11] << 8,
        record[12] | record[13] << 8,
    )
