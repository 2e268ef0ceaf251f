"""What a question takes from the heap, counted on this VM: bytes from the line read to its reply.

The same line again and again, as a poller sends it; and lines that were not asked before.
"""

import gc

from pump.wire.signing import crc_text
from tests.vm.scripts.bare import running

TIMES = 20


def taken(session, lines):
    """Bytes of feeding each of the lines: the median, since the first ones fill what is kept."""
    found = []
    for line in lines:
        before = gc.mem_alloc()
        session.feed(line)
        found.append(gc.mem_alloc() - before)
    return sorted(found)[len(found) // 2]


def checked(number):
    head = b"!%d DEL:STAT?" % number
    return head + b" ~" + crc_text(head) + b"\n"


def main():
    _, turn = running()
    gc.disable()
    session = turn.session
    for question in (b"DEL:STAT?", b"*STB?", b"DEL:VOL:TOT?"):
        line = question + b"\n"
        print("%s: %d bytes" % (question.decode(), taken(session, [line] * TIMES)))
    new = [b"*ESE %d\n" % number for number in range(TIMES)]
    print("new line: %d bytes" % taken(session, new))
    print("checked: %d bytes" % taken(session, [checked(number) for number in range(TIMES)]))


main()
