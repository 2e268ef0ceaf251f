"""What hands and orders have made true, by the judges' own account. Imports nothing."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.witness import Witness


class Facts:
    """What the rules share: what hands and orders have made true, by the judges' own account.

    volume_nl   of the reservoir by the syringe's label and the rotor's steps; None: not filled
    filled_ms   when; stable_ms: how long the preparation is
    staged_ms   when something was staged and left alone; 0: never
    boots_ms    the last power-ons
    acks        alarm -> ms when a person reset it last
    gap_ms      when the power was back after a day without, in which it should have run
    mismatch_ms when a withdrawn volume was told that label and rotor do not leave
    logged_ms   when an order was done that the log has to hold
    """

    def __init__(self) -> None:
        self.volume_nl: int | None = None
        self.rotor = 0
        self.filled_ms = 0
        self.stable_ms = 0
        self.staged_ms = 0
        self.boots_ms: list[int] = []
        self.acks: dict[str, int] = {}
        self.logged_ms = 0
        self.gap_ms = 0
        self.mismatch_ms = 0

    def left_nl(self, witness: "Witness") -> int:
        """By label and rotor, now."""
        if self.volume_nl is None:
            return 1 << 40
        return self.volume_nl - (witness.rotor - self.rotor) * 1_000_000 // 64_000
