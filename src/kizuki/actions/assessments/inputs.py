"""Everything that assessments rest on, read from the record for many of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from kizuki.core.scoring.answers import Answers
from kizuki.core.scoring.reevaluation import Inputs, Outcome, outcome_of
from kizuki.core.scoring.rulings import of_this_program
from kizuki.core.scoring.signals import Fix
from kizuki.core.scoring.ssvc import points_of
from kizuki.store.devices.milestones import milestones_by_device
from kizuki.store.findings.patched import findings_patched
from kizuki.store.models import Match, Release
from kizuki.store.queries.signals import Beside, beside_of_many
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.canonical import canonical_json

TREE = "supplier"
"""The tree that a maker's assessments are evaluated by."""

Finding = tuple[int, int]
"""A device and an advisory, by their ids."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The inputs as they stood when they were last evaluated, and what they led to."""

    inputs: Inputs
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class World:
    """What stands around many assessments: signals by advisory, end of support and component list by device, and what
    matching says of each finding (whether the component is there, whether a fix is: its maker's, or a patch of ours).
    """

    beside: Mapping[int, Beside]
    support: Mapping[int, date | None]
    sboms: Mapping[int, str | None]
    present: Mapping[Finding, bool | None]
    fixed: Mapping[Finding, bool]


def world_of(findings: Iterable[Finding]) -> World:
    """The world around these findings, in a fixed number of queries."""
    wanted = set(findings)
    devices = {device for device, _ in wanted}
    advisories = {advisory for _, advisory in wanted}
    support = {pk: told.get("eos") for pk, told in milestones_by_device(list(devices)).items()}
    releases = Release.objects.filter(device_id__in=devices, state="kept").order_by("pk")
    sboms = dict(releases.values_list("device_id", "sbom_id"))
    present, fixed = _matched(wanted, devices, advisories)
    fixed |= dict.fromkeys(findings_patched(wanted), True)
    return World(beside_of_many(PROGRAM, advisories), support, sboms, present, fixed)


def first_inputs(answers: Answers, ssvc: Mapping[str, str], finding: Finding, world: World, on: date) -> Inputs:
    """The inputs of a revision that is being saved."""
    points = points_of(TREE)
    own = tuple(sorted((key, value) for key, value in ssvc.items() if key in points))
    return around(Inputs(on=on, answers=answers, ssvc_tree=TREE, ssvc_answers=own), finding, world, on)


def around(old: Inputs, finding: Finding, world: World, on: date) -> Inputs:
    """The same persons' answers in the world as it is on a day, read by the rulings that this program holds. A fix that
    was there and is no more was withdrawn."""
    device, advisory = finding
    beside = world.beside[advisory]
    rulings = of_this_program(old.answers.rulings)
    fix = Fix.OFFICIAL if world.fixed.get(finding) else old.signals.fix
    if fix is Fix.OFFICIAL and not world.fixed.get(finding):
        fix = Fix.WITHDRAWN
    return replace(
        old,
        on=on,
        answers=old.answers if rulings is old.answers.rulings else replace(old.answers, rulings=rulings),
        signals=replace(beside.signals, fix=fix),
        vectors=beside.vectors,
        component_present=world.present.get(finding),
        sbom=world.sboms.get(device),
        end_of_support_on=world.support.get(device),
    )


_DECODER = msgspec.json.Decoder(Kept)


def kept_text(inputs: Inputs, outcome: Outcome | None = None) -> str:
    """Inputs and what they lead to, as canonical JSON."""
    found = outcome_of(inputs) if outcome is None else outcome
    return canonical_json(Kept(inputs, found))


def kept_of(text: str) -> Kept:
    """The inputs behind their kept form."""
    return _DECODER.decode(text)


def _matched(
    wanted: set[Finding], devices: set[int], advisories: set[int]
) -> tuple[dict[Finding, bool | None], dict[Finding, bool]]:
    rows = Match.objects.filter(
        active=True, advisory_id__in=advisories, component__releases__release__device_id__in=devices
    )
    columns = ("component__releases__release__device_id", "advisory_id", "verdict", "evidence")
    verdicts: dict[Finding, set[str]] = {}
    fixed: dict[Finding, bool] = {}
    for device, advisory, verdict, evidence in rows.values_list(*columns):
        finding = (device, advisory)
        if finding in wanted:
            verdicts.setdefault(finding, set()).add(verdict)
            fixed[finding] = fixed.get(finding, False) or bool(evidence.get("fixed_in"))
    return {finding: _present(found) for finding, found in verdicts.items()}, fixed


def _present(verdicts: Iterable[str]) -> bool | None:
    """Affected is there; an undetermined one is not known to be absent."""
    found = set(verdicts)
    return True if "affected" in found else None if "undetermined" in found else False
