"""A block device in memory whose power can be cut within any change. Runs on MicroPython.

Knows blocks and bytes, as NOR flash has them: a program clears bits, an erase sets a block's.
"""

PROGRAM, ERASE = 0, 1
WHOLE, HALF, NONE = 0, 1, 2
TEARS = (NONE, HALF, WHOLE)  # what of the change at the cut still happens


class RamDisk:
    """`cut_at`: which change from now on is the last, 0 the first; None: none is.

    changes   programs and erases so far
    dead      whether the cut has come: nothing is read or changed from then on
    fails_at  from which change on each is refused with EIO, and nothing happens; None: none is
    """

    def __init__(self, image, block_bytes=4096):
        self.image = image
        self.block_bytes = block_bytes
        self.changes = 0
        self.cut_at = None
        self.tear = NONE
        self.fails_at = None
        self.dead = False

    def readblocks(self, block, buf, off=0):
        if self.dead:
            return -5
        at = block * self.block_bytes + off
        buf[:] = memoryview(self.image)[at : at + len(buf)]
        return 0

    def writeblocks(self, block, buf, off=0):
        if self.dead:
            return -5
        at = block * self.block_bytes + off
        return self._change(PROGRAM, at, bytes(buf))

    def ioctl(self, op, arg):
        if op == 4:
            return len(self.image) // self.block_bytes
        if op == 5:
            return self.block_bytes
        if op == 6:
            return self._change(ERASE, arg * self.block_bytes, b"\xff" * self.block_bytes)
        return 0

    def _change(self, kind, at, data):
        if self.dead:
            return -5
        if self.fails_at is not None and self.changes >= self.fails_at:
            return -5
        if self.changes == self.cut_at:
            self.dead = True
            part = (len(data), len(data) // 2 + 3, 0)[self.tear]
            self._do(kind, at, data[:part])
            return -5
        self.changes += 1
        self._do(kind, at, data)
        return 0

    def _do(self, kind, at, data):
        if kind == ERASE:
            self.image[at : at + len(data)] = data
        else:
            for i in range(len(data)):
                self.image[at + i] &= data[i]
