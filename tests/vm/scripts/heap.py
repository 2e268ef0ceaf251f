"""What a turn takes from the heap, counted on this VM. Prints one line a kind of turn.

steady     nothing is due, the motor runs its order: must be nothing
planning   a quantum has ended: it is settled, the next one planned, written down and ordered
at most    the dearest of the planning turns, two days of them: effect, ages and alarms included

The Hal allocates nothing, so every byte is the firmware's.
"""

import gc

from micropython import heap_lock, heap_unlock

from tests.vm.scripts.bare import running

STEADY_TURNS = 1000
QUANTA = 600
TICK_MS = 10


def steady(hal, turn):
    """Bytes that so many turns took in which nothing was due."""
    turn.turn()
    assert hal.motor.busy and turn.idle_ms() > TICK_MS * STEADY_TURNS, "no steady stretch"
    before = gc.mem_alloc()
    for _ in range(STEADY_TURNS):
        hal.now += TICK_MS
        turn.turn()
    after = gc.mem_alloc()
    heap_lock()
    turn.turn()
    heap_unlock()
    return after - before


def quanta(hal, turn):
    """Bytes of each turn that settled a quantum and planned the next."""
    taken = []
    for _ in range(QUANTA):
        hal.now += turn.idle_ms()
        hal.motor.finish()
        before = gc.mem_alloc()
        turn.turn()
        taken.append(gc.mem_alloc() - before)
    return sorted(taken)


def main():
    hal, turn = running()
    gc.disable()
    print("steady: %d bytes in %d turns" % (steady(hal, turn), STEADY_TURNS))
    taken = quanta(hal, turn)
    print("planning: %d bytes, the median of %d quanta" % (taken[QUANTA // 2], QUANTA))
    print("at most: %d bytes, the dearest of them" % taken[-1])


main()
