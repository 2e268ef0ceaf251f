"""The chip's temperature: counts to degrees C, spikes left out, nonsense told as none."""

import pytest

from pump.drivers.rp2_temperature import ChipTemperature


class Adc:
    """Answers these counts in turn, the last for ever."""

    def __init__(self, *counts):
        self.counts = list(counts)

    def read_u16(self):
        return self.counts.pop(0) if len(self.counts) > 1 else self.counts[0]


def counts_at(celsius):
    """By the maker's line, in volts."""
    return round((0.706 - (celsius - 27) * 0.001721) / 3.3 * 65_535)


@pytest.mark.parametrize("celsius", range(-39, 125))
def test_the_maker_s_line_within_a_degree(celsius):
    assert abs(ChipTemperature(Adc(counts_at(celsius))).celsius() - celsius) <= 1


@pytest.mark.parametrize("counts", [0, 65_535, counts_at(-45), counts_at(130)])
def test_what_no_chip_bears_is_no_temperature(counts):
    assert ChipTemperature(Adc(counts)).celsius() is None


def test_spikes_are_left_out():
    warm = counts_at(40)
    adc = Adc(warm, 65_535, warm, 0, warm, 0, 65_535, warm, warm)
    assert ChipTemperature(adc).celsius() == ChipTemperature(Adc(warm)).celsius()
