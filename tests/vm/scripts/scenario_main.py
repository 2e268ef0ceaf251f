"""Plays a scenario on this machine and prints the pump's event log, and what the ring holds.

    scenario_main.py FILE

Exits 1 with the failure in words when an expectation of the scenario does not hold.
"""

import binascii
import sys

from host_sim.board.bench import Bench
from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.parser import load
from host_sim.scenario.player import perform


def main():
    loaded = load(sys.argv[1])
    bench = Bench(loaded.setup)
    failure = perform(loaded, ScenarioContext(bench, loaded.setup.sample_ms))
    log = bench.instrument.log
    check = 0
    for _, record in log.ring.records():
        check = binascii.crc32(record, check)
    number = log.events.first
    while number <= log.events.count:
        lines = log.events.data(number, 8)
        sys.stdout.write(lines.decode())
        number += lines.count(b"\n")
    print("ring: %d records, the kept ones are %08X" % (log.ring.next, check))
    print("delivered: %s" % bench.exchange("DEL:VOL:TOT?"))
    if failure is not None:
        print(failure)
        sys.exit(1)


main()
