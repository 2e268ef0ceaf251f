"""The battery's voltage: counts to millivolts, spikes left out, within the contract's range."""

import pytest

from pump.drivers.battery import Battery


class Adc:
    """Shows its counts one after the other, and the last for ever."""

    def __init__(self, *counts: int) -> None:
        self.counts = list(counts)

    def read_u16(self) -> int:
        return self.counts.pop(0) if len(self.counts) > 1 else self.counts[0]


@pytest.mark.parametrize(
    "counts, times, mv",
    [(0, 3, 0), (65_535, 3, 9_900), (65_535, 4, 10_000), (32_768, 3, 4_950), (19_859, 3, 3_000)],
)
def test_counts_become_millivolts(counts: int, times: int, mv: int) -> None:
    assert Battery(Adc(counts), times).mv() == mv


def test_full_scale_is_the_boards_own() -> None:
    assert Battery(Adc(65_535), 2, 2_450).mv() == 4_900


def test_four_spikes_of_nine_looks_change_nothing() -> None:
    adc = Adc(20_000, 65_535, 20_010, 0, 20_020, 65_535, 20_015, 0, 20_005)
    assert Battery(adc, 3).mv() == Battery(Adc(20_010), 3).mv()


def test_each_measurement_looks_anew() -> None:
    adc = Adc(20_000)
    battery = Battery(adc, 3)
    first = battery.mv()
    adc.counts = [10_000]
    assert battery.mv() < first
