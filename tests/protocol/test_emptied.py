"""What hands did at a served simulator's reservoir is done at its plant when the pump is told."""

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from host_sim.server.serve import Server


def test_the_plant_follows_an_emptying_and_a_fill():
    bench = Bench(Setup())
    server = Server(bench, [])
    seen = []
    for line in (
        "RES:FILL 18 ML,500 UG/ML",
        "RES:EMPT",
        "RES:FILL 17 ML,1 MG/ML",
        "RES:FILL 17 ML,1 MG/ML,24 HR",
        "RES:EMPT;FILL 10 ML,2 MG/ML",
        "RES:EMPT",
    ):
        bench.exchange(line)
        server.hands.follow()
        seen.append(round(bench.plant.reservoir.nl / 1_000_000))
    assert seen == [18, 0, 0, 17, 10, 0]
