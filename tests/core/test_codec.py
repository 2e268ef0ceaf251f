"""What one codec wrote another reads back; what is cut short is refused, not guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core.codec import Reader, Writer
from tests.core.example_share import percent

WHOLE = st.integers() | st.integers(-300, 300) | st.integers(-(2**80), 2**80)
ROW = st.lists(WHOLE, min_size=3, max_size=3).map(tuple)
NOTES = st.one_of(
    st.tuples(st.just("whole"), WHOLE),
    st.tuples(st.just("flag"), st.booleans()),
    st.tuples(st.just("text"), st.text(max_size=200)),
    st.tuples(st.just("row"), ROW | st.none()),
    st.tuples(st.just("rows"), st.lists(ROW, max_size=20)),
)
OTHER = {"whole": 77, "flag": True, "text": "other", "row": (7, 7, 7), "rows": [(7, 7, 7)]}


def note(codec, kind, value):
    if kind in ("row", "rows"):
        return getattr(codec, kind)(value, 3)
    return getattr(codec, kind)(value)


def written(notes):
    codec = Writer()
    for kind, value in notes:
        assert note(codec, kind, value) == value  # a part keeps what it hands in
    return bytes(codec.data)


@percent(200)
@given(st.lists(NOTES, max_size=12))
def test_what_was_written_is_read_back(notes):
    codec = Reader(written(notes))
    for kind, value in notes:
        assert not codec.ended() or (kind, value) == notes[-1]
        assert note(codec, kind, OTHER[kind]) == value
    assert codec.ended()


@percent(100)
@given(st.lists(NOTES, min_size=1, max_size=4), st.data())
def test_data_that_ends_too_early_is_a_value_error(notes, data):
    whole = written(notes)
    short = Reader(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(ValueError, match="ends too early"):
        for kind, value in notes:
            note(short, kind, value)


@percent(50)
@given(st.lists(NOTES, min_size=1, max_size=4), st.binary(min_size=1, max_size=9))
def test_a_rest_is_noticed(notes, rest):
    codec = Reader(written(notes) + rest)
    for kind, value in notes:
        note(codec, kind, value)
    assert not codec.ended()


@percent(100)
@given(st.binary(max_size=60), st.lists(st.sampled_from(sorted(OTHER)), max_size=6))
def test_any_bytes_are_read_or_refused(data, kinds):
    """Nothing but ValueError: a text's bytes may be no text, a list may be cut anywhere."""
    codec = Reader(data)
    try:
        for kind in kinds:
            note(codec, kind, OTHER[kind])
    except ValueError:
        pass


@pytest.mark.parametrize("value, size", [(0, 1), (-1, 1), (63, 1), (-64, 1), (64, 2), (8191, 2)])
def test_a_small_number_takes_a_byte(value, size):
    assert len(written([("whole", value)])) == size


@pytest.mark.parametrize("value", [2**30 - 1, 2**30, -(2**30), -(2**30) - 1, 2**63, -(2**63)])
def test_a_number_beyond_a_boards_small_integers(value):
    assert Reader(written([("whole", value)])).whole(0) == value


def test_a_count_that_lies_is_refused():
    """A row's count of 2^40 must end with the data, not with the memory."""
    codec = Writer()
    codec.whole(1 << 40)
    with pytest.raises(ValueError, match="ends too early"):
        Reader(bytes(codec.data)).rows([], 2)
