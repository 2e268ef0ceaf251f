"""The contract between the pump and its board, as types.

Not shipped: nothing here exists at run time. A board's make_hal() and the simulator's SimHal
satisfy these Protocols by shape, and tests/contract checks every sentence below against each.

The moment: every duration that is handed to a board counts from the moment that ticks_ms() gave
last. A turn asks once, and what it then plans neither a pulse nor a wake-up waits for.

Rings: a "ring of 2^30" counts 0..2^30-1 and begins again at 0; compare two readings by their
difference modulo 2^30, which is right while they lie less than 2^29 apart.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    BytesLike = bytes | bytearray | memoryview
    Pattern = tuple[int, ...]

    class Motor(Protocol):
        """A stepper behind a pulse source that ends every order by itself.

        Knows pulses and rotor steps. Does not know volumes, drugs or why.
        """

        def start(self, steps: int, first_us: int, interval_us: int, max_lag: int) -> None:
            """Order `steps` pulses, forward, and return at once.

            The first pulse comes `first_us` after the moment that ticks_ms() gave last (at once
            when that has passed), the others `interval_us` apart; then the source stops by itself.
            From the first pulse on, counted() is compared with the encoder: when the rotor lags
            the pulses of this order by more than `max_lag` steps the source halts at that pulse and
            the state is STALLED.

            steps        1 .. 2^29-1
            first_us     0 .. 2^30-1
            interval_us  100 .. 2^30-1 (not looked at when steps is 1)
            max_lag      4 .. 2^29-1 (a sound rotor lags by 3: the encoder shows counts of 4 steps)

            Raises OSError(16), EBUSY, while an order runs, OSError(5) when the driver does
            not obey, and ValueError outside the ranges; in all cases nothing has changed. From
            STALLED it may be called at once: a new try is a new order.
            """

        def stop(self) -> None:
            """End the order now. No pulse comes after it returns; state is IDLE.
            counted() keeps what was given. Harmless when nothing runs.
            """

        def state(self) -> int:
            """0 IDLE: never ordered, ended by count, or stopped. 1 BUSY. 2 STALLED. 3 CUT: pulses
            came since that nobody ordered, and ENABLE, at its pin, shows no current."""
            ...

        def counted(self) -> int:
            """Pulses seen at the STEP pin since the last start (or power-on).

            Of a counter that shares nothing with the source: more than was ordered is possible,
            and means that the source is broken."""
            ...

        def moved(self) -> int:
            """Rotor position by the encoder: steps since power-on, ring of 2^30.

            Rounded down to the encoder's resolution, 4 steps a count. Orders leave it alone."""
            ...

        def watched(self) -> bool:
            """Whether the rotor was compared at each pulse that counted() told, but two at most.
            False: what compares them is gone, or was late; it has been set up anew. While it is
            gone a stall halts nothing before the order's end. True where there is no such thing.
            """
            ...

        def loop_back(self) -> tuple[int, int, int, int, bool]:
            """Give pulses at STEP with the driver off, before the first start; some 30 ms.

            None where ENABLE shows current or the encoder moves by itself; its first move ends all.
            (given or 0 unless all were, counted by the guard, compared by what halts a rotor that
            lags, steps of the encoder, whether ENABLE showed no current throughout). A whole
            electrical cycle: the driver's phase stays. counted() is 0 afterwards."""
            ...

        def try_guard(self) -> tuple[bool, bool, bool]:
            """Whether ENABLE shows current once lent, none after one pulse too many, none after
            the lease. While no order runs; 30 ms. Turns nothing, as loop_back; counted() is 0."""
            ...

    class Link(Protocol):
        """The serial line. Bytes only: knows no lines, commands or sessions."""

        dropped: int
        """Bytes that write() could not place, since power-on. Never falls."""

        def read(self) -> bytes:
            """What has arrived and was not read before, at most 256 bytes; b"" if nothing. A board
            hands over no more than one line: a turn then answers one."""
            ...

        def write(self, data: BytesLike) -> None:
            """Queue `data` for the host. Never blocks, never raises for a full queue. What does
            not fit is dropped, from its end, and counted in `dropped`."""

        def lost(self) -> bool:
            """True once after the line dropped (DTR, HUP, BREAK, the plug), then False.

            On a board not before all was read that the host had sent, its last half line too; and
            read() hands out nothing of the next host's until then.
            """
            ...

    class Flash(Protocol):
        """Raw NOR sectors for the ledger's ring. Knows pages and sectors, no records.

        ValueError outside the ranges; nothing has changed then.
        """

        sectors: int
        """How many, at least 2."""

        sector_bytes: int
        """Size of each, a multiple of 256."""

        def read(self, at: int, into: "bytearray | memoryview") -> None:
            """Fill `into` with what stands from byte `at` on. OSError when the medium fails."""

        def program(self, at: int, data: BytesLike) -> None:
            """Clear the bits of 1 .. 256 bytes that are 0 in `data`, inside one page of 256.
            A bit that is 0 stays 0 until its sector is erased. OSError when the medium fails."""

        def erase(self, sector: int) -> None:
            """Set every bit of a sector. OSError when the medium fails."""

    class Files(Protocol):
        """Small files with old-or-new guarantees (littlefs on a board). No folders.

        OSError 5 when the medium fails and 28 when it is full: the old content stays.
        """

        log_bytes: int
        """How large one log file may grow."""

        def read(self, name: str) -> bytes:
            """The whole file. OSError 2 when there is none."""
            ...

        def write(self, name: str, data: BytesLike) -> None:
            """Replace the whole file; after a power cut it holds the old or the new content."""

        def append(self, name: str, data: BytesLike) -> None:
            """Add to the end, all of `data` or, after a power cut, none of it."""

        def size(self, name: str) -> int:
            """Bytes in the file, 0 when there is none."""
            ...

        def part(self, name: str, at: int, count: int) -> bytes:
            """`count` bytes from byte `at` on, fewer at the end. OSError 2 when there is none."""
            ...

    class Hal(Protocol):
        """One board: real, simulated or emulated."""

        @property
        def motor(self) -> Motor: ...

        @property
        def link(self) -> Link: ...

        @property
        def flash(self) -> Flash: ...

        @property
        def files(self) -> Files: ...

        @property
        def serial(self) -> str:
            """As printed on the case; SIM or BENCH first when it is not a product."""
            ...

        @property
        def model(self) -> str:
            """CISTERNA-20 or CISTERNA-40: the reservoir in mL."""
            ...

        @property
        def in_set(self) -> bool:
            """Whether the program is one of two firmware sets, and no part of the image."""
            ...

        @property
        def reset_cause(self) -> int:
            """Why this boot: 0 the power came, 1 the watchdog bit, 2 the program asked for it,
            3 the REPL had the line until now."""
            ...

        def ticks_ms(self) -> int:
            """Monotonic milliseconds, ring of 2^30 (12.4 days): the moment. Starts anywhere."""
            ...

        def ticks_us(self) -> int:
            """Monotonic microseconds, ring of 2^30 (17.9 minutes): now, not the moment."""
            ...

        def wall(self) -> tuple[int, int] | None:
            """(days since 2000-01-01, ms of the day 0..86_399_999); None when not set.

            Fixed offset, no daylight saving. May show whole seconds only, drift and jump:
            it never moves volume. OSError when it cannot be read."""

        def set_wall(self, day: int, ms: int) -> None:
            """Set the wall clock: day 0..73_048 (to 2199-12-31), ms 0..86_399_999, at the moment.
            ValueError outside, OSError when the clock does not keep it."""

        def forget_wall(self) -> None:
            """It is not set any more, after a power cut neither. OSError when it is."""

        def idle(self, ms: int) -> None:
            """Sleep until `ms` after the moment, at most; 0..2^29-1, ValueError outside.

            Returns early when a byte comes, the motor halts STALLED or the line is lost; at once
            while a byte or a loss has not been asked for, or a halt that state() has not reported.
            A reported halt wakes nobody again. It may also return early for no reason: ask again.
            """

        def feed(self) -> None:
            """Feed the watchdog, which runs from the first time on at the latest.

            Called once before the stores are opened, with each record that is replayed, and at
            the end of a complete turn; nowhere else."""

        def restart(self, after_ms: int) -> None:
            """Start again, that much later at the latest: does not return, and the driver is off.

            Until then lamps and buzzer play what they were told. reset_cause is 2 then, or 1 where
            the watchdog, fed meanwhile, was sooner. after_ms: 0 .. 60_000. A button that is let go
            meanwhile and then held for 2 s leaves the line to a programmer's console.
            """

        def traceback(self, fault: Exception) -> str:
            """Where an exception came from, as Python prints it: `File "name", line 12, ..` for
            each frame, the innermost last. MemoryError when there is no room for it."""
            ...

        def show(self, lamp: int, light: Pattern, tone: Pattern) -> None:
            """From now on this lamp plays `light`, the others are dark, the buzzer plays `tone`.

            The board plays by itself, also while a turn is late. What already plays goes on
            where it is; another lamp or another pattern begins at its beginning.

            lamp     0 red, 1 yellow, 2 cyan
            pattern  ms on, off, on, off, ... and again from the first: 1 .. 2^29-1, the first may
                     be 0. One alone, not 0: on for good. None: off. A part may last longer while
                     the program is busy; it is never left out."""

        def restart_to_repl(self) -> None:
            """Start again, and leave the line to the programmer's console: does not return.
            OSError(19), ENODEV, where there is no such console."""

        def button(self) -> bool:
            """Whether somebody holds the service button down now, by a vote of samples."""
            ...

        def button_held_long(self) -> bool:
            """Whether it stays down for 2 s from now on: waits so long. Feeds no watchdog."""
            ...

        def patient_pressed(self) -> bool:
            """Whether the patient's button was pressed and let go, 50 ms to 10 s later, since this
            was asked last. Power-on with it down, and one that stays down, are no press."""
            ...

        def entropy(self, count: int) -> bytes:
            """`count` bytes of chance, 1 .. 32. Worth: docs/limits.md."""
            ...

        def program_part(self, number: int) -> "BytesLike | None":
            """Part `number`, from 0 on, of the program as it stands in flash; None behind it."""
            ...

        def program_crc(self) -> int | None:
            """CRC-32 of all parts, as the build wrote it beside them; None where it did not."""

        def memory_sound(self) -> bool | None:
            """Whether what is free of the heap keeps two patterns; None where none can tell."""

        def signals_sound(self) -> tuple[bool | None, bool | None]:
            """Whether the pins of lamps and buzzer follow what is written, for a millisecond each;
            None where none can tell. Whether there is light or sound no board knows."""
            ...

        def battery_mv(self) -> int:
            """Battery voltage in mV, 0..10_000, as measured now."""
            ...

        def driver_c(self) -> int | None:
            """Temperature of the motor's driver, or of what is nearest to it and has a sensor, in
            degrees C, -40..150, as measured now. None where nothing has, or shows nonsense."""
            ...
