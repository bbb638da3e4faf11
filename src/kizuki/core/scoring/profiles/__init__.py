"""Answers proposed from what is known of the device, of the site and of the world; a person confirms each."""

from kizuki.core.scoring.confirmation import Confirmation, sorted_by_day
from kizuki.core.scoring.profiles.device import DeviceProfile, read_device_profile
from kizuki.core.scoring.profiles.proposal import Origin, Proposal, Proposals, Silent
from kizuki.core.scoring.profiles.proposals import propose
from kizuki.core.scoring.profiles.shown import proposals_json, say_proposal, say_silent, say_site
from kizuki.core.scoring.profiles.sites import SITES, SiteProfile, SiteScore, at_site, score_at_site

__all__ = [
    "SITES",
    "Confirmation",
    "DeviceProfile",
    "Origin",
    "Proposal",
    "Proposals",
    "Silent",
    "SiteProfile",
    "SiteScore",
    "at_site",
    "proposals_json",
    "propose",
    "read_device_profile",
    "say_proposal",
    "say_silent",
    "say_site",
    "score_at_site",
    "sorted_by_day",
]
