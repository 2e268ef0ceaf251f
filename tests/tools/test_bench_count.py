"""The bench counts what it says it counts: on a small tree whose counts are known beforehand."""

import dis
import shutil
from pathlib import Path

import pytest

from tools.bench import instructions
from tools.bench.counts import DAY, REST, ROOMS, counted, hops, room_of
from tools.bench.programs import Unmeasured

ORDERS_PER_DAY = 2
DRIVER = """
import sys
from motor import Motor
from pump.core.plan import plan

def run(days):
    motor = Motor()
    for _ in range(days * 2):
        plan(motor)

if __name__ == "__main__":
    run(int(sys.argv[2]))
"""
MOTOR = """
class Motor:
    def start(self, steps, first_us):
        self.left = steps
"""
PLAN = """
def plan(motor):
    motor.start(6400, rest(1) + rest(2))

def rest(x):
    return x + 1
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A driver, a motor of a Hal and a core, in the places that the bench knows."""
    core = tmp_path / "firmware/pump/core"
    core.mkdir(parents=True)
    (core / "plan.py").write_text(PLAN)
    (tmp_path / "host_sim").mkdir()
    (tmp_path / "host_sim/bench.py").write_text(DRIVER)
    (tmp_path / "motor.py").write_text(MOTOR)
    return tmp_path


def straight(source: str, name: str) -> int:
    """Bytecodes of a function that does not jump: its instructions but RESUME, its entry."""
    place: dict = {}
    exec(compile(source, name, "exec"), place)
    return sum(one.opname != "RESUME" for one in dis.get_instructions(place[name]))


def test_every_bytecode_and_call_of_an_order_is_counted(tree: Path) -> None:
    first, later = counted(tree, "quanta", "0-1", "2-4")
    assert (first.orders, later.orders) == (ORDERS_PER_DAY, 2 * ORDERS_PER_DAY)
    assert later.bytecodes("core") == straight(PLAN, "plan") + 2 * straight(PLAN, "rest")
    assert later.calls("core") == 3
    assert later.calls(REST) == 1  # the motor's, which lies in no room here
    assert later.bytecodes() == later.bytecodes("core") + later.bytecodes(REST)


def test_the_loop_that_was_under_way_counts_too(tree: Path) -> None:
    (window,) = counted(tree, "quanta", "2-4")
    of_loop = [one for one in window.functions if one.name.endswith(" run")]
    assert of_loop
    assert of_loop[0].calls == 0
    assert of_loop[0].bytecodes >= window.orders * 3


def test_counts_are_the_same_each_time(tree: Path) -> None:
    assert counted(tree, "quanta", "1-3") == counted(tree, "quanta", "1-3")


def test_the_usual_path_goes_from_file_to_file(tree: Path) -> None:
    (window,) = counted(tree, "quanta", "2-4")
    core = "firmware/pump/core/plan.py"
    assert window.path == [("motor.py", "Motor.start"), (core, "plan")]
    assert hops(window.path, "firmware") == (1, 1)


def test_a_tree_without_a_motor_is_not_measured(tree: Path) -> None:
    (tree / "motor.py").rename(tree / "engine.py")
    driver = tree / "host_sim/bench.py"
    driver.write_text(driver.read_text().replace("from motor", "from engine"))
    with pytest.raises(Unmeasured, match=r"no call of start"):
        counted(tree, "quanta", DAY)


def test_a_tree_without_a_driver_says_where_it_was_looked_for(tree: Path) -> None:
    (tree / "host_sim/bench.py").unlink()
    with pytest.raises(Unmeasured, match=r"host_sim/bench\.py"):
        counted(tree, "quanta", DAY)


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("firmware/pump/core/motion/order.py", "core"),
        ("firmware/pump/core/ledger.py", "core"),
        ("firmware/pump/store/ring.py", "store"),
        ("firmware/pump/app/turn.py", "app"),
        ("firmware/pump/wire/session.py", REST),
        ("host_sim/motor.py", "motor"),
        ("host_sim/board/motor.py", "motor"),
        ("host_sim/plant/reservoir.py", "plant"),
        ("host_sim/board/clock.py", REST),
        ("json.py", REST),
    ],
)
def test_a_file_lies_in_a_room(path: str, room: str) -> None:
    assert room_of(path) == room
    assert room in (*ROOMS, REST)


@pytest.mark.skipif(shutil.which("valgrind") is None, reason="valgrind is not installed")
def test_a_days_instructions_are_what_two_runs_differ_by(tree: Path) -> None:
    driver = tree / "host_sim/bench.py"
    driver.write_text("import sys\nfor _ in range(int(sys.argv[2]) * 10_000):\n    pass\n")
    day = instructions.a_day(tree, "quanta", (10, 20))
    # 20 to 1000 a round of the loop; start-up, were it in, would be a tenth of some 100,000,000
    assert 200_000 < day < 10_000_000


def test_without_valgrind_it_says_so(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(Unmeasured, match="valgrind is not installed"):
        instructions.a_day(tree, "quanta", (1, 2))
