"""Answers proposed from a device profile, a site profile and signals; each with origin and reason, none applied."""

from __future__ import annotations

from collections.abc import Iterator

from kizuki.core.scoring.profiles.device import DeviceProfile
from kizuki.core.scoring.profiles.from_device import device_proposals
from kizuki.core.scoring.profiles.from_signals import signal_proposals
from kizuki.core.scoring.profiles.proposal import Origin, Proposal, Proposals, Silent
from kizuki.core.scoring.profiles.sites import SiteProfile
from kizuki.core.scoring.rubric import METRICS, QUESTIONS
from kizuki.core.scoring.signals import Signals

_PERSON = ("XACL", "XPRZ", "XPRS", "XUI")
"""What only a person can answer: it depends on the vulnerability, not on the device."""

_MITIGATES = "XM"


def propose(
    device: DeviceProfile | None = None,
    signals: Signals | None = None,
    site: SiteProfile | None = None,
    reaching: frozenset[str] | None = None,
) -> Proposals:
    """What the profile of the device, the signals and the profile of the site propose, and what they leave to a person.

    `reaching` are the ids of the interfaces by which the vulnerable component can be reached; None: not known, so that
    every interface counts and the worst case is proposed (rubric p.9).
    """
    found: list[Proposal | Silent] = []
    if device is not None:
        found += device_proposals(device, reaching)
        found += [Silent(code, "for_a_person") for code in _PERSON]
    if signals is not None:
        found += signal_proposals(signals)
    if site is not None:
        found += _site_proposals(site)
    order = {code: place for place, code in enumerate(QUESTIONS)}
    found.sort(key=lambda one: order[one.code])
    proposed = tuple(one for one in found if isinstance(one, Proposal))
    codes = {one.code for one in proposed}
    silent = tuple(one for one in found if isinstance(one, Silent) and one.code not in codes)
    return Proposals(proposed, silent)


def _site_proposals(site: SiteProfile) -> Iterator[Proposal]:
    for code, value in site.answers.items():
        question = QUESTIONS[code]
        control = code.startswith(_MITIGATES) and value == "Y"
        reason = "site_control" if control else "site_unknown" if value == "U" else "site"
        yield Proposal(
            code,
            value,
            Origin.SITE,
            site.name,
            reason,
            METRICS[question.metric].page,
            lowers=control,
            evidence=control,
        )
