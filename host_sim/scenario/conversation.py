"""A session with a bench's pump, line by line, whichever way its bytes come in.

Runs on CPython and on the MicroPython VM: a served pump has one for each port, a page in which the
pump itself runs has one.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.board.bench import Bench
    from host_sim.board.hands import Hands
    from host_sim.scenario.story import Story


class Conversation:
    """The session with the pump that is there now: a power cut ends the one before.

    plain  role of a plain line; None: what the pump itself grants
    story  is told of each line and of what came of it
    """

    def __init__(
        self,
        bench: "Bench",
        hands: "Hands",
        plain: "int | None" = None,
        story: "Story | None" = None,
    ) -> None:
        self._bench = bench
        self._hands = hands
        self._plain = plain
        self._story = story
        self._half = b""  # of a line, as the story has heard it
        self._instrument = bench.instrument
        self._session = self._new_session()

    @property
    def session(self):
        """The wire's session."""
        if self._instrument is not self._bench.instrument:
            self._instrument = self._bench.instrument
            self._session = self._new_session()
        return self._session

    def _new_session(self):
        instrument = self._instrument
        if self._plain is not None:
            return instrument.new_session(self._plain)
        session = instrument.new_session()
        session.granted = instrument.plain  # not what the bench itself may
        instrument.context.sessions.append(session)
        return session

    def line(self, data: bytes) -> bytes:
        """A line, or a part of one, to the pump; what it answers. The bench follows."""
        at_ms = self._bench.time_ms()
        answer = self._bench.converse(self.session, data)
        self._hands.follow()
        self._tell(at_ms, data)
        return answer

    def cut(self) -> None:
        """The power goes where the last line has asked for that."""
        off_ms = self._bench.cut_wanted()
        if off_ms:
            self._bench.power_cycle(off_ms)

    def lost(self) -> None:
        """The line went: half of one goes with it."""
        self._half = b""
        self.session.lost()

    def close(self) -> None:
        """The pump forgets the session."""
        sessions = self._instrument.context.sessions
        if self._session in sessions:
            sessions.remove(self._session)

    def _tell(self, at_ms: int, data: bytes) -> None:
        """The story hears of whole lines. Their errors show in the queue, whoever reads it."""
        if self._story is None or not data:
            return
        self._half += data
        if self._half[-1] not in b"\n\r":
            return
        errors = self._instrument.context.status.errors
        said = "".join([chr(byte) for byte in self._half])
        self._story.said(at_ms, said, errors.newest, self._bench.pump)
        errors.newest = 0
        self._half = b""
