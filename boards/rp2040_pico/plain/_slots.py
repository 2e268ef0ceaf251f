"""Which of two firmware sets runs: the new one on trial, and the old one again if it fails.

/set_a and /set_b hold a set each (_set.py). /slot says what to run, five bytes:

    b a t    b is on trial and has not failed to start yet; a has proved itself
    b a 1    b was started and has not come through; so many starts are left
    b a -    b has proved itself: the self-test passed, a quantum was delivered (pump/app/trial.py)
    a b !    b did not come through: a again
    a - -    a is the first one

A file changes by a rename, so a cut leaves the old or the new. Frozen into plain.uf2: deploying
changes nothing of this. Does not know how a set gets here, nor from where it runs (_area.py).
"""

import io
import os

import _area
from _set import Unfit, check

BOARD = "rp2040_pico"
ARRIVED = "/~set"  # a set on its way
SLOT = "/slot"
_ASIDE = "/~new"  # as drivers/files.py has it: what is left of a cut goes with its own
_FAULT = "/firmware_fault"  # as app/firmware_fault.py has it: told in both logs, and as an alarm
_RETURNED = "FirmwareReturned"
_STARTS = 2  # one reset that has nothing to do with it does not condemn a set
_REASON_BYTES = 150
TRIAL, PROVEN, RETURNED, NONE = "t", "-", "!", "-"
_KNOWN = (TRIAL, PROVEN, RETURNED, "0", "1")


def path(slot):
    """Where a slot's set lies."""
    return "/set_" + slot


def there(slot):
    """Whether a slot holds anything."""
    try:
        os.stat(path(slot))
    except OSError:
        return False
    return True


def state():
    """(slot that runs, the other or NONE, what is known of the first); None with no set at all.

    Where /slot is not to be read, what is there runs, a before b.
    """
    try:
        words = _read(SLOT).decode().split(" ")
        if len(words) == 3 and there(words[0]) and words[2] in _KNOWN:
            return words[0], words[1] if there(words[1]) else NONE, words[2]
    except (OSError, UnicodeError):
        pass
    found = [slot for slot in "ab" if there(slot)]
    return (found[0], NONE, PROVEN) if found else None


def choose():
    """The slot to start now, ready to be imported from; a start less left for one on trial. None
    where no set is whole."""
    found = state()
    if found is None:
        return None
    slot, other, known = found
    trial = other != NONE and known not in (PROVEN, RETURNED)
    left = 0 if not trial else _STARTS if known == TRIAL else int(known)
    first, second = (other, slot) if trial and not left else (slot, other)
    chosen = first if ready(first) else second if ready(second) else None
    try:
        if chosen == other and chosen != NONE:
            tell(_RETURNED + " %s:%s" % (slot, other))
            _note(other, slot, RETURNED)
        elif chosen == slot and left:
            _note(slot, other, str(left - 1))
    except OSError:
        if chosen == slot and ready(other):
            return other  # a start that cannot be counted is the proven one's
    return chosen


def ready(slot):
    """Whether a slot's set is whole, and where it runs from; it is copied there if need be."""
    try:
        _area.bring(path(slot), BOARD)
    except (OSError, Unfit) as reason:
        print("slot", slot, reason)
        return False
    return True


def on_trial():
    """Whether what runs has another to fall back to, and no proof yet."""
    found = state()
    return found is not None and found[1] != NONE and found[2] not in (PROVEN, RETURNED)


def tell(reason):
    """Have the next start tell a reason, in front of what it would have told."""
    try:
        before = _read(_FAULT).decode()
    except (OSError, UnicodeError):
        before = ""
    if not before.startswith(reason.split(" ")[0]):
        _write(_FAULT, (reason + " " + before).strip().encode()[:_REASON_BYTES])


def proven():
    """The slot that an update must leave alone; None with no set at all."""
    found = state()
    if found is None:
        return None
    return found[1] if on_trial() else found[0]


def accept(signed):
    """Take what has arrived: checked whole, `signed(digest)` asked, and then on trial from the next
    start on. The slot that it has got. Unfit or OSError, and nothing has changed."""
    digest = check(ARRIVED, BOARD)
    if not signed(digest):
        raise Unfit("its signature is not of this pump's SERVICE key")
    keep = proven()
    slot = "b" if keep == "a" else "a"
    os.rename(ARRIVED, path(slot))
    if keep is None:
        _note(slot, NONE, PROVEN)
    else:
        _note(slot, keep, TRIAL)
    return slot


def roll_back():
    """The other set from the next start on: on trial, or for good where the present one has no
    proof. The slot. Unfit when there is none."""
    found = state()
    if found is None or found[1] == NONE:
        raise Unfit("there is no other set")
    slot, other, _ = found
    check(path(other), BOARD)
    _note(other, slot, PROVEN if on_trial() else TRIAL)
    return other


def _note(slot, other, known):
    _write(SLOT, ("%s %s %s" % (slot, other, known)).encode())


def _read(name):
    with io.open(name, "rb") as file:  # noqa: UP020 - a test has its own
        return file.read()


def _write(name, data):
    with io.open(_ASIDE, "wb") as file:  # noqa: UP020
        file.write(data)
    os.rename(_ASIDE, name)
