"""The trailing mean, on integrals that are known."""

from host_sim.plant.trail import Trail
from tests.plant.near import near


def followed(integral, hours: int, step: float = 1.0) -> Trail:
    """A trail that was told every `step` hours when it wished to be."""
    trail = Trail(168.0)
    for i in range(int(hours / step) + 1):
        if i * step >= trail.next_h:
            trail.note(i * step, integral(i * step))
    return trail


def test_before_anything_came_there_is_no_mean() -> None:
    trail = followed(lambda _hour: 0.0, 500)
    assert trail.mean(500.0, 0.0, 24.0) is None


def test_a_constant_has_itself_as_mean_after_the_least_time() -> None:
    trail = followed(lambda hour: 3.0 * hour, 23)
    assert trail.mean(23.9, 3.0 * 23.9, 24.0) is None
    assert near(trail.mean(24.5, 3.0 * 24.5, 24.0), 3.0)


def test_the_beginning_is_where_the_first_of_it_came() -> None:
    def integral(hour: float) -> float:
        return 0.0 if hour < 300 else 5.0 * (hour - 300)

    trail = followed(integral, 340)
    assert near(trail.mean(340.0, integral(340.0), 24.0), 5.0)


def test_the_mean_goes_back_seven_days_and_no_further() -> None:
    """The mean of 2t over the last 168 h is 2 t - 168, at any age of the ring."""
    for hours in (169, 171, 172, 300, 344, 1_000):
        trail = followed(lambda hour: hour * hour, hours)
        assert near(trail.mean(hours + 0.5, (hours + 0.5) ** 2, 24.0), 2 * hours + 1 - 168, 1e-4)


def test_notes_that_come_seldom_or_often_make_no_difference() -> None:
    for step in (0.3, 1.0, 1.4):
        trail = followed(lambda hour: 7.0 * hour, 700, step)
        assert near(trail.mean(700.0, 4_900.0, 24.0), 7.0)


def test_a_trail_first_asked_for_in_full_flow_begins_there() -> None:
    trail = Trail(168.0)
    trail.note(0.5, 1.0)
    assert trail.mean(20.0, 40.0, 24.0) is None
    trail.note(30.0, 60.0)
    assert near(trail.mean(30.0, 60.0, 24.0), 2.0)
