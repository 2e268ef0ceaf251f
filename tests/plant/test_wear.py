"""What a record costs the ring's flash stays within its bounds; and littlefs is what it was."""

from host_sim.measure import wear


def test_a_record_wears_the_ring_little_and_evenly_and_waits_for_no_erase() -> None:
    ring = wear.ring()
    assert ring["ring_erases"] <= 0.0043
    assert ring["ring_bytes"] <= 17
    assert ring["ring_late_erases"] == 0
    assert ring["ring_worn_most"] - ring["ring_worn_least"] <= 1
    usual_flow, margin = ring["margins"][0]
    assert usual_flow == 600_000
    assert margin >= 100


def test_power_on_takes_few_reads_wherever_the_head_stands() -> None:
    assert 32 < wear.recovery() <= 100


def test_a_synced_file_would_erase_at_every_record() -> None:
    file = wear.littlefs()
    assert file["littlefs_erases"] > 1
    assert file["littlefs_bytes"] > 100 * 16
