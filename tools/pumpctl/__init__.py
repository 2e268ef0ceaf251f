"""What a tester's computer does with a pump. Shares no code with the firmware.

    from pumpctl import Pump

`Pump` is the client; `pumpctl` on a command line is made of it. docs/pumpctl.md.
"""

from .client.answers import Interval, Status
from .client.conversation import Done
from .client.keys import Keys
from .client.programme import Programme, Segment
from .client.pump import Pump
from .client.quantities import Amount
from .client.toml import load as load_programme
from .client.trouble import (
    Differs,
    Disturbed,
    LinkLost,
    Mistake,
    Refused,
    Silence,
    Trouble,
    Uncertain,
    Unshown,
)

__all__ = [
    "Amount",
    "Differs",
    "Disturbed",
    "Done",
    "Interval",
    "Keys",
    "LinkLost",
    "Mistake",
    "Programme",
    "Pump",
    "Refused",
    "Segment",
    "Silence",
    "Status",
    "Trouble",
    "Uncertain",
    "Unshown",
    "load_programme",
]
