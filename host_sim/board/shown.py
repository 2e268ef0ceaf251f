"""What the board's lamps and buzzer play now, as text for the line."""

NAMES = ("lamp", "tone")
_LAMPS = ("RED", "YELLOW", "CYAN")


def told(name: str, shown: "tuple[int, tuple[int, ...], tuple[int, ...]]") -> str:
    """ms on, off, on, off ..., the lamp's behind its colour; NONE for nothing."""
    lamp, light, tone = shown
    fields = [str(ms) for ms in (tone if name == "tone" else light)]
    if name == "lamp" and fields:
        fields.insert(0, _LAMPS[lamp])
    return ",".join(fields) or "NONE"
