"""What docs/alarms.md says of one condition."""

from dataclasses import dataclass

# L 263-268, 1422-1430, in short; as the patient's leaflet has them
LACK = (
    "increase or return in spasticity, itching, low blood pressure, light-headedness, tingling "
    "sensation; later high fever, altered mental status, muscle rigidity"
)
# L 1409-1418
EXCESS = (
    "unusual muscular weakness, sleepiness, dizziness, excessive salivation, nausea, difficulties "
    "in breathing, seizures, loss of consciousness"
)


@dataclass(frozen=True)
class Told:
    """Of one condition.

    priorities  those that it may have, the lowest first
    when        what raises it, and what makes it rise
    do          what to do about it
    row         its condition in table C.4 of the alarm requirements, empty where it is ours
    fi          numbers of the failures (FI) that it answers
    """

    priorities: tuple[int, ...]
    when: str
    do: str
    row: str
    fi: tuple[int, ...] = ()
