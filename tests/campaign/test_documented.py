"""docs/campaigns.md has every parameter and every column as the tables have them."""

import re

from host_sim.campaign.campaign_file import parse
from host_sim.campaign.columns import COLUMNS
from host_sim.campaign.parameters import PARAMETERS, PUMP
from tests.campaign.campaigns import ROOT

PAGE = (ROOT / "docs/campaigns.md").read_text()


def test_every_parameter_has_its_row() -> None:
    for each in PARAMETERS:
        span = f"{each.low:g} to {each.high:g} | {each.default:g} | {each.each} | {each.about}"
        assert f"| `{each.name}` | {span} |" in PAGE


def test_every_column_has_its_row() -> None:
    drawn = {each.name for each in PARAMETERS if each.each == PUMP}
    for column in COLUMNS[1:]:
        if column.name not in drawn:
            assert f"| `{column.name}` | {column.kind} | {column.about} |" in PAGE


def test_its_example_is_a_campaign() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
    campaign = parse("example", example)
    assert (campaign.pumps, campaign.pumps_per_part, campaign.board_quanta_every) == (1000, 16, 32)
    assert campaign.refill_margin_days == 7
    assert campaign.reconcile and campaign.visit_mends
