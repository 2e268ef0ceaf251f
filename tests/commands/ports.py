"""A pump on its simulated board, with a tester's end of the line that carries raw bytes. Plain."""

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup


class Port:
    """Bytes in, and after that all that the pump has answered. No time passes but by SIM:TIME."""

    def __init__(self, setup=None):
        self.bench = Bench(setup or Setup())
        self.pump = self.bench.pump
        self.session = self.bench.turn.session
        self.context = self.bench.instrument.context
        self.bench.turn.turn()

    def exchange(self, data):
        link, turn = self.bench.hal.link, self.bench.turn
        answered = b""
        while data:
            data = data[link.offer(data) :]
            while link.waiting:
                turn.turn()
                answered += link.take()
        turn.turn()  # nothing has followed: a CR that waits has ended its line
        return answered + link.take()

    def ask(self, line):
        """The reply to a line, without its end."""
        return self.exchange(line.encode() + b"\n").decode().rstrip("\n")

    def error(self):
        """The number of the oldest entry of the error queue, taken out."""
        return int(self.ask("SYST:ERR?").split(",")[0])

    def run(self):
        """Constant therapy at 20 uL/h."""
        self.ask('PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;:PRES:SEGM1:RATE 240 UG/D')
        self.ask("PRES:COMM " + self.ask("PRES:DIG?"))
        self.ask("PRES:HIST CONT,240 UG/D;:RES:FILL 18 ML,500 UG/ML;:CATH:CONT 500 UG/ML,CONFIRM")
        self.ask("DEL:STAR")
        assert self.ask("DEL:STAT?") == "RUN"
