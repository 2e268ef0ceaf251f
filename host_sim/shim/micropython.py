"""What CPython lacks of MicroPython's `micropython` module for firmware to be imported.

On the search path beside firmware/ wherever CPython runs the pump; the VMs have the real one.
Knows `const`, and `native` for the drivers that are tried on a model of a board: firmware that
wants more of the module must get it handed in.
"""


def const(value: int) -> int:
    """The value itself; on the VM the compiler folds it into the bytecode."""
    return value


def native(function):
    """The function itself; MicroPython compiles it to machine code."""
    return function
