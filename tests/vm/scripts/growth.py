"""What 180 days leave on the heap that the first day had not: must be nothing that grows.

Every quantum through the real ring, an image every 128 of them, events, ages, alarms and refills.
Prints the bytes held after a collection, on day 20 and at the end.
"""

import gc

from tests.vm.scripts.bare import running

DAYS = 180
SETTLED_DAYS = 20  # the trailing week, the day's bins and the alarms' history are full by then
REFILL_DAYS = 70


def held():
    gc.collect()
    return gc.mem_alloc()


def main():
    hal, turn = running()
    pump = turn.pump
    early = refilled = 0
    while pump.day < DAYS:
        hal.now += turn.idle_ms()
        hal.motor.finish()
        turn.turn()
        if pump.day >= refilled + REFILL_DAYS:
            refilled = pump.day
            pump.fill(18_000_000, 500_000)
        if not early and pump.day == SETTLED_DAYS:
            early = held()
    print("quanta: %d" % pump.ledger.sequence)
    print("growth: %d bytes" % (held() - early))


main()
