"""PIO as far as drivers construct on it: programs are loaded, dividers checked, instructions that
are executed from outside obeyed. No program runs by itself here: the emulated RP2040 is for that.

As ports/rp2/rp2_pio.c has it: four machines a block, 32 words a block, a divider of 1 to 65,536.
"""

from dataclasses import dataclass, field

WORDS = 32
MASK = (1 << 32) - 1
FIFO_DEPTH = 4
_TXF0, _RXF0, _SM0_ADDR, SM0_INSTR, _MACHINE = 0x10, 0x20, 0xD4, 0xD8, 0x18
_CTRL, _FSTAT = 0x00, 0x04
_PULL, _PUSH, _IN_X, _IN_Y = 0x8080, 0x8000, 0x403E, 0x405E
_MOV_X_OSR, _MOV_Y_OSR = 0xA027, 0xA047
_SET_PINS, _SET_PINDIRS = 0xE000, 0xE080


@dataclass
class Machine:
    """One state machine. `divider`: in 256ths; `levels` and `lent`: of its set pin."""

    divider: int = 0
    at: int = 0
    x: int = 0
    y: int = 0
    osr: int = 0
    isr: int = 0
    active: bool = False
    levels: list[int] = field(default_factory=list)
    lent: list[int] = field(default_factory=list)
    to_it: list[int] = field(default_factory=list)
    from_it: list[int] = field(default_factory=list)

    def execute(self, word: int) -> None:
        """An instruction of those that the drivers send."""
        if word == _PULL:
            self.osr = self.to_it.pop(0) if self.to_it else self.x
        elif word == _PUSH:
            self.from_it.append(self.isr)
            self.isr = 0
        elif word in (_IN_X, _IN_Y):
            source = self.x if word == _IN_X else self.y
            self.isr = (self.isr << 30 | source & (1 << 30) - 1) & MASK
        elif word == _MOV_X_OSR:
            self.x = self.osr
        elif word == _MOV_Y_OSR:
            self.y = self.osr
        elif word & ~0x1F == _SET_PINS:
            self.levels.append(word & 0x1F)
        elif word & ~0x1F == _SET_PINDIRS:
            self.lent.append(word & 0x1F)
        elif word < WORDS:
            self.at = word  # jmp
        else:
            raise AssertionError(f"instruction {word:#06x}: not one that a driver sends")

    def put(self, word: int) -> None:
        assert len(self.to_it) < FIFO_DEPTH, "the FIFO is full: put() would wait"
        assert -(1 << 31) <= word <= MASK
        self.to_it.append(word & MASK)


class Block:
    """Four machines, one memory, and their registers."""

    def __init__(self) -> None:
        self.machines = [Machine() for _ in range(4)]
        self.used = 0
        self.programs: dict[int, int] = {}  # where each lies, by the identity of its list
        self.restarted: list[int] = []  # bits of CTRL that were set: dividers begin anew

    def load(self, program: list) -> int:
        """Where it lies: a program that is there already is not loaded twice."""
        if id(program) not in self.programs:
            words = len(program[0]) // 2
            assert self.used + words <= WORDS, "no room for the program"
            self.used += words
            self.programs[id(program)] = WORDS - self.used
        return self.programs[id(program)]

    def read(self, offset: int) -> int:
        if offset == _FSTAT:
            return sum(0x100 << n for n, each in enumerate(self.machines) if not each.from_it)
        if _RXF0 <= offset < _RXF0 + 16:
            return self.machines[(offset - _RXF0) // 4].from_it.pop(0)
        return self._of_machine(offset, _SM0_ADDR).at

    def write(self, offset: int, value: int) -> None:
        if _TXF0 <= offset < _TXF0 + 16:
            self.machines[(offset - _TXF0) // 4].put(value)
        else:
            self._of_machine(offset, SM0_INSTR).execute(value)

    def set_bits(self, offset: int, value: int) -> None:
        assert offset == _CTRL
        self.restarted.append(value)

    def _of_machine(self, offset: int, first: int) -> Machine:
        number, rest = divmod(offset - first, _MACHINE)
        assert rest == 0 and 0 <= number < 4, f"PIO's register at {offset:#x}"
        return self.machines[number]


def state_machine(blocks: list[Block], hz: int) -> type:
    """rp2.StateMachine on these blocks, of a chip that runs at `hz`."""

    class StateMachine:
        def __init__(self, number: int, program: list, *, freq: int = -1, **pins) -> None:
            assert set(pins) <= {"in_base", "set_base", "sideset_base", "jmp_pin"}
            block = blocks[number // 4]
            self._machine = machine = block.machines[number % 4]
            machine.at = block.load(program)
            program[1 + number // 4] = machine.at
            machine.divider = 256 if freq < 0 else hz * 256 // freq
            if not 256 <= machine.divider <= 65_536 * 256:
                raise ValueError("freq out of range")
            self.handler = None

        def active(self, on: int) -> None:
            self._machine.active = bool(on)

        def restart(self) -> None:
            self._machine.isr = 0

        def put(self, word: int) -> None:
            self._machine.put(word)

        def exec(self, word: int) -> None:
            self._machine.execute(word)

        def irq(self, handler, *, hard: bool) -> None:
            assert hard
            self.handler = handler

    return StateMachine
