"""Who is on the line, and how it is asked and ordered: what every part of a `Pump` is handed."""

import re

from . import read, replies
from .answers import Identity
from .conversation import Conversation, Done
from .keys import Keys
from .trouble import Disturbed

_SERIAL = re.compile(r"[0-9A-Za-z._-]{1,32}")


class Instrument:
    """A conversation, the key file for it, and the pump's identity. Knows no therapy."""

    def __init__(self, conversation: Conversation, keys: Keys) -> None:
        self.conversation = conversation
        self.keys = keys
        self.identity = self.identify()

    def identify(self) -> Identity:
        """Who answers now; keys go on being those of `identity`. Disturbed: no Cisterna pump."""
        who, options = read.split(self.ask("*IDN?;*OPT?"), 2)
        maker, model, serial, version = read.exactly(who, 4)
        if not _SERIAL.fullmatch(serial):  # keys are filed under it
            raise Disturbed(f'"{serial}" is no serial number', "is this a Cisterna pump?")
        return Identity(maker, model, serial, version, tuple(options))

    def ask(self, message: str) -> bytes:
        """Any question, or a setting that needs no right, as SCPI text; its response."""
        return self.conversation.ask(message)

    def parts(self, message: str, count: int) -> list[list[str]]:
        """The fields of each of so many queries of one line."""
        return read.split(self.ask(message), count)

    def fields(self, message: str) -> list[str]:
        """The fields of one query."""
        return replies.fields(self.ask(message))

    def order(self, role: str, message: str) -> Done:
        """Any order as SCPI text, signed with that role's key of this pump."""
        serial = self.identity.serial
        return self.conversation.order(
            message, self.keys.key(serial, role), serial, self.keys.origin(serial, role)
        )
