"""CRC and HMAC against the standard library's and published vectors."""

import binascii
import hashlib
import hmac

from hypothesis import given
from hypothesis import strategies as st

from pump.wire.signing import crc_text, reply_mac, request_mac, same


@given(st.binary(min_size=1, max_size=64), st.text("SIM0123456789"), st.binary(max_size=300))
def test_a_request_is_signed_as_hmac_does(key: bytes, serial: str, line: bytes) -> None:
    wanted = hmac.new(key, b"PUMP1|" + serial.encode() + b"|C|" + line, hashlib.sha256)
    assert request_mac(key, serial, line) == wanted.hexdigest()[:32].upper().encode()


@given(st.binary(min_size=1, max_size=64), st.binary(max_size=32), st.binary(max_size=300))
def test_a_reply_is_signed_as_hmac_does(key: bytes, request: bytes, reply: bytes) -> None:
    wanted = hmac.new(key, b"PUMP1|S|R|" + request + b"|" + reply, hashlib.sha256)
    assert reply_mac(key, "S", request, reply) == wanted.hexdigest()[:32].upper().encode()


@given(st.binary(max_size=300))
def test_the_check_is_crc32(data: bytes) -> None:
    assert crc_text(data) == b"%08X" % binascii.crc32(data)


def test_the_check_of_nine_digits() -> None:
    assert crc_text(b"123456789") == b"CBF43926"


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_same_is_equality(one: bytes, other: bytes) -> None:
    assert same(one, other) == (one == other)
    assert same(one, bytes(one))


def test_same_looks_at_every_byte() -> None:
    for at in range(32):
        other = bytearray(32)
        other[at] = 1
        assert not same(bytes(32), bytes(other))
