"""On a bench plain lines may order: by one signed line, with the button held; and it is kept."""

from host_sim.pico.bench import PicoBench
from tests.commands.published import KEYS
from tools.pumpctl.client.envelope import signed


def order_signed(bench: PicoBench, line: str, role: str) -> None:
    """A line that must not be refused, signed with the role's published key."""
    said = signed_line(bench, line, role)
    reply = bench.ask(said)
    if not reply.startswith(said.split(" ")[0] + " 0 "):
        raise RuntimeError(f"{line}: {reply}")


def signed_line(bench: PicoBench, line: str, role: str) -> str:
    """The line as the role's published key signs it, with a challenge that was just asked for."""
    serial = bench.ask("*IDN?").split(",")[2]
    challenge = bench.ask("AUTH:CHAL?")
    return signed(challenge, line, KEYS[role], serial).data.decode()


def grant(bench: PicoBench) -> None:
    """From now on, and after power cuts, a plain line may do anything."""
    bench.plant.faults.set("button")
    order_signed(bench, "AUTH:PLA SERV", "SERVICE")
    bench.plant.faults.clear("button")
