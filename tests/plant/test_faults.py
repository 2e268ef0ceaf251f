"""Every switch changes what it should, and nothing else: told by running the same day twice."""

import pytest

from host_sim.board.hal import SimHal
from host_sim.plant.faults import NAMES, SWITCHES, about
from host_sim.plant.truth import NAMES as TRUTHS

HOUR_MS = 3_600_000

# The catheter holds one strength all along: a smaller flow changes no strength.
PATIENT = {
    "taken_ng",
    "csf_ng",
    "csf_ng_per_ml",
    "cisternal_ng_per_ml",
    "effect_ng_per_ml",
    "felt_ng_per_ml",
    "eliminated_ng",
    "reference_ng_per_ml",
    "effect_percent",
}
OUT = {"delivered_nl", "delivered_ng"} | PATIENT
PRESSURE = {"stored_nl", "stored_ng", "tubing_kpa"}  # back at rest in the end, if it can
FLUID = {"pumped_nl", "reservoir_nl"} | OUT
ROTOR = {"rotor_steps", "moved"} | FLUID
COUNT = {"counted", "pulses"}
# While a front passes fluid goes in shorter stretches: volumes differ by rounding, 1e-15 of them.
FRONT = {"line_ng", "tip_ng_per_ml", "pumped_nl"} | OUT
HALTED = {"state", "battery_mv"} | COUNT | ROTOR

EXPECTED = {
    "gain": FLUID,
    "slip": FLUID,
    "stall": HALTED,
    "stall_every_rev": HALTED,
    "stall_angle": set(),
    "stall_pulses": set(),
    "missed_steps": HALTED,
    "encoder_dead": HALTED,
    "line_blocked": PRESSURE | HALTED,
    "leak": {"leaked_nl", "leaked_ng"} | OUT,
    "catheter_disconnected": {"lost_ng"} | PATIENT,
    "pocket_fill": {"pocket_nl", "pocket_ng", "reservoir_nl"},
    "fill_volume": {"reservoir_nl"},
    "fill_strength": {"reservoir_ng_per_ml", "line_ng", "tip_ng_per_ml", "delivered_ng"} | PATIENT,
    "low_residual": FLUID,
    "port_injection": FRONT,
    "port_aspiration": {"tapped_ng"} | FRONT,
    "csf_tap": {"tapped_ng"} | PATIENT - {"taken_ng"},
    "battery_film": {"battery_mv"},
    "battery_drain": {"battery_mv", "battery_used_permille"},
    "battery_noise": {"battery_mv"},
    "driver_hot": {"driver_c"},
    "button": {"button"},
    "patient_button": set(),
    "wall_lost": {"wall"},
    "wall_jump": {"wall"},
    "runaway": {"state", "battery_mv", "battery_used_permille"} | COUNT | ROTOR,
    "stray_pulses": {"state", "rotor_steps"} | COUNT | FLUID,
    "extra_pulses": {"state"} | COUNT | ROTOR,
    "enable_stuck": set(),
    "guard_dead": {"counted"},
    "encoder_noise": set(),
    "watch_lost": set(),
    "program_rot": set(),
    "memory_rot": set(),
    "lamp_short": set(),
    "buzzer_short": set(),
    "journal_fails": {"journal"},
    "events_fail": {"events"},
    "files_fail": {"files"},
    "sectors_worn": {"kept"},
    "read_flips": {"kept"},
}

# What hands do at once: to put the switch back undoes nothing.
HANDS = ("port_injection", "port_aspiration", "csf_tap")


def wait(hal: SimHal, ms: int) -> None:
    """Let time pass, whatever happens meanwhile."""
    hal.clock.to(hal.clock.us + ms * 1000)


def refused(change, *what: object) -> bool:
    try:
        change(*what)
    except OSError:
        return True
    return False


def use_media(hal: SimHal, hour: int, seen: dict[str, object]) -> None:
    """A record, a line and a new content; note what refuses, and what comes back otherwise."""
    record, back = bytes([hour] * 16), bytearray(16)
    seen["journal"] |= refused(hal.flash.program, hour * 16, record)
    hal.flash.read(hour * 16, back)
    seen["kept"] &= seen["journal"] or back == record
    seen["events"] |= refused(hal.files.append, "log", b"line\n")
    seen["files"] |= refused(hal.files.write, "state", record)


def two_days(fault: str | None) -> dict[str, object]:
    """An order an hour from a third of a reservoir, a refill in between; then all readings."""
    hal = SimHal(wall=(9_000, 0))
    hal.plant.fill(3_000_000, 500_000)
    hal.plant.prime_catheter(500_000)
    seen: dict[str, object] = {"journal": False, "kept": True, "events": False, "files": False}
    states, counts = [], []
    for hour in range(48):
        if hour == 2 and fault:
            hal.plant.faults.set(fault)
        if hour == 47:
            hal.plant.fill(1_000_000, 500_000)
        hal.motor.start(1_600, 1_000_000, 2_000_000, 8)
        wait(hal, HOUR_MS)
        states.append(hal.motor.state())
        counts.append(hal.motor.counted())
        use_media(hal, hour, seen)
    seen["state"] = states
    seen["counted"] = counts
    seen["moved"] = hal.motor.moved()
    seen["wall"] = hal.wall()
    seen["button"] = hal.button()
    for name in TRUTHS:
        seen[name] = hal.plant.truth(name)
    return seen


