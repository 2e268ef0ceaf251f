"""The REPL of a board under test, by the way that the program itself has: it asks before a reset.

Knows one register. Does not know what is typed there.
"""

from host_sim.pico.pico import Pico

_SCRATCH0 = 0x0C  # of the watchdog; drivers/rp2_repl_access.py owns it
_REPL_NEXT = 0x4F50454E
_PROMPT_MS = 1_500  # within which it is there


def open_repl(pico: Pico) -> None:
    """For a board that was just powered, or reset: the REPL gets it, whatever its store says."""
    watchdog = pico._mcu.watchdog
    left = watchdog.read_uint32(_SCRATCH0)
    watchdog.write_uint32(_SCRATCH0, _REPL_NEXT)
    pico.boot()
    pico.run_for(_PROMPT_MS)
    watchdog.write_uint32(_SCRATCH0, left)  # a program that is run there finds its own cause
