"""A share of the long run of corruption.py, and the damage that only SYST:COMM:CHEC keeps out."""

import pytest

from tests.share import share
from tests.wire.corruption import carried_out, checked, search

COUNT = share("CORRUPTIONS")


@pytest.mark.req("FI-18")
def test_no_damaged_line_is_carried_out_as_another() -> None:
    assert search(COUNT, 1, True) == []


def test_without_check_mode_hardly_any() -> None:
    assert len(search(COUNT, 1, False)) * 10_000 <= COUNT


def test_the_sound_lines_are_carried_out() -> None:
    assert carried_out(checked(b"7", b"VAL 12;GIVE 2 UL"), True) == [12, 2000]


@pytest.mark.parametrize("came", [b"\n7\nGIVE 6 UL\n;005CCC2C", b"\nz\nVAL 9\n~005CCC2C"])
def test_three_characters_in_the_right_places(came: bytes) -> None:
    """Damage has made plain lines of it: in check mode these are not run."""
    assert carried_out(came, True) == []


def test_without_check_mode_plain_lines_are_plain_lines() -> None:
    assert carried_out(b"\nz\nVAL 9\n~005CCC2C", False) == [9]
