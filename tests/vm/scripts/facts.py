"""What the machine is and does: facts.py size | echo TEXT | lines N | exit | raise"""

import gc
import sys


def heap_of_sum(left, right):
    """Bytes that the sum takes on the heap: none while it is a small integer."""
    gc.disable()
    before = gc.mem_alloc()
    total = left + right
    return gc.mem_alloc() - before if total else 0


def size():
    heap_of_sum(1, 1)
    for bits in range(8, 66):
        largest = (1 << (bits - 1)) - 1
        if heap_of_sum(largest, 1):
            return bits
    return None


what = sys.argv[1]
if what == "size":
    print("small integers: %d bits" % size())
elif what == "echo":
    print(sys.argv[2])
elif what == "lines":
    for number in range(int(sys.argv[2])):
        print("line %d" % number)
elif what == "exit":
    sys.exit(3)
else:
    raise ValueError(what)
