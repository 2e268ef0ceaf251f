"""Keys: enrolled with a hand on the button, used, mistaken, replaced; and rights that are gone.

A scenario cannot sign: there a signed order stands as a plain one, and what needs a key as a note.
"""

from hashlib import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.living import Dice, Life

_ROLES = ("OPERATE", "PRESCRIBE", "SERVICE")
_WRONG_TRIES = 6  # one more than are free
_ORDERS = ("ALAR:AUD:PAUS 60", "DEL:SUSP 60 S", "ALAR:TEST", "THER:OBS:END", "DEL:MINR")


def keys(life: "Life", dice: "Dice") -> None:
    """Two of these, and whatever became of them plain lines may everything again."""
    for at in range(2):
        _ACTS[dice[at] % len(_ACTS)](life, dice[at:] + dice[:at])
    regain(life)


def published(role: str) -> bytes:
    """The key that a bench unit has of its own."""
    return sha256(b"Cisterna published test key " + role.encode()).digest()


def _key(life: "Life", role: str) -> bytes:
    return life.wanted.keys.get(role) or published(role)


def _made(dice: int) -> bytes:
    """By chance."""
    return sha256(b"%d" % dice).digest()


def _hex(key: bytes) -> str:
    return '"%s"' % key.hex()


def enroll(life: "Life", dice: "Dice") -> None:
    """A role's first key; a second one so is refused. At times nobody holds the button."""
    role, key = _ROLES[dice[1] % 3], _made(dice[2])
    if dice[3] % 8:
        life.fault("button", 1)
    if life.client.order("AUTH:ENR %s,%s" % (role[:4], _hex(key))) == 0:
        life.wanted.keys[role] = key
    life.fault("button", 0)


def rotate(life: "Life", dice: "Dice") -> None:
    """Another key for a role."""
    role, key = _ROLES[dice[1] % 3], _made(dice[2])
    if life.client.order("AUTH:ROT %s,%s" % (role[:4], _hex(key))) == 0:
        life.wanted.keys[role] = key


def sign(life: "Life", dice: "Dice") -> None:
    """An order, signed."""
    role = _ROLES[dice[1] % 2]
    life.client.signed(_ORDERS[dice[2] % len(_ORDERS)], _key(life, role))


def guess(life: "Life", dice: "Dice") -> None:
    """Somebody who has no key tries again and again."""
    for at in range(_WRONG_TRIES):
        life.client.signed("DEL:STAR CONFIRM", _made(dice[1] + at))
    life.client.signed("DEL:STAR CONFIRM", _key(life, "OPERATE"))  # has to wait with the rest


def rotten(life: "Life", dice: "Dice") -> None:
    """A copy of the keys rots, or both, which the next power-on finds."""
    for copy in ("ab", "a", "b")[dice[1] % 3]:
        life.rot("keys." + copy, False)
    life.power_off(1 + dice[2] % 10_000)
    if life.client.ask("AUTH:KEYS?").endswith("NONE"):
        life.wanted.keys.clear()


def lock(life: "Life", dice: "Dice") -> None:
    """Plain lines may less; one that is refused for that."""
    role = ("OBS", "OPER", "PRES")[dice[1] % 3]
    if life.client.quiet("AUTH:PLA " + role) == 0:
        life.client.quiet("AUTH:PLA SERV")


def unkept(life: "Life", dice: "Dice") -> None:
    """A key that the program has no room to write down, or a defect keeps it from: the one before
    stays."""
    life.fail(1, dice[2] % 2)
    life.client.order("AUTH:ROT %s,%s" % (_ROLES[dice[1] % 3][:4], _hex(_made(dice[3]))))


_ACTS = (unkept, enroll, enroll, rotate, sign, guess, lock, rotten)


def regain(life: "Life") -> None:
    """Whoever holds the button and SERVICE's key lets plain lines do everything."""
    client = life.client
    if client.ask("AUTH:PLA?") == "SERVICE":
        return
    life.bench.inject("button", 1)
    for _ in range(2):
        if client.signed("AUTH:PLA SERV", _key(life, "SERVICE"), False) == 0:
            break
        life.bench.run_to(life.now_ms() + 301_000)  # what wrong signatures have left to wait
        life.told.at(life.now_ms())
    life.bench.inject("button", 0)
