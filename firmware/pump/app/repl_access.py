"""The REPL by the service button: at power-on, and never instead of therapy.

A reset that nobody meant, a watchdog's for one, gives nobody the REPL, however long the button is
down: it may be shorted. Knows the pump's state. Does not know the button.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.pump import Pump
    from pump.hal import Hal

_POWER = 0  # hal.reset_cause


def offer_repl(hal: "Hal", pump: "Pump") -> None:
    """Leave the line to the REPL if somebody asks for it: the power came, nothing flows nor will by
    itself (the rule of SYST:REPL), and the button stays down for 2 s. Then it does not return.

    `pump`: as the stores have it; nothing of it is looked at with the button up.
    """
    if hal.reset_cause != _POWER or pump.therapy.committed_to_flow():
        return
    if not hal.button_held_long():
        return
    try:
        hal.restart_to_repl()
    except OSError:
        pass  # no console behind this pump
