"""Whether the ledger, live or read back, holds what the bench's rotor did.

While nothing contradicts the pulses the ledger believes them; a loss of up to HIDDEN steps (two
readings, each rounded to a count of four) can hide from the encoder, for good and not per event.
"""

from pump.core.motion.ledger import Ledger
from pump.store import record

HIDDEN = 6


def replay(journal, ledger):
    """Read all records into a ledger, by themselves; how many were not sound."""
    damaged = 0
    for entry in journal.kept:
        if not record.sound(entry):
            damaged += 1
            continue
        kind, _, _, _, first, second = record.unpack(entry)
        if kind == record.QUANTUM:
            ledger.settle(first, first, first)
            ledger.intend(second)
        elif kind == record.OUTCOME:
            ledger.settle(first, second, first)
    return damaged


def holds_truth(world):
    least, most = world.pump.ledger.bounds()
    return least - HIDDEN <= world.motor.rotor <= most


def journal_holds_truth(world):
    ledger = Ledger()
    damaged = replay(world.hal.journal, ledger)
    least, most = ledger.bounds()
    return damaged == 0 and least - HIDDEN <= world.motor.rotor <= most
