"""The monograph's checklists: what a person attests at a refill, a start, a holiday, a test dose.

The pump keeps a bit for each item, in this order; the words stand here. Order and number of the
items are for ever, for logs name them by it: another item goes behind the last one, and into the
firmware's count.
"""

from dataclasses import dataclass

from .client.trouble import Mistake

ALL, NONE = "all", "none"


@dataclass(frozen=True)
class Item:
    """One thing that a person did or saw to; `lines` are the monograph's."""

    name: str
    text: str
    lines: str


@dataclass(frozen=True)
class Checklist:
    """`word` is the pump's, LOG:ATTest <word>; `number` that of the log's ATTEST lines."""

    word: str
    number: int
    title: str
    items: tuple[Item, ...]

    def mask(self, names: list[str]) -> int:
        """A bit for each item named. Mistake for a name that none has."""
        known = [item.name for item in self.items]
        for name in names:
            if name not in known:
                text = f"the {self.title} checklist has no item {name}"
                raise Mistake(text, f"{ALL}, {NONE}, or of: {' '.join(known)}")
        return sum(1 << at for at, name in enumerate(known) if name in names)

    def named(self, mask: int) -> list[str]:
        """The names of the items that were attested."""
        return [item.name for at, item in enumerate(self.items) if mask >> at & 1]

    def told(self, mask: int) -> str:
        """What was attested and what was not, in a line."""
        done = self.named(mask)
        left = [item.name for item in self.items if item.name not in done]
        text = f"{self.title} checklist: {len(done)} of {len(self.items)} attested"
        return text + (f"; not attested: {' '.join(left)}" if left else "")


REFILL = Checklist(
    "REF",
    1,
    "refill",
    (
        Item("qualified", "Refilled by trained and qualified personnel", "L352-353"),
        Item("aseptic", "Strictly aseptic", "L359"),
        Item("inspected", "No particulate matter, no discoloration in any ampoule", "L1048-1049"),
        Item("unsterilized", "Not heat sterilized; not frozen, stored at 15-25 C", "L1036"),
        Item("diluent", "Mixed with preservative-free saline at most, no dextrose", "L1057-1063"),
        Item("port", "Into the reservoir's port, not the catheter's access port", "L363-365"),
    ),
)
START = Checklist(
    "STAR",
    2,
    "first start",
    (
        Item("evaluated", "Response to a screening bolus found safe and effective", "L189-191"),
        Item("infection", "Infection excluded", "L331-333"),
        Item("oral", "Oral antispastic drug reduced before, not abruptly", "L374-378"),
        Item("equipped", "Supervised, resuscitative equipment at hand", "L183-187, L794"),
        Item("informed", "Patient and carers know overdose, withdrawal, home care", "L201-204"),
        Item("inspected", "No particulate matter, no discoloration in the drug", "L1048-1049"),
        Item("unsterilized", "Drug not heat sterilized, filled aseptically", "L1036, L359"),
    ),
)
HOLIDAY = Checklist(
    "HOL",
    3,
    "holiday",
    (
        Item("hospital", "In a hospital unit", "L879"),
        Item("reduced", "Dose reduced gradually, over 2 to 4 weeks", "L873-874"),
        Item("alternative", "Another management of spasticity arranged", "L874-875"),
        Item("oral", "No oral antispastic drug stopped abruptly meanwhile", "L376-378"),
        Item("infection", "Infection excluded: withdrawal may resemble it", "L266-267, L885-887"),
        Item("informed", "Patient and carers know the signs of withdrawal", "L245-250, L263-268"),
    ),
)
SCREENING = Checklist(
    "SCR",
    4,
    "screening",
    (
        Item("equipped", "Supervised, resuscitative equipment at hand", "L183-187, L794"),
        Item("infection", "Infection excluded", "L331-333"),
        Item("ampoule", "Low concentration ampoules of 0.05 mg/mL used", "L807-808"),
        Item("inspected", "No particulate matter, no discoloration in the drug", "L1048-1049"),
    ),
)
LISTS = (REFILL, START, HOLIDAY, SCREENING)
