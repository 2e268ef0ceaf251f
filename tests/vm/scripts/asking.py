"""What a question takes from the heap, counted on this VM: bytes from the line read to its reply.

The same line again and again, as a poller sends it; and lines that were not asked before.
"""

import gc

from pump.wire.signing import crc_text
from tests.vm.scripts.bare import running

TIMES = 20


def taken(session, line):
    """Bytes of each of some feedings, the least of them: the first ones fill what is kept."""
    found = []
    for _ in range(TIMES):
        before = gc.mem_alloc()
        session.feed(line)
        found.append(gc.mem_alloc() - before)
    return sorted(found)[TIMES // 2]


def fresh(session):
    """Bytes of a line that is compiled anew."""
    found = []
    for number in range(TIMES):
        line = b"*ESE %d\n" % number
        before = gc.mem_alloc()
        session.feed(line)
        found.append(gc.mem_alloc() - before)
    return sorted(found)[TIMES // 2]


def checked(session):
    """Bytes of a checked question, each with a tag of its own."""
    found = []
    for number in range(TIMES):
        head = b"!%d DEL:STAT?" % number
        line = head + b" ~" + crc_text(head) + b"\n"
        before = gc.mem_alloc()
        session.feed(line)
        found.append(gc.mem_alloc() - before)
    return sorted(found)[TIMES // 2]


def main():
    _, turn = running()
    gc.disable()
    session = turn.session
    print("DEL:STAT?: %d bytes" % taken(session, b"DEL:STAT?\n"))
    print("*STB?: %d bytes" % taken(session, b"*STB?\n"))
    print("DEL:VOL:TOT?: %d bytes" % taken(session, b"DEL:VOL:TOT?\n"))
    print("new line: %d bytes" % fresh(session))
    print("checked: %d bytes" % checked(session))


main()
