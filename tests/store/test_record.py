"""One record of 16 bytes: what goes in comes out, and no single damage passes for a record."""

import pytest

from pump.store import record

FIELDS = [
    (record.QUANTUM, 0, 0, 0, 0, 0),
    (record.QUANTUM, 1, 2, 86_399_999, 128, 5_120),
    (record.OUTCOME, 0xFFFFFF, 65_535, 86_399_999, 65_535, 65_535),
    (record.OUTCOME, 0x010203, 258, 16_909_060, 772, 1_286),
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


@pytest.mark.parametrize("entry", [b"", b"\0" * 16, b"\xff" * 16, b"Q" * 16, b"Q" * 15])
def test_an_erased_or_torn_record_is_not_sound(entry):
    assert not record.sound(entry)


def test_a_torn_write_is_seen_wherever_it_tore():
    """The first bytes of a new record over an erased or an old one."""
    new, old = packed(*FIELDS[1]), packed(*FIELDS[3])
    for cut in range(1, 16):
        assert not record.sound(new[:cut] + b"\xff" * (16 - cut))
        assert not record.sound(new[:cut] + old[cut:])
