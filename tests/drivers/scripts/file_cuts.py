"""Cuts the power in every change of every file operation, on MicroPython's own littlefs.

    file_cuts.py PROGSIZE SHARE

And has the medium refuse from every change on. Takes one in SHARE of the operations. Prints each
broken promise, and how many cuts and failures there were; exits 1 when a promise was broken.
"""

import os
import sys

import vfs

from pump.drivers.files import Files
from tests.drivers.scripts.ram_disk import TEARS, RamDisk

BLOCKS = 12
ROOT = "/ram/"
LEAST_CUTS = 3  # of one operation: an append is one change, torn in three ways


def content(size, seed=0):
    return bytes([(i * 7 + i // 256 + seed) & 0xFF for i in range(size)])


def boot(image):
    """The next start on what the cut left: (disk, files)."""
    try:  # noqa: SIM105 - no contextlib here
        vfs.umount("/ram")
    except OSError:
        pass
    disk = RamDisk(image)
    vfs.mount(vfs.VfsLfs2(disk, progsize=PROGSIZE), "/ram")
    return disk, Files(65536, ROOT)


def furnished(before):
    image = bytearray(b"\xff" * (4096 * BLOCKS))
    vfs.VfsLfs2.mkfs(RamDisk(image), progsize=PROGSIZE)
    _, files = boot(image)
    files.write("other", content(900, 3))
    if before is not None:
        files.write("state", before)
    return bytes(image)


def stands(files):
    try:
        return files.read("state")
    except OSError as error:
        if error.args[0] != 2:
            raise
        return None


def cut_everywhere(label, before, operation, after):
    """(cuts, broken promises) of an operation that turns `before` into `after`."""
    start = furnished(before)
    cuts = broken = 0
    seen = set()
    for tear in TEARS:
        number = 0
        while True:
            disk, files = boot(bytearray(start))
            disk.cut_at, disk.tear = disk.changes + number, tear
            try:  # noqa: SIM105
                operation(files)
            except OSError:
                pass  # what runs after the cut finds a dead device; nobody hears it
            if not disk.dead:
                break  # there was no such change
            number += 1
            cuts += 1
            _, files = boot(bytearray(disk.image))
            found = stands(files)
            if found != before and found != after:
                broken += 1
                print(f"{label}: cut {number}.{tear} left {found and found[:20]}")
            seen.add(found == after)
            if files.read("other") != content(900, 3) or "~new" in os.listdir("/ram"):
                broken += 1
                print(f"{label}: cut {number}.{tear} broke another file, or left one")
            files.write("state", b"anew")
            files.append("state", b" and on")
            if files.read("state") != b"anew and on":
                broken += 1
                print(f"{label}: after cut {number}.{tear} nothing can be written")
    if cuts < LEAST_CUTS or len(seen) != 2:
        broken += 1
        print(f"{label}: {cuts} cuts saw {seen}")
    return cuts, broken


def operations():
    for size in (0, 5, 300, 1100, 5000, 9000):
        new = content(size, 1)
        for old_size in (None, 0, 40, 1500, 6000):
            if old_size == size == 0:
                continue  # nothing to tell apart
            old = None if old_size is None else content(old_size, 2)
            name = f"{size} over {old_size}"
            yield "write " + name, old, (lambda files, data=new: files.write("state", data)), new
            if size:
                after = (old or b"") + new
                append = lambda files, data=new: files.append("state", data)  # noqa: E731
                yield "append " + name, old, append, after


def fail_everywhere(label, before, operation):
    """(failures, broken promises) of a medium that refuses from some change on, and recovers."""
    start = furnished(before)
    failures = broken = 0
    while True:
        disk, files = boot(bytearray(start))
        disk.fails_at = disk.changes + failures
        try:
            operation(files)
            return failures, broken
        except OSError as error:
            code = error.args[0]
        disk.fails_at = None
        failures += 1
        if code != 5 or stands(files) != before or not goes_on(files, before or b""):
            broken += 1
            print(f"{label}: failure {failures} gave {code}")
        _, files = boot(bytearray(disk.image))
        if files.read("state") != LONG or files.read("other") != content(900, 3):
            broken += 1
            print(f"{label}: after failure {failures} the next start finds something else")


def goes_on(files, before):
    """Whether the very files that saw the failure can be written as if nothing had been."""
    files.append("state", b"more")
    appended = files.read("state") == before + b"more"
    files.write("state", LONG)
    return appended and files.read("state") == LONG and files.read("other") == content(900, 3)


def main():
    cuts = failures = broken = 0
    for label, before, operation, after in list(operations())[::SHARE]:
        more = cut_everywhere(label, before, operation, after)
        also = fail_everywhere(label, before, operation)
        cuts += more[0]
        failures += also[0]
        broken += more[1] + also[1]
    print(f"{cuts} cuts, {failures} failures, {broken} broken")
    sys.exit(1 if broken else 0)


LONG = content(2_000, 9)
PROGSIZE = int(sys.argv[1])
SHARE = int(sys.argv[2])
main()
