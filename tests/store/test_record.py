"""One record of 16 bytes: what goes in comes out, and no single damage passes for a record."""

from binascii import crc32

import pytest

from pump.store import record

FIELDS = [
    (record.QUANTUM, 0, 0, 0, 0, 0),
    (record.QUANTUM, 1, 2, 86_399_999, 128, 5_120),
    (record.OUTCOME, 0xFFFFFF, 65_535, 86_399_999, 65_535, 65_535),
    (record.OUTCOME, 0x010203, 258, 16_909_060, 772, 1_286),
    (record.SECTOR, 0x010100, 0, 0, 0x1234, 0x5678),
]


def packed(*fields):
    into = bytearray(record.SIZE)
    record.pack(into, *fields)
    return bytes(into)


@pytest.mark.parametrize("fields", FIELDS)
def test_what_is_packed_is_unpacked(fields):
    entry = packed(*fields)
    assert len(entry) == 16
    assert record.sound(entry)
    assert record.unpack(entry) == fields


def test_the_sequence_counts_modulo_two_to_the_24():
    assert record.unpack(packed(record.QUANTUM, (1 << 24) + 7, 0, 0, 0, 0))[1] == 7


def test_a_buffer_is_used_again_without_a_trace():
    into = bytearray(b"\xff" * 16)
    record.pack(into, *FIELDS[0])
    assert bytes(into) == packed(*FIELDS[0])


@pytest.mark.parametrize("fields", FIELDS)
def test_every_flipped_bit_is_seen(fields):
    entry = packed(*fields)
    for bit in range(8 * record.SIZE):
        damaged = bytearray(entry)
        damaged[bit // 8] ^= 1 << bit % 8
        assert not record.sound(bytes(damaged))


@pytest.mark.parametrize("kind", [0x41, 0x4E, 0x52, 0x5F])
def test_another_kind_is_not_sound(kind):
    assert not record.sound(packed(kind, 1, 2, 3, 4, 5))


@pytest.mark.parametrize(
    "entry", [b"", b"\0" * 16, b"\xff" * 16, b"Q" * 16, b"Q" * 15, packed(*FIELDS[1])[:15]]
)
def test_an_erased_or_torn_record_is_not_sound(entry):
    assert not record.sound(entry)


def test_a_torn_write_is_seen_wherever_it_tore():
    """The first bytes of a new record over an erased or an old one."""
    new, old = packed(*FIELDS[1]), packed(*FIELDS[3])
    for cut in range(1, 16):
        assert not record.sound(new[:cut] + b"\xff" * (16 - cut))
        assert not record.sound(new[:cut] + old[cut:])


def noise(count):
    """So many times 16 bytes; small integers only."""
    state = 1
    for _ in range(count):
        mask = bytearray(16)
        for i in range(16):
            state = (state * 75 + 74) % 65_537
            mask[i] = state >> 3 & 255
        yield mask


def with_fitting_crc(entry):
    """What is left to notice is the count of zeros."""
    check = crc32(entry[:14] + b"\0\0") & 0xFFFF
    return entry[:14] + bytes([check & 255, check >> 8])


@pytest.mark.parametrize("fields", FIELDS)
def test_bits_that_all_went_one_way_are_seen_even_where_the_crc_fits(fields):
    """A torn program leaves bits at 1, a torn voiding leaves bits at 0: never a mixture."""
    entry = packed(*fields)
    for mask in noise(300):
        torn = bytes(entry[i] | mask[i] for i in range(16))
        if torn[:14] != entry[:14]:
            assert not record.sound(with_fitting_crc(torn))
        voided = bytes(entry[i] & mask[i] for i in range(16))
        if voided[:14] != entry[:14]:
            assert not record.sound(with_fitting_crc(voided))
