"""Every safety line has a test that notices when it is gone.

`lines.toml` names the lines; `python -m tools.mutants` takes each one out in a copy of the tree,
runs the pump's own tests there, and says which lines nothing guards.
"""
