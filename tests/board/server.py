"""Runs on the board under test, in MicroPython: a Hal whose methods are called over UART0.

One line a call, one line an answer. `@<us> <expression>` is evaluated when the timer shows that
microsecond, so that a tester can look at a set moment however long his line takes to arrive.
USB stays free for the Hal's own link. Not part of the firmware.
"""

import binascii
import select
import time

import machine
import micropython

RING = 0x3FFFFFFF
LATE = 0x20000000
LONGEST_MS = 60_000


def wait_for(us):
    """Until the timer's ring shows that; at once when it is past."""
    while True:
        left = us - time.ticks_us() & RING
        if left == 0 or left >= LATE:
            return
        if left > 4_000:
            time.sleep_ms(left // 1_000 - 3)


def answer(line, names):
    """What the expression gives, or the error it raises."""
    at = None
    if line.startswith("@"):
        at, line = line[1:].split(" ", 1)
    code = compile(line, "", "eval")
    if at:
        wait_for(int(at))
    try:
        result = eval(code, names)
    except OSError as error:
        return b"! OSError %d" % error.args[0]
    except ValueError as error:
        return b"! ValueError %s" % str(error).encode()
    if isinstance(result, (bytes, bytearray)):
        return b"x " + binascii.hexlify(result)
    return b"= " + repr(result).encode()


def serve(names):
    """Until the power goes."""
    machine.mem32[0x40058000] = 0  # no turn feeds the watchdog here
    micropython.kbd_intr(-1)
    line = machine.UART(0, 921_600, tx=machine.Pin(0), rx=machine.Pin(1), rxbuf=2_048)
    poller = select.poll()
    poller.register(line, select.POLLIN)
    line.write(b"ready\n")
    got = b""
    while True:
        for _ in poller.ipoll(LONGEST_MS):
            got += line.read() or b""
        while b"\n" in got:
            one, got = got.split(b"\n", 1)
            line.write(answer(one.decode(), names) + b"\n")
