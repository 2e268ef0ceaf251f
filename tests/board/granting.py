"""On a bench plain lines may order: by one signed line, with the button held; and it is kept."""

from host_sim.pico.bench import PicoBench
from tests.commands.published import KEYS
from tools.pumpctl.client.envelope import signed


def order_signed(bench: PicoBench, line: str, role: str) -> None:
    """A line that must not be refused, signed with the role's published key."""
    serial = bench.ask("*IDN?").split(",")[2]
    challenge = bench.ask("AUTH:CHAL?")
    reply = bench.ask(signed(challenge, line, KEYS[role], serial).data.decode())
    if not reply.startswith(f"!{challenge} 0 "):
        raise RuntimeError(f"{line}: {reply}")


def grant(bench: PicoBench) -> None:
    """From now on, and after power cuts, a plain line may do anything."""
    bench.plant.faults.set("button")
    order_signed(bench, "AUTH:PLA SERV", "SERVICE")
    bench.plant.faults.clear("button")
