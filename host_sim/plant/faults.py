"""The switch table: every fault by name, with its range, and what it turns in the plant.

A fault is a switch of the plant, never of the controller. Values are whole numbers in the
unit that the table names. Everything that a switch does, it undoes when it is put back; what
happened meanwhile (steps lost, drug spilt), or at once by a hand, has happened.

SHIPPED is the table of all that is here. A file of one's own adds to it for one bench
(`SwitchTable.plus`); no table is ever changed.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from host_sim.plant.battery import Battery
    from host_sim.plant.board import Board
    from host_sim.plant.head import Head
    from host_sim.plant.reservoir import Reservoir
    from host_sim.plant.stepper import Stepper
    from host_sim.plant.tubing import Tubing

    class Plant(Protocol):
        """What a switch may turn; plant.Plant is one."""

        head: Head
        tubing: Tubing
        reservoir: Reservoir
        stepper: Stepper
        battery: Battery
        board: Board
        leak_percent: int
        disconnected: int
        t_us: int

        def cap_injection(self, nl: float) -> float: ...
        def aspirate(self, nl: float) -> float: ...
        def tap(self, ml: float) -> float: ...
        def settle(self) -> None: ...
        def unsettle(self) -> None: ...


class Switch:
    """One fault: its `off` value, what a bare "on" means, its range, and what it turns.

    words  values by name that a scenario may say instead of a number, besides on and off
    """

    __slots__ = ("about", "high", "low", "name", "off", "on", "turn", "words")

    def __init__(
        self,
        name: str,
        off: int,
        on: int,
        low: int,
        high: int,
        about: str,
        turn: "Callable[[Plant, int], object]",
        words: "dict[str, int] | None" = None,
    ) -> None:
        self.name = name
        self.off = off
        self.on = on
        self.low = low
        self.high = high
        self.about = about
        self.turn = turn
        self.words = words or {}


class Fault:
    """What a file given with --faults derives its own faults from: docs/faults.md.

    name   the word in scenarios: small letters, digits and _; in capitals on the line
    off    the value at rest; on: what a bare "on" means; low to high: the range, off within it
    about  one line on it, the unit of its value first
    words  values by name, for scenarios
    """

    name = ""
    off = 0
    on = 1
    low = 0
    high = 1
    about = ""
    words: "dict[str, int]" = {}

    def turn(self, plant: "Plant", value: int) -> None:
        """Lay the value into the plant; `off` must undo whatever another value did."""
        raise NotImplementedError


def _set(part: str, attribute: str) -> "Callable[[Plant, int], None]":
    """A turn that lays the value into plant.<part>.<attribute>; "": the plant's own."""

    def turn(plant: "Plant", value: int) -> None:
        setattr(getattr(plant, part) if part else plant, attribute, value)

    return turn


