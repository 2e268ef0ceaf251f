"""Names that the contract suite's calls are evaluated with, on the board. Sent after server.py.

The ring is cut to four sectors and the files to eight blocks, so that a full medium is soon full.
"""

import os

import _rp2 as rp2  # the pump's image has no other
import board
import machine
import vfs

from pump.drivers.rp2_nor import Nor

FILES_START = 1024 * 1024  # where the board's own files do not reach
FILES_BYTES = 8 * 4096

os.umount("/")
device = rp2.Flash(start=FILES_START, len=FILES_BYTES)
try:
    small = vfs.VfsLfs2(device, progsize=256)
except OSError:
    vfs.VfsLfs2.mkfs(device, progsize=256)
    small = vfs.VfsLfs2(device, progsize=256)
vfs.mount(small, "/")

h = board.make_hal()
# The suite waits for longer than the watchdog does, which no turn feeds here: off, until h.feed().
machine.mem32[0x4005B000] = 1 << 30  # WATCHDOG_CTRL, to clear: ENABLE
h.flash = Nor(1280 * 1024, 4)
buf = bytearray()
big = bytearray(4 * 4096)


def act(result):
    """What a call gave between the moment before it and a look after it."""
    return (result[0], result[1], peek())


def traced():
    """What the Hal says of an exception."""
    try:
        raise KeyError("traced")
    except KeyError as fault:
        return h.traceback(fault)


def peek():
    """Count, position and state, without telling a halt."""
    motor = h.motor
    halted = motor.halted
    seen = (motor.counted(), motor.moved(), motor.state())
    motor.halted = halted
    return seen


def set_rotor(counts):
    """Let the encoder's counter begin at so many counts (negative: before its ring's end)."""
    source = rp2.StateMachine(1)
    source.active(0)
    source.put((1 << 29) - counts)
    source.exec(0x8080)
    source.exec(0xA027)
    source.active(1)


def read(at, count):
    """Into `big`, from the raw flash."""
    h.flash.read(at, memoryview(big)[:count] if count <= len(big) else bytearray(count))
