"""The plot of `pumpctl forecast`: its width, its signs by the encoding, what it says of levels."""

import io
from decimal import Decimal

import pytest
from rich.console import Console

from tools.pumpctl.client.answers import ForecastAhead, Point
from tools.pumpctl.present.outlook import Plot


def ahead(hours, runs=100, stopped=100, high=110, boluses=None):
    points = [Point(hour, *map(Decimal, (runs, 90, high))) for hour in range(0, hours + 1, 2)]
    ends = [Point(p.hours, Decimal(max(0, stopped - 5 * p.hours)), p.low, p.high) for p in points]
    more = points
    if boluses is not None:
        more = [Point(p.hours, Decimal(boluses), p.low, p.high) for p in points]
    one = Decimal(1)
    return ForecastAhead(one, one, one, (), tuple(points), tuple(ends), tuple(more), one)


def shown(what, width=80, encoding="utf-8"):
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding)
    Console(file=file, width=width).print(Plot(what))
    file.flush()
    return raw.getvalue().decode(encoding).splitlines()


@pytest.mark.parametrize("hours", [2, 24, 48, 72])
@pytest.mark.parametrize("width", [40, 60, 80, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp437"])
def test_it_fits_and_has_its_levels(hours, width, encoding):
    lines = shown(ahead(hours), width, encoding)
    assert max(len(line) for line in lines) <= width
    for level in (130, 110, 80, 50):
        assert any(line.startswith(f"{level:>3} %") for line in lines)


def test_in_a_pipe_of_ascii_it_is_plain():
    text = "\n".join(shown(ahead(24), encoding="ascii"))
    assert text.isascii()
    assert "o if the programme runs" in text
    assert "x if flow stopped now" in text


def test_each_stands_in_its_row():
    rows = {line[:5].strip(): line for line in shown(ahead(24, 140, 100, 290))}
    assert rows["140 %"].count("●") == 13 * 4
    assert rows["130 %"].endswith("over")
    assert "300 %" in rows


def test_every_bolus_that_is_allowed_is_drawn_where_it_makes_a_difference():
    lines = shown(ahead(24, 100, 100, 110, 165), encoding="ascii")
    rows = {line[:5].strip(): line for line in lines}
    assert rows["160 %"].count("^") == 13 * 4
    assert "^ with every patient bolus that is allowed" in lines[-1]
    assert "^" not in "\n".join(shown(ahead(24), encoding="ascii"))


def test_nothing_is_drawn_of_what_nobody_knows():
    points = (Point(0, None, None, None), Point(2, None, None, None))
    what = ForecastAhead(None, None, None, (), points, points, points, None)
    assert shown(what) == ["no trailing reference yet: nothing to draw"]