SWITCHES = (
    # The head and its motor
    Switch("gain", 0, 20, -50, 25, "%: the head gives so much beyond its calibration",
           lambda plant, value: plant.head.set_errors(gain_percent=value)),
    Switch("slip", 0, 5, 0, 99, "%: so much of each stroke runs back under the rollers",
           lambda plant, value: plant.head.set_errors(slip_percent=value)),
    Switch("stall", 0, 1, 0, 1, "the rotor does not turn",
           _set("stepper", "stalled")),
    Switch("stall_every_rev", 0, 1, 0, 10_000, "the rotor sticks once every so many revolutions",
           lambda plant, value: plant.stepper.stick_every(value)),
    Switch("stall_angle", 0, 0, 0, 3199, "step of the revolution where stall_every_rev acts",
           _set("stepper", "stick_angle")),
    Switch("stall_pulses", 12, 12, 1, 1_000_000, "pulses lost until stall_every_rev lets go",
           _set("stepper", "stick_pulses")),
    Switch("missed_steps", 0, 10, 0, 1_000_000, "every n-th pulse is lost; 0 and 1 none",
           lambda plant, value: plant.stepper.lose_every(value)),
    Switch("encoder_dead", 0, 1, 0, 1, "the encoder shows what it showed last",
           lambda plant, value: plant.stepper.kill_encoder(value)),
    # Fluid
    Switch("line_blocked", 0, 1, 0, 1, "nothing leaves the tubing",
           _set("tubing", "blocked")),
    Switch("leak", 0, 10, 0, 100, "%: so much of the flow is lost before the catheter",
           _set("", "leak_percent")),
    Switch("catheter_disconnected", 0, 1, 0, 1, "what leaves the catheter never reaches the CSF",
           _set("", "disconnected")),
    Switch("pocket_fill", 0, 1, 0, 1, "refills go beside the reservoir",
           _set("reservoir", "pocket_fill")),
    Switch("fill_volume", 100, 50, 0, 200, "%: refills hold so much of the said volume",
           _set("reservoir", "fill_volume")),
    Switch("fill_strength", 100, 400, 0, 4_000, "%: refills hold so much of the said strength",
           _set("reservoir", "fill_strength")),
    Switch("low_residual", 100, 50, 1, 100, "%: stroke left at 0 mL, falling evenly from 4 mL",
           lambda plant, value: plant.reservoir.lose_strokes(value)),
    # Hands at the catheter, past the pump
    Switch("port_injection", 0, 1_000, 0, 10_000, "uL of saline through the access port, at once",
           lambda plant, value: plant.cap_injection(value * 1e3)),
    Switch("port_aspiration", 0, 2_000, 0, 20_000, "uL drawn out through that port, at once",
           lambda plant, value: plant.aspirate(value * 1e3)),
    Switch("csf_tap", 0, 35, 0, 40, "mL of CSF withdrawn, at once",
           lambda plant, value: plant.tap(value)),
    # The board
    Switch("battery_film", 0, 1, 0, 1, "the voltage collapses within 24 h",
           lambda plant, value: plant.battery.set_film(value, plant.t_us)),
    Switch("battery_drain", 0, 1_000, 0, 1_000_000, "uA: it loses so much besides",
           lambda plant, value: plant.battery.drain(value, plant.t_us)),
    Switch("battery_noise", 0, 40, 0, 2_000, "mV: each reading is off by up to so much",
           _set("battery", "noise_mv")),
    Switch("driver_hot", 37, 110, -20, 150, "degrees C at the motor's driver",
           _set("board", "driver_c")),
    Switch("button", 0, 1, 0, 1, "somebody holds the service button",
           _set("board", "button")),
    Switch("patient_button", 0, 1, 0, 1, "the patient's button is down; a press ends with it",
           lambda plant, value: plant.board.hold_patient(value, plant.t_us)),
    Switch("wall_lost", 0, 1, 0, 1, "the wall clock keeps nothing",
           _set("board", "wall_lost")),
    Switch("wall_jump", 0, 3600, -1_000_000_000, 1_000_000_000,
           "s: the wall clock goes wrong by so much at once; setting it puts it right",
           _set("board", "wall_jump")),
    Switch("runaway", 0, 10, 0, 2000, "pulses a second that nobody ordered, in orders too",
           _set("board", "runaway_hz")),
    Switch("stray_pulses", 0, 100, 0, 1_000_000, "pulses that nobody ordered, once, 1 ms apart",
           lambda plant, value: plant.board.give_strays(value)),
    Switch("extra_pulses", 0, 100, 0, 1_000_000, "pulses beyond the count of each order",
           _set("board", "extra_pulses")),
    Switch("enable_stuck", 0, 1, 0, 1, "the guard cannot cut the driver",
           _set("board", "enable_stuck")),
    Switch("guard_dead", 0, 1, 0, 1, "the counter at STEP does not count, and cuts nothing",
           _set("board", "guard_dead")),
    Switch("encoder_noise", 0, 4, 0, 1000, "steps that the encoder shows while the driver is off",
           _set("board", "encoder_noise")),
    Switch("program_rot", 0, 1, 0, 1, "the program in flash is not the one that was built",
           _set("board", "program_rot")),
    Switch("memory_rot", 0, 1, 0, 1, "free memory does not keep what is written",
           _set("board", "memory_rot")),
    Switch("lamp_short", 0, 1, 0, 1, "a lamp's pin does not follow",
           _set("board", "lamp_short")),
    Switch("buzzer_short", 0, 1, 0, 1, "the buzzer's pin does not follow",
           _set("board", "buzzer_short")),
    Switch("watch_lost", 0, 1, 0, 1, "nothing compares rotor and pulses while an order runs",
           _set("board", "watch_lost")),
    Switch("journal_fails", 0, 1, 0, 1, "the dose journal takes no record",
           _set("board", "journal_fails")),
    Switch("events_fail", 0, 1, 0, 1, "the event log takes no line",
           _set("board", "events_fail")),
    Switch("files_fail", 0, 1, 0, 1, "no file takes a new content",
           _set("board", "files_fail")),
    Switch("sectors_worn", 0, 1, 0, 1000, "so many sectors of the journal's flash keep stuck bits",
           _set("board", "sectors_worn")),
    Switch("read_flips", 0, 1, 0, 1_000_000, "so many next reads of the journal's flash are wrong",
           _set("board", "read_flips")),
)  # fmt: skip

