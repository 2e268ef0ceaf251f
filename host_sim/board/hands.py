"""The hands at a bench whose pump is driven over a line: what the pump is told of has happened.

RES:FILL also fills the plant's reservoir, unless a fault lets the drug go elsewhere, RES:EMPTy
empties it, CATH:CONTents fills the catheter. Runs on CPython and on the MicroPython VM.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.board.bench import Bench


class Hands:
    """They follow one bench from now on."""

    def __init__(self, bench: "Bench") -> None:
        self._bench = bench
        self._look()

    def _look(self) -> None:
        pump = self._bench.pump
        self._pump = pump
        self._fills = pump.reservoir.fills
        self._filled = pump.reservoir.filled()
        self._attests = pump.drug.catheter.attests

    def follow(self) -> None:
        """After a line: do what it told the pump of."""
        pump, plant = self._bench.pump, self._bench.plant
        if pump is not self._pump:  # another one after a power cut: what it knows is no news
            self._look()
        reservoir, catheter = pump.reservoir, pump.drug.catheter
        if reservoir.fills != self._fills:
            plant.withdraw()
            plant.fill(reservoir.volume_nl(), reservoir.concentration_ng_per_ml)
        if self._filled and not reservoir.filled():
            plant.withdraw()
        if catheter.attests != self._attests:
            plant.prime_catheter(catheter.tip_ng_per_ml())
        self._look()
