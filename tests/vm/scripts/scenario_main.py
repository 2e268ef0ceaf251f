"""Plays a scenario on this machine and prints the pump's event log, and what the journal holds.

    scenario_main.py FILE

Exits 1 with the failure in words when an expectation of the scenario does not hold.
"""

import binascii
import sys

from host_sim import scenario
from host_sim.player import Stage, perform
from host_sim.runner import Runner


def main():
    tale = scenario.load(sys.argv[1])
    runner = Runner(tale.setup)
    failure = perform(tale, Stage(runner, tale.setup.sample_ms))
    journal = runner.hal.journal
    check = 0
    for index in range(journal.count()):
        check = binascii.crc32(journal.read(index), check)
    sys.stdout.write(bytes(runner.hal.events.text).decode())
    print("journal: %d records, the newest %d are %08X" % (journal.written, journal.count(), check))
    print("delivered: %s" % runner.exchange("DEL:VOL:TOT?"))
    if failure is not None:
        print(failure)
        sys.exit(1)


main()
