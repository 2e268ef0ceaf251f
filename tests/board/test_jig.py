"""pumpctl jig against the real image on the emulated Pico: the rotor turns by the plant, the button
is pressed, faults are of the wires. Emulated: no pad of a real chip was shorted.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from host_sim.pico.bench import PicoBench
from tests.board.apart import apart
from tests.board.image import WIRING, image
from tests.board.jig_line import BoardLine
from tests.board.powered import new_board
from tests.tools.jig_hands import Hands, Watch, step_of, verdicts
from tests.tools.jig_rehearsal import ORDER
from tools.pumpctl import Keys, Pump
from tools.pumpctl.cli import app
from tools.pumpctl.client.keys import ROLES
from tools.pumpctl.commands import jig as command

STEPS = 640
KEYS = {role: bytes([number, *range(31)]) for number, role in enumerate(ROLES, 1)}


def press(bench: PicoBench) -> Callable[[bool], None]:
    return lambda down: bench.plant.faults.set("button", int(down))


@cache
def bare() -> bytes:
    """The flash of a board after its first boot."""
    bench = new_board(image())
    bench.boot()
    return bench.pico.flash_image()


@cache
def enrolled() -> tuple[bytes, str]:
    """The flash of one that has keys of its own, and their file."""
    bench = new_board(bare())
    bench.boot()
    with TemporaryDirectory() as folder:
        keys = Keys(Path(folder) / "keys.toml")
        pump = Pump(BoardLine(bench), keys)
        press(bench)(True)
        for role, key in KEYS.items():
            pump.keys.enrol(role, key)
        return bench.pico.flash_image(), keys.path.read_text()


def powered(flash: bytes, wiring: object = WIRING) -> PicoBench:
    bench = PicoBench(flash, wiring)
    bench.pico.flash.program_us, bench.pico.flash.erase_us = 50, 500
    return bench


def has_current(bench: PicoBench) -> bool:
    """Whether the board drives ENABLE, once the last order's lease is over."""
    bench.run_ms(1_500)
    return bench.pico.pins.driven(WIRING.ENABLE)


def swapped() -> SimpleNamespace:
    """The encoder's channels the other way round."""
    named = {name: getattr(WIRING, name) for name in dir(WIRING) if name.isupper()}
    named["ENCODER_A"], named["ENCODER_B"] = WIRING.ENCODER_B, WIRING.ENCODER_A
    return SimpleNamespace(**named)


def jigged(
    bench: PicoBench, keys_text: str, fast: float = 1.0, booted=None, **hands
) -> tuple[int, dict, int]:
    """Exit code, report, and what --verify says of it. `booted`: called once the pump answers."""
    bench.boot()
    if booted is not None:
        booted(bench)
    line = BoardLine(bench)
    serial = bench.ask("*IDN?").split(",")[2]
    person = Hands(**{"press": press(bench), "label": serial} | hands)
    watch = Watch(lambda: bench.pico.ns / 1e9, line.pass_s, fast)
    with TemporaryDirectory() as name:
        folder = Path(name)
        keys = folder / "keys.toml"
        keys.write_text(keys_text)
        keys.chmod(0o600)

        def call(*arguments: str) -> int:
            common = ["--port", "board", "--keys", str(keys), "jig", *arguments]
            return CliRunner().invoke(app, common, obj=lambda _port, _s: line).exit_code

        with (
            patch.object(command, "Person", lambda: person),
            patch.object(command, "RealTime", lambda: watch),
        ):
            code = call("--out", name, "--steps", str(STEPS))
        file = next(folder.glob("jig-*.json"))
        return code, json.loads(file.read_text())["report"], call("--verify", str(file))


def test_a_sound_board_passes_every_step() -> None:
    flash, keys = enrolled()

    def work() -> tuple[tuple[int, dict, int], int, bool]:
        bench = powered(flash)
        found = jigged(bench, keys)
        return found, bench.plant.stepper.position, has_current(bench)

    (code, report, checked), turned, current = apart(work)
    assert verdicts(report) == dict.fromkeys(ORDER, "PASS")
    assert (code, checked) == (0, 0)
    assert abs(int(step_of(report, "rotor")["measured"]["encoder"]) - STEPS) <= 4
    assert turned == STEPS
    assert not current


def short(pin: int, level: int) -> Callable[[PicoBench], None]:
    return lambda bench: bench.pico.pins.short(pin, level)


def held(bench: PicoBench) -> None:
    bench.plant.faults.set("stall")


def stuck(bench: PicoBench) -> None:
    """Not before the power came: a board that finds its button down then gives its line away."""
    short(WIRING.BUTTON, 0)(bench)


FAULTS = {
    "encoder reversed": ("rotor", "counts backwards", swapped, lambda _: None, {}),
    "encoder dead": ("rotor", "the encoder stands", None, short(WIRING.ENCODER_A, 0), {}),
    "rotor held": ("rotor", "the encoder stands", None, held, {}),
    "ENABLE on ground": ("driver", "ENABLE FAIL", None, short(WIRING.ENABLE, 0), {}),
    "ENABLE on 3.3 V": ("guard", "does not go low", None, short(WIRING.ENABLE, 1), {}),
    "lamp on ground": ("pins", "LAMPS FAIL", None, short(WIRING.LED_YELLOW, 0), {}),
    "lamp dark": ("signals", "red", None, lambda _: None, {"dark": ("lamp_red",)}),
    "button stuck": ("button", "nobody was asked", None, lambda _: None, {"booted": stuck}),
    "clock fast": ("clock", "ppm", None, lambda _: None, {"fast": 1.02}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_fails_its_step_with_cause_and_next_step(fault: str) -> None:
    name, cause, wiring, provoke, hands = FAULTS[fault]
    flash, keys = enrolled()

    def work() -> tuple[tuple[int, dict, int], str, bool]:
        bench = powered(flash, wiring() if wiring else WIRING)
        provoke(bench)
        found = jigged(bench, keys, **hands)
        return found, bench.ask("CAL:DISP?"), has_current(bench)

    (code, report, checked), order, current = apart(work)
    step = step_of(report, name)
    print(fault, verdicts(report), step["cause"], report["broken_off"])
    assert step["verdict"] == "FAIL" and cause in step["cause"] and step["next_step"]
    assert (code, report["verdict"], report["broken_off"]) == (1, "FAIL", "")
    assert checked == 0
    assert not order.startswith("RUN") and not current


def test_a_board_without_keys_of_its_own() -> None:
    code, report, checked = apart(lambda: jigged(powered(bare()), ""))
    step = step_of(report, "keys")
    assert step["verdict"] == "FAIL" and "OPERATE, PRESCRIBE, SERVICE" in step["cause"]
    assert (code, report["verdict"], checked) == (1, "FAIL", 0)
    assert {verdict for name, verdict in verdicts(report).items() if name != "keys"} == {"PASS"}
