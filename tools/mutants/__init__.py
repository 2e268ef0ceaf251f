"""Every safety line has a test that notices when it is gone.

`lines/` names the lines, room by room; `python -m tools.mutants` takes each one out in a copy of
the tree, runs the pump's own tests there, those that know its room first, and says which lines
nothing guards.
"""
