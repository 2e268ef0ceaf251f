"""Whose board this is: that it is bare, its label, its keys."""

from ..client.keys import ROLES
from .step import Finding, Jig


class Bare:
    """Nobody's therapy is on the board: what follows turns the rotor and writes a fill."""

    name = "board"
    asks = "no prescription is on the board, and nothing runs"
    needs: tuple[str, ...] = ()

    def judge(self, jig: Jig) -> Finding:
        pump = jig.pump
        state, of = pump.state(), pump.identity
        measured = {"model": of.model, "version": of.version, "state": state}
        if state in ("RUN", "SUSP"):
            return Finding(
                False, measured, f"therapy is not stopped: {state}", "this is no bare board"
            )
        if pump.prescription.active() is not None:
            return Finding(
                False,
                measured,
                "the board has a prescription: somebody's pump, or one that was tried",
                "pumpctl status; a board for a new pump is made empty first (docs/jig.md)",
            )
        jig.bare = True
        return Finding(True, measured)


class Serial:
    """The number on the label is the number that the pump signs with."""

    name = "serial"
    asks = "the serial number that the board tells is the one on its label"
    needs: tuple[str, ...] = ("board",)

    def judge(self, jig: Jig) -> Finding:
        told = jig.pump.identity.serial
        label = jig.operator.read("serial", "Serial number on the label")
        measured = {"told": told, "label": label}
        if told == label:
            return Finding(True, measured)
        return Finding(
            False, measured, f'the board says {told}, its label "{label}"', "print the right label"
        )


class OwnKeys:
    """Each role has a key of this board's own."""

    name = "keys"
    asks = "each role has an enrolled key, and not a published one"
    needs: tuple[str, ...] = ("board",)

    def judge(self, jig: Jig) -> Finding:
        measured = jig.pump.keys.states()
        missing = [role for role, state in measured.items() if state != "ENROLLED"]
        if not missing:
            return Finding(True, measured)
        return Finding(
            False,
            measured,
            f"no keys of the board's own: {', '.join(missing)}",
            f"pumpctl keys enrol {missing[0]} --generate, the button held; so for each role",
        )


class Signs:
    """The board signs with the keys that this computer has: else no order is worth sending."""

    name = "signing"
    asks = "the board signs with each role's key of this computer"
    needs: tuple[str, ...] = ("board",)

    def judge(self, jig: Jig) -> Finding:
        keys, serial = jig.pump.keys, jig.pump.identity.serial
        measured: dict[str, str] = {}
        for role in ROLES:
            measured[role] = keys.file.source(serial, role)
            if not keys.in_force(role):
                return Finding(
                    False,
                    measured,
                    f"the board does not sign with {keys.file.origin(serial, role)}",
                    "--keys FILE with the file that the keys were enrolled from",
                )
        return Finding(True, measured)
