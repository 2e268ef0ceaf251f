"""The first version's image, damaged: read whole or refused. And what a Reader may raise."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core import flat_image
from pump.core import image as images
from pump.core.codec import Checker, Reader
from tests.core.example_share import percent
from tests.core.sectioned import (
    FLAT,
    IMAGE,
    MADE,
    SECTIONS,
    new,
    read,
    refused,
)
from tests.core.snapshot import snapshot
from tests.core.used_pumps import in_trouble

# The flat image ------------------------------------------------------------------------------


@percent(150)
@given(st.integers(0, len(FLAT) - 1), st.binary(min_size=1, max_size=9))
def test_a_flat_image_that_is_cut_or_has_a_rest_is_refused(length, rest):
    refused(FLAT[:length])
    refused(FLAT + rest)


@percent(400)
@given(st.data())
def test_any_flat_image_is_read_or_refused(data):
    """It has no check of its own; the file that it stands in has one."""
    image = bytearray(FLAT)
    for _ in range(data.draw(st.integers(1, 5))):
        image[data.draw(st.integers(0, len(image) - 1))] = data.draw(st.integers(0, 255))
    pump = new()
    before = snapshot(pump)
    try:
        images.recall(pump, bytes(image), MADE.active_text)
    except ValueError:
        assert snapshot(pump) == before
        return
    read(pump.image())


@percent(200)
@given(st.binary(max_size=400))
def test_any_bytes_are_no_flat_image_or_one(data):
    with suppress(ValueError):
        flat_image.split(b"\x02" + data)


def test_the_flat_image_becomes_every_section_there_is():
    """Number by number, those of today: no part of it is left as new."""
    assert sorted(flat_image.split(FLAT)) == sorted(SECTIONS)


# Reader and Checker --------------------------------------------------------------------------

CALLS = st.sampled_from(
    ["whole", "index", "same", "flag", "text", "row", "rows", "least", "limits"]
)


def called(codec, name):
    if name == "whole":
        codec.whole(0)
    elif name == "index":
        codec.index(0, 5)
    elif name == "same":
        codec.same(1)
    elif name == "flag":
        codec.flag(False)
    elif name == "text":
        codec.text("")
    elif name == "row":
        codec.row(None, 3)
    elif name == "rows":
        codec.rows([], 2)
    elif name == "least":
        codec.rows([], 2, 1)
    else:
        codec.rows([], 3, 0, (4, 2))


@percent(500)
@given(st.binary(max_size=80), st.lists(CALLS, max_size=8))
def test_only_a_value_error_comes_out_of_a_reader(data, calls):
    """And a checker comes to the same end at the same byte."""
    ends = []
    for codec in (Reader(data), Checker(data)):
        done = 0
        try:
            for name in calls:
                called(codec, name)
                done += 1
        except ValueError as refusal:
            ends.append((done, str(refusal)))
        else:
            ends.append((done, codec.ended()))
    assert ends[0] == ends[1]


@pytest.mark.parametrize("data", [b"\x80" * 64_000, b"\xff" * 21, b"\xff" * 20])
def test_a_number_without_an_end_is_refused(data):
    """Before it has filled the heap."""
    with pytest.raises(ValueError, match=r"without an end|too early"):
        Reader(data).whole(0)


@pytest.mark.parametrize("byte", range(2, 256, 23))
def test_a_flag_is_0_or_1(byte):
    with pytest.raises(ValueError):
        Reader(bytes([byte])).flag(False)


def test_two_pumps_images_differ():
    """Or comparing images above would prove nothing."""
    assert in_trouble().pump.image() != IMAGE
