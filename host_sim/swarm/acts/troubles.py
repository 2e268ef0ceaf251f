"""What goes wrong: power, and every switch of the plant for some time."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.living import Dice, Life

_SPANS_S = (20, 300, 1800, 7200, 14_400, 43_200, 86_400)
# What a switch is turned to; absent: 1
_VALUES = {
    "wall_jump": (3600, -3600, 86_400, -86_400, 900, 100_000_000, -1_000_000_000, 7),
    "stall_every_rev": (1, 3, 10),
    "missed_steps": (2, 3, 5, 9, 12, 30),
    "slip": (3, 10, 30),
    "gain": (-30, -10, 8, 20),
    "leak": (10, 60),
    "low_residual": (50, 20),
    "battery_drain": (500, 20_000, 200_000),
    "battery_noise": (40, 200),
    "driver_hot": (80, 95, 130),
    "runaway": (1, 10, 500),
    "stray_pulses": (5, 100, 3000),
    "extra_pulses": (1, 10, 500),
    "encoder_noise": (4, 20),
    "sectors_worn": (1, 4),
    "read_flips": (1, 3, 50),
}
_OFFS_MS = (1, 1000, 30_000, 3_600_000, 36_000_000, 108_000_000, 300_000_000)


def switch(life: "Life", kind: str, dice: "Dice") -> None:
    """Turned now, and put back after some time."""
    values = _VALUES.get(kind, (1,))
    life.fault(kind, values[dice[0] % len(values)])
    if kind == "wall_lost" and dice[2] % 2:
        life.client.order("SYST:DATE 2030,1,1")  # it does not keep it
    span_ms = _SPANS_S[dice[1] % len(_SPANS_S)] * 1000
    life.later(life.now_ms() + span_ms, "off:" + kind, dice)


def put_back(life: "Life", kind: str) -> None:
    """As it should be."""
    life.fault(kind, life.bench.rest(kind))


def cut(life: "Life", dice: "Dice") -> None:
    """The power is gone for a moment, for hours, for days."""
    life.power_off(_OFFS_MS[dice[0] % len(_OFFS_MS)] + dice[1] % 1000)


def storm(life: "Life", dice: "Dice") -> None:
    """Three cuts within minutes."""
    for at in range(3):
        life.power_off(1000 + dice[at] % 20_000)
        life.bench.run_to(life.now_ms() + 5000 + dice[3] % 90_000)
        life.told.at(life.now_ms())


def tear(life: "Life", dice: "Dice") -> None:
    """The power goes within one of the next writes."""
    off_ms = (1000, 60_000, 7_200_000)[dice[2] % 3]
    life.tear(1 + dice[0] % 12, dice[1] % 10_000, off_ms)


def strays_in_pause(life: "Life", dice: "Dice") -> None:
    """Pulses that nobody ordered, while therapy pauses."""
    if life.client.order("DEL:SUSP 600 S") == 0:
        life.fault("stray_pulses", 3000)
        life.later(life.now_ms() + 60_000, "off:stray_pulses", dice)


def fail(life: "Life", dice: "Dice") -> None:
    """The program ends by an exception in one of the next writes."""
    life.fail(1 + dice[0] % 12, dice[1] % 2)


def held_up(life: "Life", dice: "Dice") -> None:
    """The program does nothing for seconds, below a watchdog's patience."""
    life.hold_up((1200, 2000, 4000, 8000)[dice[0] % 4])


_COPIES = ("a", "b")


def rot(life: "Life", dice: "Dice") -> None:
    """A copy of a file rots, or both; the power goes at once, later, or not for this."""
    name = ("state", "prescription")[dice[0] % 2]
    both = dice[1] % 4 == 0
    for copy in _COPIES if both else _COPIES[dice[2] % 2 :][:1]:
        life.rot("%s.%s" % (name, copy), True)
    if both:
        life.client.bare("PRES:ACT:DATA?")  # what stands in storage, while another text runs
    if dice[3] % 4:
        life.later(life.now_ms() + dice[3] % 7_200_000, "cut", dice)
