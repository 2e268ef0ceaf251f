"""The boards that the contract suite checks, each with controls to provoke it.

A bench is a Hal (`hal`) and what a tester does around it. Today the simulator; a real
board or an emulated one adds a class with the same names here, and nothing else changes.

    slack_ms            how much later than asked something may be seen
    wait(ms)            let time pass without asking the Hal to
    offer_later(ms, data)   the host speaks while the Hal idles
    hold_rotor(on)      the rotor cannot turn
    offer(data)         the host sends; received() is what it received since the last time
    listen(on)          the host reads what comes, or not
    drop_line()         DTR, HUP or BREAK
    press(on)           somebody holds the service button
    press_patients(on)  somebody holds the patient's button
    break_journal(on), break_events(on), break_files(on), break_wall(on)
    power_cycle()       `hal` is the board's next boot, on the media that it had
    restart(ms)         hal.restart(ms), and the same for the boot that comes of it
    traced()            what hal.traceback says of an exception that was raised on the board
    lit()               levels of lamps red, yellow, cyan and buzzer; only where there are some
    full(...)           how much fits: files_bytes, link_bytes
"""

from host_sim.board.clock import VirtualClock
from host_sim.board.files import MemoryFiles
from host_sim.board.hal import Restarting, SimHal
from host_sim.board.nor import NorFlash
from host_sim.plant.plant import Plant


class TalkingClock(VirtualClock):
    """A virtual clock on which a host speaks at a set time, and wakes whoever sleeps."""

    def __init__(self, first_ticks_ms: int) -> None:
        super().__init__(first_ticks_ms)
        self.speak_us = 0
        self.speak = None

    def to(self, us: int) -> None:
        """Stop where the host speaks."""
        if self.speak is not None and self.us < self.speak_us <= us:
            super().to(self.speak_us)
            speak, self.speak = self.speak, None
            speak()
            return
        super().to(us)


class SimBench:
    """The simulator's board."""

    name = "simulator"
    slack_ms = 0
    files_bytes = 20_000
    link_bytes = 8192

    def __init__(self, first_ticks_ms: int = 0, rotor: int = 0) -> None:
        self.clock = TalkingClock(first_ticks_ms)
        self.hal = SimHal(
            clock=self.clock,
            plant=Plant(rotor=rotor),
            flash=NorFlash(sectors=4),
            files=self.new_files(),
        )

    def new_files(self):
        return MemoryFiles(room_bytes=self.files_bytes)

    def power_cycle(self) -> None:
        old = self.hal
        self.hal = SimHal(clock=self.clock, plant=old.plant, flash=old.flash, files=old.files)

    def restart(self, after_ms: int) -> None:
        old = self.hal
        try:
            old.restart(after_ms)
        except Restarting as restart:
            self.wait(restart.after_ms)
        self.hal = SimHal(
            clock=self.clock, plant=old.plant, flash=old.flash, files=old.files, reset_cause=2
        )

    def traced(self) -> str:
        try:
            raise KeyError("traced")
        except KeyError as fault:
            return self.hal.traceback(fault)

    def wait(self, ms: int) -> None:
        self.clock.to(self.clock.us + ms * 1000)

    def hold_rotor(self, on: bool) -> None:
        self.hal.plant.faults.set("stall", int(on))

    def offer(self, data: bytes) -> None:
        assert self.hal.link.offer(data) == len(data)

    def offer_later(self, ms: int, data: bytes) -> None:
        self.clock.speak_us = self.clock.us + ms * 1000
        self.clock.speak = lambda: self.offer(data)

    def drop_later(self, ms: int) -> None:
        self.clock.speak_us = self.clock.us + ms * 1000
        self.clock.speak = self.drop_line

    def listen(self, on: bool) -> None:
        """This host reads only when it is asked what it has received."""

    def received(self) -> bytes:
        return self.hal.link.take()

    def drop_line(self) -> None:
        self.hal.link.drop()

    def press(self, on: bool) -> None:
        self.hal.plant.faults.set("button", int(on))

    def press_patients(self, on: bool) -> None:
        self.hal.plant.faults.set("patient_button", int(on))

    def break_journal(self, on: bool) -> None:
        self.hal.plant.faults.set("journal_fails", int(on))

    def break_events(self, on: bool) -> None:
        self.hal.plant.faults.set("events_fail", int(on))

    def break_files(self, on: bool) -> None:
        self.hal.plant.faults.set("files_fail", int(on))

    def break_wall(self, on: bool) -> None:
        self.hal.plant.faults.set("wall_lost", int(on))


BENCHES = [SimBench]
