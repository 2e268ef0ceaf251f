"""`python -m tools.pumpctl`."""

from tools.pumpctl.cli import app

app(prog_name="pumpctl")
