"""The plant: the fluid's path with rotor, battery and board, switches, acts by hand, truths.

Physics, and nothing of the controller. Whoever drives the rotor calls advance(): the
simulator's motor, or whatever counts pulses on the pins of an emulated board.
"""

from host_sim.plant.battery import Battery
from host_sim.plant.board import Board
from host_sim.plant.catheter import Catheter
from host_sim.plant.faults import SHIPPED, Faults, SwitchTable
from host_sim.plant.fluid import Fluid
from host_sim.plant.head import Head
from host_sim.plant.patient import Patient
from host_sim.plant.reservoir import Reservoir
from host_sim.plant.stepper import NEVER, Stepper
from host_sim.plant.truth import QUANTITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def _nothing() -> None:
    """Nobody drives this plant lazily."""


class Plant(Fluid):
    """All parts as attributes; `faults` turns switches, `truth(name)` reads quantities.

    before, after   called by settle() and unsettle(): a driver that is lazy about time
                    brings the plant up to now in the one and plans anew in the other
    """

    __slots__ = ("after", "battery", "before", "board", "faults", "stepper")

    def __init__(
        self,
        capacity_nl: int = 20_000_000,
        patient: Patient | None = None,
        catheter: Catheter | None = None,
        rotor: int = 0,
        faults: SwitchTable = SHIPPED,
    ) -> None:
        """A pump as it leaves the box: empty, saline in the catheter, no drug in the patient.

        `rotor` is where the rotor stands at power-on, in steps.
        """
        super().__init__(
            Reservoir(capacity_nl), Head(float(rotor)), catheter or Catheter(), patient or Patient()
        )
        self.stepper = Stepper(rotor)
        self.battery = Battery()
        self.board = Board()
        self.before: Callable[[], None] = _nothing
        self.after: Callable[[], None] = _nothing
        self.faults = Faults(self, faults)

    # For whoever drives ---------------------------------------------------------------

    def settle(self) -> None:
        """Bring everything up to the driver's now. Before each look and each change."""
        self.before()

    def unsettle(self) -> None:
        """Something has changed: the driver has to think again."""
        self.after()

    def room_steps(self) -> int:
        """Whole steps from the rotor's position until pressure stops it; NEVER if it won't."""
        if not self.tubing.blocked:
            return NEVER
        room = self.tubing.room_nl()
        if room >= self.reservoir.nl:
            return NEVER  # it runs out of fluid before it runs out of room
        dead_end = self.head.angle_for(self.reservoir.stroke_for(room))
        steps = int(dead_end) - self.stepper.position
        return steps if steps > 0 else 0

    # Hands -----------------------------------------------------------------------------

    def fill(self, nl: float, ng_per_ml: float) -> float:
        """Inject a refill through the septum; returns the nL that would not go in."""
        self.settle()
        before = self.reservoir.ng_per_nl
        left = self.reservoir.fill(nl, ng_per_ml)
        if self.reservoir.ng_per_nl != before:
            self.tubing.keep_old(before)
        self.unsettle()
        return left

    def withdraw(self, nl: float | None = None) -> float:
        """Draw the reservoir empty, or `nl` of it; returns the nL that came."""
        self.settle()
        came = self.reservoir.withdraw(nl)
        self.unsettle()
        return came

    def prime_catheter(self, ng_per_ml: float) -> None:
        """Fill the catheter by hand, before it is connected: nothing reaches the patient."""
        self.settle()
        self.catheter.fill(ng_per_ml)

    def cap_injection(self, nl: float, ng_per_ml: float = 0.0) -> float:
        """Inject through the access port: the catheter's contents go into the CSF at once (S18).

        Returns the ng that the injection drove out of the catheter's far end.
        """
        self.settle()
        ng = self.catheter.push(nl, ng_per_ml / 1e6)
        if self.disconnected:
            self.lost_ng += ng
        else:
            self.patient.inject(ng)
        return ng

    def aspirate(self, nl: float) -> float:
        """Draw `nl` out through the access port: first what the catheter holds, then CSF, which
        stays in it. Returns the ng that came."""
        self.settle()
        if self.disconnected:
            return self.catheter.pull(nl, 0.0)
        csf = self.patient.csf_ng_per_ml() / 1e6
        ng = self.catheter.pull(nl, csf)
        self.patient.tap(nl / 1e6)
        return ng

    def puncture(self, ng: float) -> None:
        """A dose by lumbar puncture, past the pump."""
        self.settle()
        self.patient.inject(ng)

    def tap(self, ml: float) -> float:
        """Withdraw CSF (S63); returns the ng that came with it."""
        self.settle()
        return self.patient.tap(ml)

    # Truth -------------------------------------------------------------------------------

    def truth(self, name: str) -> float | int | None:
        """A quantity as it truly is now; the names are truth.NAMES. KeyError for another.

        None where there is nothing to say yet (the effect's reference on the first day).
        """
        quantity = QUANTITIES[name]
        self.settle()
        return quantity(self)
