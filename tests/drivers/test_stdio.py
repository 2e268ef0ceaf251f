"""The link over a console, beyond what every Hal promises."""

from tests.contract.esp32_bench import Esp32Bench


def test_what_waited_for_a_host_is_gone_where_the_loss_is_told_before_anything_is_written() -> None:
    b = Esp32Bench()
    b.listen(False)
    b.hal.link.write(b"for the one that goes")
    b.world.plug(False)
    assert b.hal.link.lost()
    b.world.plug(True)
    b.listen(True)
    b.hal.link.write(b"for the next")
    assert b.received() == b"for the next"
