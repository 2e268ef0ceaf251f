"""A campaign's file is read strictly: one error, with its place, the cause and what to do."""

from pathlib import Path

import pytest

from host_sim.campaign.campaign_file import load
from host_sim.campaign.mistakes import CampaignMistake
from tests.campaign.campaigns import ROOT, TINY, read

MISTAKES = [
    ("days = 4", "days = 4.5", "tiny.toml: days: found 4.5; write a whole number from 1 to 2557"),
    ("days = 4", "days = true", "tiny.toml: days: found True; write a whole number"),
    ("days = 4", "day = 4", "tiny.toml: nobody reads `day`; perhaps `days`"),
    ('title = "Tiny"\n', "", "tiny.toml: `title` is missing; add it"),
    ("pumps = 20", "pumps = 20\npumps_per_part = 64", "pumps_per_part: found 64; write a whole"),
    ("[16, 40]", "[16, 44]", "clearance_ml_per_h: 16 to 44; keep it within 16 to 40"),
    ("[16, 40]", "[40, 16]", "`uniform` does not rise; write uniform = [number, number], rising"),
    ("{ uniform = [16, 40] }", "{ even = [16, 40] }", "clearance_ml_per_h: found even; write a"),
    ("{ uniform = [16, 40] }", "'30'", "clearance_ml_per_h: found '30'; write a number, or"),
    ("clearance_ml_per_h", "clearance", "nobody reads `clearance`; perhaps `clearance_ml_per_h`"),
    ("cuts_per_year = 200", "fill_ml = 30", "fill_ml: 30 mL into 20 mL; fill no more than"),
    ("cuts_per_year = 200", "reservoir_ml = 30", "there are two models; write 20, 40 or"),
    (", within = [-15, 20]", "", "`within` is None; write within = [number, number], rising"),
    ('name = "stall"', 'name = "stal"', "fault[0]: no fault `stal`; perhaps `stall`"),
    ("at_day = 2", "", "fault[0]: `at_day` is missing; add it"),
    ("at_day = 2", "at_day = 2\nvalue = 3", "fault[0].value: 3 to 3; keep it within 0 to 1"),
    ("lead_50_h > 0", "lead_50 > 0", "holds[0]: `lead_50` is no column; name one of"),
    ("lead_50_h > 0", "alarms = 3", "holds[0]: `alarms` is text; name one of"),
    ("lead_50_h > 0", "lead_50_h", "holds[0]: found 'lead_50_h'; write `COLUMN < NUMBER`"),
    ("lead_50_h least", "lead_50_h", "worst: found 'lead_50_h'; write `COLUMN least` or"),
    ("title", "= title", "tiny.toml: no TOML: "),
]


@pytest.mark.parametrize(("right", "wrong", "told"), MISTAKES, ids=[each[1] for each in MISTAKES])
def test_a_mistake_is_told_with_its_place_and_what_to_do(right: str, wrong: str, told: str) -> None:
    assert right in TINY
    with pytest.raises(CampaignMistake) as mistake:
        read(TINY.replace(right, wrong, 1))
    assert told in str(mistake.value)
    assert "\n" not in str(mistake.value)


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(CampaignMistake, match="No such file or directory; name a file"):
        load(Path("no/such.toml"))


def test_the_shipped_campaigns_are_right() -> None:
    shipped = sorted((ROOT / "host_sim/campaigns").glob("*.toml"))
    assert [path.stem for path in shipped] == ["overdelivery", "titration", "withdrawal"]
    for path in shipped:
        campaign = load(path)
        assert campaign.pumps >= 1000
        assert campaign.questions
