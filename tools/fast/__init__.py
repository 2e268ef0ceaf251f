"""An optional fast build of the simulator: the same sources, compiled by mypyc on a host.

The pure build stays the reference. `python -m tools.fast build` writes build/fast, a tree with the
layout of this one; `compare` plays scenarios in both and tells what differs. Knows which files are
compiled and why the others are not; no source is changed.
"""