NAMES = tuple([switch.name for switch in SWITCHES])


class SwitchTable:
    """Switches by name, in their order. Never changes: `plus` makes another one."""

    __slots__ = ("_by_name", "names", "switches")

    def __init__(self, switches: "tuple[Switch, ...]") -> None:
        """ValueError for a name that is there twice."""
        self.switches = switches
        self.names = tuple([switch.name for switch in switches])
        self._by_name = {switch.name: switch for switch in switches}
        if len(self._by_name) != len(switches):
            raise ValueError("a fault's name is there twice")

    def plus(self, switches: "tuple[Switch, ...]") -> "SwitchTable":
        """These switches and more, behind them. ValueError for a name that is taken."""
        return SwitchTable(self.switches + switches)

    def get(self, name: str) -> Switch:
        """The switch of that name. KeyError for a name not in the table."""
        return self._by_name[name]


SHIPPED = SwitchTable(SWITCHES)


class Faults:
    """The switches of one plant, as they stand."""

    __slots__ = ("_plant", "_values", "table")

    def __init__(self, plant: "Plant", table: SwitchTable = SHIPPED) -> None:
        self.table = table
        self._plant = plant
        self._values = {switch.name: switch.off for switch in table.switches}

    def set(self, name: str, value: int | None = None) -> None:
        """Turn a switch now: to `value`, or to what the table calls "on".

        Raises KeyError for a name that is not in the table and ValueError outside its
        range, before anything has changed.
        """
        switch = self.table.get(name)
        if value is None:
            value = switch.on
        if not switch.low <= value <= switch.high:
            raise ValueError("%s: %d to %d (%s)" % (name, switch.low, switch.high, switch.about))
        plant = self._plant
        plant.settle()
        try:
            switch.turn(plant, value)
            self._values[name] = value
        finally:
            plant.unsettle()

    def say(self, name: str, words: str) -> None:
        """The same in words: "on", "off", a word of the switch's own, or a whole number with or
        without a % sign."""
        text = words.strip().lower()
        own = self.table.get(name).words
        if text == "off":
            self.clear(name)
        elif text in ("on", ""):
            self.set(name)
        elif text in own:
            self.set(name, own[text])
        else:
            if text.endswith("%"):
                text = text[:-1].strip()
            try:
                value = int(text)
            except ValueError:
                known = ", ".join(["on", "off"] + sorted(own))
                raise ValueError("%s: %s or a whole number, not %r" % (name, known, words))
            self.set(name, value)

    def clear(self, name: str | None = None) -> None:
        """Put one switch back, or all of them. KeyError for an unknown name."""
        if name is not None:
            self.set(name, self.table.get(name).off)
            return
        for switch in self.table.switches:
            if self._values[switch.name] != switch.off:
                self.set(switch.name, switch.off)

    def get(self, name: str) -> int:
        """Where a switch stands. KeyError for an unknown name."""
        return self._values[name]

    def active(self) -> list[tuple[str, int]]:
        """(name, value) of all that is not as it should be, in the table's order."""
        return [
            (switch.name, self._values[switch.name])
            for switch in self.table.switches
            if self._values[switch.name] != switch.off
        ]


def about(name: str) -> str:
    """One line on a fault. KeyError for an unknown name."""
    return SHIPPED.get(name).about
