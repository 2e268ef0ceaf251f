"""What is wrong with a campaign: told once, with its place, the cause and what to do."""


class CampaignMistake(Exception):
    """The file, a folder of parts or a cluster is not as it must be. Nothing was simulated."""


def mistake(place: str, cause: str, then: str) -> CampaignMistake:
    """`place: cause; then`."""
    return CampaignMistake("%s: %s; %s" % (place, cause, then))
