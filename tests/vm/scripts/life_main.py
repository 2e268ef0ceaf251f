"""Lives one life on this machine and prints its verdict, its digest and the event log.

    life_main.py SEED DAYS

Exits 1 where a judge spoke.
"""

import sys

from host_sim.swarm.life import Life
from host_sim.swarm.plan import Config


def main():
    life = Life(int(sys.argv[1]), Config(int(sys.argv[2])))
    verdict = life.live()
    for name, data in life.files():
        if name.startswith("log."):
            sys.stdout.write(data.decode())
    print("%d ms, digest %08X %s %s" % (verdict.ms, verdict.digest, verdict.judge, verdict.words))
    if verdict.judge:
        sys.exit(1)


main()