def changed(fault: str) -> set[str]:
    sound, faulty = two_days(None), two_days(fault)
    return {name for name in sound if sound[name] != faulty[name]}


@pytest.mark.req("S59")
@pytest.mark.parametrize("fault", NAMES)
def test_a_switch_changes_what_it_should_and_nothing_else(fault: str) -> None:
    assert changed(fault) == EXPECTED[fault]


@pytest.mark.parametrize("fault", [name for name in NAMES if name not in HANDS])
def test_a_switch_put_back_at_once_has_changed_nothing(fault: str) -> None:
    sound, other = SimHal(wall=(9_000, 0)), SimHal(wall=(9_000, 0))
    for hal in (sound, other):
        hal.plant.fill(18_000_000, 500_000)
        hal.plant.prime_catheter(500_000)
        for _ in range(3):
            hal.motor.start(800, 1_000_000, 2_000_000, 8)
            wait(hal, 700_000)
            if hal is other:
                hal.plant.faults.set(fault)
                hal.plant.faults.clear(fault)
            wait(hal, 1_300_000)
    assert other.motor.state() == sound.motor.state() == 0
    assert other.motor.counted() == sound.motor.counted()
    for name in TRUTHS:
        if name in ("rotor_steps", "pulses", "battery_mv"):
            assert sound.plant.truth(name) == other.plant.truth(name), name
        else:
            a, b = sound.plant.truth(name), other.plant.truth(name)
            assert a == b or abs(a - b) <= 1e-9 * abs(a), name


def test_the_table_is_whole() -> None:
    assert len(set(NAMES)) == len(NAMES)
    for switch in SWITCHES:
        assert switch.low <= switch.off <= switch.high
        assert switch.low <= switch.on <= switch.high
        assert about(switch.name) == switch.about


def test_words_turn_switches() -> None:
    faults = SimHal().plant.faults
    faults.say("gain", "20 %")
    assert faults.get("gain") == 20
    faults.say("gain", "-5%")
    faults.say("stall", "on")
    assert faults.active() == [("gain", -5), ("stall", 1)]
    faults.say("stall", "off")
    faults.say("leak", "")
    assert faults.get("leak") == 10
    faults.clear()
    assert faults.active() == []


def test_what_is_not_in_the_table_is_refused_and_changes_nothing() -> None:
    faults = SimHal().plant.faults
    with pytest.raises(KeyError):
        faults.set("gremlins")
    with pytest.raises(KeyError):
        faults.clear("gremlins")
    with pytest.raises(ValueError, match="-50 to 25"):
        faults.set("gain", 26)
    with pytest.raises(ValueError, match="whole number"):
        faults.say("gain", "much")
    assert faults.active() == []


@pytest.mark.req("FI-8")
def test_a_periodic_stall_recovers_and_leaves_its_mark() -> None:
    """FI-8: each time the order halts, the next one gets through, and the steps are missing."""
    hal = SimHal()
    hal.plant.fill(18_000_000, 500_000)
    hal.plant.faults.set("stall_angle", 500)
    hal.plant.faults.set("stall_every_rev", 1)
    halts = 0
    for _ in range(40):
        hal.motor.start(400, 10_000, 10_000, 8)
        wait(hal, 60_000)
        halts += hal.motor.state() == 2
    assert halts == 5
    assert hal.plant.truth("pulses") - hal.plant.truth("rotor_steps") == halts * 12


def test_a_gain_shows_in_the_fluid_and_not_in_the_steps() -> None:
    sound, over = two_days(None), two_days("gain")
    assert over["rotor_steps"] == sound["rotor_steps"]
    assert 1.18 < over["pumped_nl"] / sound["pumped_nl"] < 1.20  # sound for the first two hours


def test_an_occlusion_halts_the_motor_and_gives_a_bolus_when_it_goes() -> None:
    hal = SimHal()
    plant = hal.plant
    plant.fill(18_000_000, 500_000)
    plant.prime_catheter(500_000)
    plant.faults.set("line_blocked")
    minutes = 0
    while hal.motor.state() != 2:
        hal.motor.start(133, 2_250_000, 2_250_000, 8)  # 0.6 mL/d
        wait(hal, 300_000)
        minutes += 5
        assert minutes < 600
    assert 100 < minutes < 140
    assert 99.0 < plant.truth("tubing_kpa") < 101.0
    assert plant.truth("delivered_nl") == 0.0
    plant.faults.clear("line_blocked")
    wait(hal, 10_000)
    assert 49_000 < plant.truth("delivered_nl") < 51_000
    hal.motor.start(133, 2_250_000, 2_250_000, 8)
    wait(hal, 300_000)
    assert hal.motor.state() == 0


def test_a_dead_encoder_halts_a_motor_that_delivers() -> None:
    hal = SimHal()
    hal.plant.fill(18_000_000, 500_000)
    hal.plant.faults.set("encoder_dead")
    hal.motor.start(133, 10_000, 10_000, 8)
    wait(hal, 10_000)
    assert (hal.motor.state(), hal.motor.counted(), hal.motor.moved()) == (2, 9, 0)
    assert hal.plant.truth("rotor_steps") == 9
