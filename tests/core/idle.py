"""What a bench's pump has beside its motor and its stores: nobody talks to it, nothing tests it.

Plain Python: it runs on the VMs too.
"""


class Link:
    dropped = 0

    def read(self):
        return b""

    def write(self, data):
        pass

    def lost(self):
        return False


class Untested:
    """No test of itself: this bench has no program in flash, no lamps and no heap."""

    def go_on(self, clock):
        pass


class Session:
    def feed(self, data):
        return b""

    def stops(self, data):
        return False

    def orders(self, data):
        return False

    def idle(self):
        return b""

    def waiting(self):
        return False

    def lost(self):
        pass
