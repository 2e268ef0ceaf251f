"""What the process that forks simulators has imported before the first of them."""

import host_sim.cli
import host_sim.server.serve  # noqa: F401
