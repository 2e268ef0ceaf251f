"""What hands and orders have made true, by the judges' own account. Imports nothing."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.witness import Witness


class Facts:
    """What the rules share: what hands and orders have made true, by the judges' own account.

    volume_nl   of the reservoir by the syringe's label and the rotor's steps; None: not filled
    filled      and nobody has said since that it was emptied
    filled_ms   when; stable_ms: how long the preparation is
    staged_ms   when something was staged and left alone; 0: never
    boots_ms    the last power-ons
    acks        alarm -> ms when a person reset it last
    gap_ms      when the power was back after a day without, in which it should have run
    mismatch_ms when a withdrawn volume was told that label and rotor do not leave
    stored_ms   when the power came to a copy that was bad, and how grave: stored_level
    ended_ms    when the board was back after an exception that was planted had ended a turn
    fitted_ms   when the battery was; calendar: its end ends therapy
    raised_ms   when the dose of a continued therapy was raised, since nothing interrupted it
    bolus_ms    until when the bolus under way lasts at least; bolus_cut_ms: when one was cut
    logged_ms   when an order was done that the log has to hold
    """

    def __init__(self) -> None:
        self.volume_nl: int | None = None
        self.rotor = 0
        self.filled = False
        self.filled_ms = 0
        self.stable_ms = 0
        self.staged_ms = 0
        self.boots_ms: list[int] = []
        self.acks: dict[str, int] = {}
        self.logged_ms = 0
        self.gap_ms = 0
        self.stored_ms = self.stored_level = 0
        self.ended_ms = 0
        self.fitted_ms = 0
        self.calendar = False
        self.raised_ms: list[int] = []
        self.bolus_ms = self.bolus_cut_ms = 0
        self.mismatch_ms = 0

    def forgotten(self) -> None:
        """The pump has lost all that it had kept: what it told of that it tells no more."""
        self.volume_nl = None
        self.filled = False
        self.gap_ms = self.mismatch_ms = self.ended_ms = self.bolus_cut_ms = 0
        self.calendar = False
        self.boots_ms = []

    def left_nl(self, witness: "Witness") -> int:
        """By label and rotor, now."""
        if self.volume_nl is None:
            return 1 << 40
        return self.volume_nl - (witness.rotor - self.rotor) * 1_000_000 // 64_000
