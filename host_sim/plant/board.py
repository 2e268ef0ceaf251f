"""What can break on the board itself: the pulse source, its guard, the clock, the memories.

Switches only. The simulator's Hal obeys them; the rest of the plant does not know them.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

PLANTED = "planted by the bench"  # tells an exception from one of the program's own


class Board:
    """Everything sound at first.

    runaway_hz     pulses a second that nobody ordered, also while an order runs
    stray_pulses   so many that nobody ordered, once, as the switch is turned: `give_strays`
    extra_pulses   pulses beyond the ordered count, after each order
    enable_stuck   the guard that counts at the STEP pin cannot cut the driver's ENABLE
    wall_lost      the wall clock stands and keeps nothing
    wall_jump      s by which the wall clock went wrong at once; setting it puts it right
    journal_fails  the dose journal does not take records: its flash neither programs nor erases
    events_fail    the event log does not take lines: no file takes an append
    sectors_worn   so many sectors of the journal's flash, from the first on, keep stuck bits
    read_flips     so many of the next reads of the journal's flash have one bit wrong each
    files_fail     no file takes a new content
    watch_lost     what compares rotor and pulses while an order runs is gone
    button         somebody holds the service button
    patient_button somebody holds the patient's button: `hold_patient`
    buzzer_short   the buzzer's pin does not follow what is written to it
    driver_c       temperature at the motor's driver, degrees C
    encoder_noise  the encoder moves by so many steps while the driver is off
    guard_dead     the counter at the STEP pin does not count, and cuts nothing
    lamp_short     a lamp's pin does not follow what is written to it
    memory_rot     free memory does not keep what is written
    program_rot    the program in flash is not the one that was built

    planted        exceptions that were raised in the program on purpose
    ended          of these, so many have ended a turn; escapes: so many of its own have
    chance         bytes in place of the machine's source of chance, the same each time; None: its
    """

    __slots__ = (
        "_held_us",
        "bursts",
        "button",
        "buzzer_short",
        "chance",
        "driver_c",
        "enable_stuck",
        "encoder_noise",
        "ended",
        "escapes",
        "events_fail",
        "extra_pulses",
        "files_fail",
        "guard_dead",
        "journal_fails",
        "lamp_short",
        "memory_rot",
        "patient_button",
        "planted",
        "presses",
        "program_rot",
        "read_flips",
        "runaway_hz",
        "sectors_worn",
        "stray_pulses",
        "wall_jump",
        "wall_lost",
        "watch_lost",
    )

    def __init__(self) -> None:
        self.runaway_hz = 0
        self.extra_pulses = 0
        self.stray_pulses = 0
        self.bursts = 0  # how often that switch was turned
        self.enable_stuck = 0
        self.wall_lost = 0
        self.wall_jump = 0
        self.journal_fails = 0
        self.events_fail = 0
        self.sectors_worn = 0
        self.read_flips = 0
        self.files_fail = 0
        self.watch_lost = 0
        self.button = 0
        self.patient_button = 0
        self._held_us = 0
        self.presses = 0  # of the patient's button, that ended and were not asked for
        self.buzzer_short = 0
        self.driver_c = 37
        self.encoder_noise = 0
        self.guard_dead = 0
        self.lamp_short = 0
        self.memory_rot = 0
        self.program_rot = 0
        self.planted = self.ended = self.escapes = 0
        self.chance: Callable[[int], bytes] | None = None

    def hold_patient(self, held: int, t_us: int) -> None:
        """The patient's button goes down or up at that moment: 50 ms to 10 s of it are a press."""
        if self.patient_button and not held:
            self.presses += 50_000 <= t_us - self._held_us <= 10_000_000
        elif held and not self.patient_button:
            self._held_us = t_us
        self.patient_button = held

    def escaped(self, planted: bool) -> None:
        """An exception has ended a turn."""
        if planted:
            self.ended += 1
        else:
            self.escapes += 1

    def give_strays(self, pulses: int) -> None:
        """So many come now; 0: what has not come of them does not."""
        self.stray_pulses = pulses
        self.bursts += 1

    def cuts(self) -> bool:
        """Whether the guard takes the driver's current away at the first pulse too many."""
        return not (self.enable_stuck or self.guard_dead)
