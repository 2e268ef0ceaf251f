"""Sections and flat images of wrong contents, and whatever bytes a reader may meet.

ValueError with nothing changed, or a pump that can be read.
"""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core import flat_image
from pump.core import image as images
from pump.core.alarms import table as alarms
from pump.core.codec import Checker, Reader, Writer
from tests.core.altered import FLAT, IMAGE, LATEST, MADE, SECTIONS, changed, new, read, refused
from tests.core.bench import sha256
from tests.core.example_share import percent
from tests.core.snapshot import snapshot

# Wrong contents ------------------------------------------------------------------------------


@percent(150)
@given(st.sampled_from(sorted(SECTIONS)), st.data())
def test_a_section_that_ends_too_early_or_has_a_rest_is_refused(number, data):
    version, content = SECTIONS[number]
    short = data.draw(st.integers(0, len(content) - 1))
    refused(changed(number, version, content[:short]))
    refused(changed(number, version, content + data.draw(st.binary(min_size=1, max_size=9))))


@percent(100)
@given(st.integers(4, len(IMAGE) - 5), st.integers(1, 255))
def test_a_wrong_length_is_refused(at, more):
    """Each section's length in turn, sealed as if it were right."""
    starts, begin = [], 4
    for _, content in SECTIONS.values():
        starts.append(begin)
        begin += 4 + len(content)
    start = max(each for each in starts if each <= at)
    image = bytearray(IMAGE[:-4])
    length = (image[start + 2] | image[start + 3] << 8) + more & 0xFFFF
    image[start + 2], image[start + 3] = length & 255, length >> 8
    refused(bytes(image) + sha256(bytes(image))[:4])


@percent(400)
@given(st.sampled_from(sorted(SECTIONS)), st.data())
def test_any_content_is_read_or_refused(number, data):
    """Bytes of a section changed at random: ValueError with nothing changed, or a pump whose image
    can be written and read again."""
    version, content = SECTIONS[number]
    content = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    pump = new()
    before = snapshot(pump)
    try:
        images.recall(pump, changed(number, version, content), MADE.active_text)
    except ValueError:
        assert snapshot(pump) == before
        return
    read(pump.image())


def with_alarms(rows):
    """The image, with a table of alarms that another release might have."""
    codec = Writer()
    codec.rows(rows, 4)
    codec.rows([], 5)
    return changed(images.ALARMS, LATEST[images.ALARMS], codec.data)


ROWS = [(alarms.INACTIVE, alarms.NONE, 0, 0)] * len(alarms.TABLE)


@pytest.mark.parametrize("row", [(9, 1, 0, 0), (-1, 1, 0, 0), (1, 4, 0, 0), (1, -1, 0, 0)])
@pytest.mark.parametrize("alarm", [0, len(alarms.TABLE) - 1, len(alarms.TABLE)])
def test_an_alarm_in_no_state_or_of_no_priority_is_refused(alarm, row):
    rows = [*ROWS[:alarm], row, *ROWS[alarm + 1 :]]
    refused(with_alarms(rows))


class Beyond(Writer):
    """Writes what is no index of any table in the place of each."""

    def __init__(self, beyond):
        super().__init__()
        self.beyond = beyond
        self.met = 0

    def index(self, value, count):
        self.met += 1
        self.whole(count if self.beyond > 0 else -1)
        return value


INDEXED = {
    images.THERAPY: lambda pump: pump.therapy,
    images.BOLUS: lambda pump: pump.bolus,
    images.EXPOSURE: lambda pump: pump.drug.exposure,
    images.EFFECT: lambda pump: pump.drug.effect,
}


@pytest.mark.parametrize("number", INDEXED)
@pytest.mark.parametrize("beyond", [1, -1])
def test_an_index_beyond_its_table_is_refused(number, beyond):
    """The state of therapy, of a bolus, the next bin of exposure, the samples of the effect."""
    codec = Beyond(beyond)
    codec.begin(LATEST[number])
    INDEXED[number](MADE).persist(codec)
    assert codec.met
    refused(changed(number, LATEST[number], codec.data))


def test_an_empty_catheter_is_refused():
    version, content = SECTIONS[images.CATHETER]
    reader, codec = Reader(content), Writer()
    for _ in range(3):
        codec.whole(reader.whole(0))
    codec.rows([], 2)
    refused(changed(images.CATHETER, version, codec.data))


@pytest.mark.parametrize("priority", [alarms.LOW, alarms.MEDIUM, alarms.HIGH])
@pytest.mark.parametrize("state", range(len(alarms.STATES)))
def test_an_alarm_more_than_the_table_knows(state, priority):
    """Absent, it is nothing; present, it is told at its own priority."""
    pump, told = read(with_alarms([*ROWS, (state, priority, 7, 5)]))
    assert told == (priority if state != alarms.INACTIVE else alarms.NONE)
    assert pump.alarms.listed() == []


def test_the_highest_of_two_alarms_more_is_told():
    present = [(alarms.ACTIVE, priority, 0, 0) for priority in (alarms.HIGH, alarms.NONE)]
    _, told = read(with_alarms([*ROWS, *present]))
    assert told == alarms.HIGH
    _, told = read(with_alarms([*ROWS, present[1]]))
    assert told == alarms.LOW


@pytest.mark.parametrize("count", [0, 1, len(alarms.TABLE) - 1])
def test_fewer_alarms_than_the_table_knows(count):
    """An older table's: the others are as in a new pump."""
    rows = [(alarms.LATCHED, alarms.MEDIUM, 3, 4)] * count
    pump, told = read(with_alarms(rows))
    assert told == alarms.NONE
    assert pump.alarms.listed() == list(range(count))
    assert pump.alarms.active == count


def test_the_first_versions_boluses_know_no_unknown_past():
    """LOCKOUT 1, the boluses of a day as the flat image has them: the last one locks, and nothing
    else is forbidden by it."""
    first = Writer()
    first.rows([(3, 7, 50_000)], 3)
    first.rows([(3, 8, 400_000)], 3)
    pump, told = read(changed(images.LOCKOUT, 1, bytes(first.data)))
    assert told == alarms.NONE
    assert pump.lockout.left_ms(1_000, 3, 7) == 1_000
    assert not pump.lockout.unknown(3, 7)


# The flat image ------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [0, 2, 3])
def test_a_flat_image_of_another_version_is_refused(version):
    with pytest.raises(ValueError):
        flat_image.split(bytes((version * 2,)) + FLAT[1:])


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
    later = {
        images.CALIBRATION,
        images.DISPENSE,
        images.MISSING_LINES,
        images.HISTORY,
        images.INTERRUPTION,
        images.SCREENING,
        images.WEANING,
        images.ATTESTED,
        images.BATTERY,
        images.TREND,
    }  # which that release had not
    assert set(flat_image.split(FLAT)) == set(SECTIONS) - later


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
    with pytest.raises(ValueError, match="without an end"):
        Reader(data).whole(0)


@pytest.mark.parametrize("byte", range(2, 256, 23))
def test_a_flag_is_0_or_1(byte):
    with pytest.raises(ValueError):
        Reader(bytes([byte])).flag(False)
