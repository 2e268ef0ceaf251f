"""Images that are damaged, cut, or of another release: refused, or read with stated defaults.

The check at an image's end finds what rots; these tests seal anew what they have changed, so that
each rule beyond the check is seen too. What stands in a section: test_wrong_contents.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core import image as images
from pump.core import sections
from pump.core.alarms import table as alarms
from tests.core.altered import (
    IMAGE,
    LATEST,
    OPTIONAL,
    REQUIRED,
    SECTIONS,
    changed,
    new,
    read,
    refused,
    sealed,
)
from tests.core.bench import sha256
from tests.core.example_share import percent
from tests.core.used_pumps import in_trouble

JOINED_FIRST = 18  # numbers beyond it joined later: images of before lack them

# What rots -----------------------------------------------------------------------------------


@percent(300)
@given(st.integers(0, len(IMAGE) * 8 - 1))
def test_any_flipped_bit_is_refused(bit):
    image = bytearray(IMAGE)
    image[bit // 8] ^= 1 << bit % 8
    refused(bytes(image))


@percent(100)
@given(st.integers(0, len(IMAGE) - 1))
def test_any_cut_is_refused(length):
    refused(IMAGE[:length])


@percent(50)
@given(st.binary(min_size=1, max_size=40))
def test_a_trailing_rest_is_refused(rest):
    refused(IMAGE + rest)
    refused(sealed(SECTIONS.items())[:-4] + rest)


@percent(100)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused(data):
    refused(data)
    refused(b"CIS2" + data)
    refused(b"CIS2" + data + sha256(b"CIS2" + data)[:4])


# Sections that are not there, twice, later, unknown ------------------------------------------


@pytest.mark.parametrize("number", [each for each in REQUIRED if each & 127 <= JOINED_FIRST])
def test_without_a_required_section_it_is_refused(number):
    refused(sealed([each for each in SECTIONS.items() if each[0] != number]))


@pytest.mark.parametrize("number", REQUIRED)
def test_a_later_version_of_a_required_section_is_refused(number):
    refused(changed(number, LATEST[number] + 1, SECTIONS[number][1]))
    refused(changed(number, 255, b""))


DEFAULTS = {
    images.RESTARTS: lambda pump: (pump.restarts.boots, pump.restarts.resets),
    images.FAULTS: lambda pump: pump.faults.tries,
    images.METERING: lambda pump: pump.metering.owed,
    images.EFFECT: lambda pump: pump.drug.effect.percents(),
    images.ASSESSMENT: lambda pump: (
        pump.assessment.assessed_day,
        pump.assessment.assessed_ms,
        pump.assessment._ledger_day,
        pump.assessment._ran_ms,
    ),
    images.MISSING_LINES: lambda pump: pump.missing.any(),
    images.ATTESTED: lambda pump: [pump.events.attested.said(which) for which in range(4)],
    images.BATTERY: lambda pump: (pump.battery.fit_day, pump.battery.known, pump.battery.calendar),
    images.TREND: lambda pump: pump.trend.stalls,
    images.HISTORY: lambda pump: (pump.titration.history.kind, pump.titration.history.ran_ng),
}


def test_every_other_section_has_a_stated_default():
    assert sorted(DEFAULTS) == sorted(OPTIONAL)


@pytest.mark.parametrize("content", [None, b"", b"\x01later"])
@pytest.mark.parametrize("number", OPTIONAL)
def test_a_section_that_is_not_required_takes_its_default(number, content):
    """Missing, or of a later version: as new, the rest as it was, and somebody is told."""
    found = dict(SECTIONS)
    if content is None:
        del found[number]
    else:
        found[number] = (LATEST[number] + 1, content)
    pump, told = read(sealed(found.items()))
    joined = content is None and number > JOINED_FIRST  # a release before had none of it
    assert told == (alarms.NONE if joined else alarms.LOW)
    assert DEFAULTS[number](pump) == DEFAULTS[number](new())
    again = sections.split(pump.image(), sha256)
    assert {key: again[key] for key in again if key != number} == {
        key: SECTIONS[key] for key in SECTIONS if key != number
    }


@percent(60)
@given(st.sampled_from(sorted(SECTIONS)), st.data())
def test_a_section_twice_is_refused(number, data):
    rows = list(SECTIONS.items())
    rows.insert(data.draw(st.integers(0, len(rows))), (number, SECTIONS[number]))
    refused(sealed(rows))


class LaterPart:
    """What a later release has besides: one figure, in a section of its own."""

    def __init__(self):
        self.figure = 7

    def persist(self, codec):
        self.figure = codec.whole(self.figure)


@pytest.mark.parametrize("number", [60, sections.REQUIRED | 60])
def test_an_image_from_before_a_part_joined_is_whole(monkeypatch, number):
    """Numbers beyond the first release's: today's images lack them, and nobody is alarmed."""
    parts, part = images.parts_of, LaterPart()
    monkeypatch.setattr(images, "parts_of", lambda pump: (*parts(pump), part))
    monkeypatch.setattr(images, "_NUMBERS", (*images._NUMBERS, number))
    monkeypatch.setattr(images, "_VERSIONS", (*images._VERSIONS, 1))
    pump, told = read(IMAGE)
    assert (told, part.figure) == (alarms.NONE, 7)
    later = pump.image()
    part.figure = 8
    assert read(later)[1] == alarms.NONE
    assert part.figure == 7


UNKNOWN = st.integers(0, 127).filter(
    lambda number: number not in SECTIONS and number | sections.REQUIRED not in SECTIONS
)


@percent(100)
@given(UNKNOWN, st.integers(0, 255), st.binary(max_size=60), st.data())
def test_an_unknown_section_is_skipped_and_told(number, version, content, data):
    rows = list(SECTIONS.items())
    rows.insert(data.draw(st.integers(0, len(rows))), (number, (version, content)))
    pump, told = read(sealed(rows))
    assert told == alarms.LOW
    assert pump.image() == IMAGE


@percent(100)
@given(UNKNOWN, st.integers(0, 255), st.binary(max_size=60))
def test_an_unknown_section_that_must_not_be_forgotten_is_refused(number, version, content):
    refused(sealed([*SECTIONS.items(), (number | sections.REQUIRED, (version, content))]))


@percent(30)
@given(st.permutations(list(SECTIONS.items())))
def test_the_order_of_sections_does_not_matter(rows):
    pump, told = read(sealed(rows))
    assert told == alarms.NONE
    assert pump.image() == IMAGE


@pytest.mark.parametrize("number", sorted(SECTIONS))
def test_version_0_is_nobodys(number):
    refused(changed(number, 0, SECTIONS[number][1]))


def test_two_pumps_images_differ():
    """Or comparing images above would prove nothing."""
    assert in_trouble().pump.image() != IMAGE


@pytest.mark.parametrize("length", [2, 5, 6, 255])
def test_a_section_longer_than_its_image_is_refused(length):
    """Even one that nobody knows: its content would be the check's bytes."""
    data = IMAGE[:-4] + bytes((0x7F, 1, length, 0, 9))
    refused(data + sha256(data)[:4])
