"""The tester's end of the line: tagged lines, repeated until they are answered.

On a noisy line it sends checked lines only, as the protocol asks. Knows no order's meaning.
"""

from binascii import crc32

from host_sim.swarm.signing import signature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.living import Life

_TRIES = 6
_COMMUNICATION_ERROR = -360
_STALE = -230
_PAUSE_MS = 1_000  # a line is remembered for ten seconds
_OFF_MS = 600_000
_MOST_PAUSES = 200
UNANSWERED = 1  # no number of the pump's


class Client:
    """Sends lines to the pump of one life. `tag` is that of the last order."""

    def __init__(self, life: "Life") -> None:
        self._life = life
        self.tag = 0
        plan = life.plan
        self._checked = "noise" in plan.kinds
        self._noise = 30 if "noise" in plan.kinds else 0
        self._repeats = 25 if "repeat" in plan.kinds else 0
        self._loses = 15 if "lost_reply" in plan.kinds else 0

    def ask(self, query: str) -> str:
        """The reply to a query; "" of a pump without power."""
        return self._life.bench.exchange(query)

    def set(self, line: str) -> int:
        """A line that nobody judges: 0, or the number with which it was refused."""
        return self._run(line)[0]

    def order(self, line: str) -> int:
        """An order: 0, the number with which it was refused, or UNANSWERED."""
        life = self._life
        before = life.witness.state()
        for judge in life.judges:
            judge.asked(life.witness, line)
        number, clean = self._run(line)
        life.tell_judges(line, number, before, clean)
        return number

    # Lines of another kind ---------------------------------------------------------------------

    def error(self) -> int:
        """The next entry of the error queue, 0 for none; UNANSWERED."""
        text = self.ask("SYST:ERR?").split(",")[0]
        number = int(text) if text else UNANSWERED
        if text and number:
            self._life.refused(number)
        return number

    def bare(self, line: str) -> int:
        """Without tag and check; its first error is read behind it, the rest is not."""
        self.ask(line)
        number = self.error()
        self._life.say("> " + line, 0 if number == UNANSWERED else number)
        self.ask("*CLS")
        return number

    def unread(self, line: str, times: int) -> None:
        """So often, and only then are the errors read."""
        for _ in range(times):
            self.ask(line)
        for _ in range(times):
            self.error()
        self.ask("*CLS")

    def stale(self, line: str) -> None:
        """With the tag of the line before: refused."""
        if not self._checked:
            self.ask("@%d %s" % (self.tag, line))
            self.error()

    def quiet(self, line: str) -> int:
        """As `set`; a scenario has it as a note, for what it does is undone by a signature."""
        self.tag += 1
        whole = self._enveloped(line)
        number = self.number(self._life.bench.exchange(whole))
        self._life.told.note(whole)
        if number:
            self._life.refused(number)
            self.ask("*CLS")
        return UNANSWERED if number is None else number

    def signed(self, line: str, key: bytes, ordered: bool = True) -> int:
        """By that key, once. `ordered`: the judges see it, and a scenario has it without."""
        life = self._life
        before = life.witness.state()
        if ordered:
            for judge in life.judges:
                judge.asked(life.witness, line)
        tag = self.ask("AUTH:CHAL?")
        head = "!%s %s" % (tag, line)
        mac = signature(key, life.bench.hal.serial, head)
        words = self.ask("%s ~%s" % (head, mac)).split(" ")
        number = int(words[1]) if len(words) > 1 and words[0] == "!" + tag else UNANSWERED
        if number not in (0, UNANSWERED):
            life.refused(number)
            self.ask("*CLS")
        if not ordered or number:
            life.told.note("signed: %s -> %d" % (line, number))
        else:
            life.say("> " + line)
        if ordered:
            life.tell_judges(line, number, before, number != UNANSWERED)
        return number

    def _run(self, line: str) -> "tuple[int, bool]":
        """Its number, and whether it was answered at once."""
        life, chance = self._life, self._life.chance
        self.tag += 1
        whole = self._enveloped(line)
        board, ended = life.bench.plant.board, life.bench.plant.board.ended
        known = -1  # in which boot the pump has taken it: its error is in the queue once
        for attempt in range(_TRIES):
            noisy = self._noise > 0 and chance.percent(self._noise)
            if noisy:
                life.bench.corrupt_link(1)
            reply = life.bench.exchange(whole)
            number = self.number(reply)
            if not noisy or number not in (None, _COMMUNICATION_ERROR):
                boot = life.witness.boots
                life.say("> " + whole, (number or 0) if known != boot else 0)
                known = boot
                if number is None:
                    life.say("# no answer")
            if number == _STALE and attempt:
                life.bench.exchange("*CLS")
                break  # it was run, and another line came between: the pump says what came of it
            lost = self._loses and chance.percent(self._loses)
            if number is not None and number != _COMMUNICATION_ERROR and not lost:
                if number:
                    life.refused(number)
                    life.bench.exchange("*CLS")
                elif self._again(noisy) and board.ended == ended:  # else it remembers no line
                    life.repeat(whole, number)
                return number, attempt == 0
            self._pause()
        return self._last(), False

    def _again(self, noisy: bool) -> bool:
        """Whether the client repeats a line that was carried out."""
        return bool(self._repeats) and not noisy and self._life.chance.percent(self._repeats)

    def _last(self) -> int:
        """Never answered: what the pump says of the last line that it has run."""
        tag, _, number = self._life.bench.exchange("SYST:COMM:LAST?").partition(",")
        return int(number) if tag == '"%d"' % self.tag else UNANSWERED

    def _pause(self) -> None:
        """Until the line is tried once more: a second; without power until it is back."""
        bench = self._life.bench
        bench.run_to(bench.time_ms() + _PAUSE_MS)
        for _ in range(_MOST_PAUSES):
            if bench.powered:
                break
            bench.run_to(bench.time_ms() + _OFF_MS)
        self._life.told.at(bench.time_ms())

    def _enveloped(self, line: str) -> str:
        if not self._checked:
            return "@%d %s" % (self.tag, line)
        said = "!%d %s" % (self.tag, line)
        return "%s ~%08X" % (said, crc32(said.encode()) & 0xFFFFFFFF)

    def number(self, reply: str) -> "int | None":
        """The number of our line's reply; None where it is no reply of ours."""
        mark = "!" if self._checked else "@"
        words = reply.split("\n")[-1].split(" ")
        if len(words) < 2 or words[0] != "%s%d" % (mark, self.tag):
            return None
        try:
            return int(words[1])
        except ValueError:
            return None
