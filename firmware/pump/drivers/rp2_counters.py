"""Reads what a state machine has counted in X or Y while it waits, and raises nothing by it.

Viper, because it is done at every pulse in an interrupt: bytecode would take a quarter of the time
between two pulses of the fastest bolus. Knows registers. Does not know what is counted.

A machine that waits takes an instruction written to INSTR at once, and waits on. Two of them bring
30 bits of X to its FIFO: a small integer, whatever it holds.
"""

import micropython
from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:

    def ptr32(address: int) -> "list[int]": ...


X_IN = const(0x403E)  # in_(x, 30)
Y_IN = const(0x405E)  # in_(y, 30)


@micropython.viper
def held(block: int, number: int, source: int) -> int:
    """30 bits of X (X_IN) or Y (Y_IN) of a machine of that block, 0..3.

    Not to be interrupted by another reading of the same machine: mask interrupts.
    """
    registers = ptr32(block)
    instruction = 54 + 6 * number  # SM<n>_INSTR, in words
    empty = 0x100 << number  # in FSTAT
    registers[instruction] = source
    registers[instruction] = 0x8000  # push(noblock)
    while registers[1] & empty:
        pass  # a cycle or two
    return registers[8 + number]


@micropython.viper
def travelled(block: int, first: int) -> int:
    """Y less X of machine `first`, less the same of the one after it: an encoder's two channels.

    Not to be interrupted by another reading: mask interrupts.
    """
    registers = ptr32(block)
    total = 0
    for number in range(first, first + 2):
        instruction = 54 + 6 * number
        empty = 0x100 << number
        registers[instruction] = Y_IN
        registers[instruction] = 0x8000
        while registers[1] & empty:
            pass
        gone = registers[8 + number]
        registers[instruction] = X_IN
        registers[instruction] = 0x8000
        while registers[1] & empty:
            pass
        gone -= registers[8 + number]
        total = gone - total
    return 0 - total
