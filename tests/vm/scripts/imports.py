"""Imports each module that is named, and prints how many: imports.py MODULE..."""

import sys

for name in sys.argv[1:]:
    __import__(name)
print("%d imported" % len(sys.argv[1:]))
