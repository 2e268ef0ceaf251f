"""`python -m tools.pumpctl`, and `python -m pumpctl` where it is installed."""

from .cli import app

app(prog_name="pumpctl")
