"""Triage findings: say of a set of them what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.actions.findings.keeping_knowledge import keep_seen
from kizuki.actions.findings.sets import future, judgement, of_findings, subjects_of, unmoved
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.findings.device_matches import keep_matches
from kizuki.store.findings.filters import Key
from kizuki.store.findings.standing import Standing
from kizuki.store.models import Triage, TriageJudgement, User
from kizuki.store.models.findings import TRIAGE_STATES

JUSTIFICATIONS = (
    "component_not_present",
    "vulnerable_code_not_present",
    "vulnerable_code_not_in_execute_path",
    "vulnerable_code_cannot_be_controlled_by_adversary",
    "inline_mitigations_already_exist",
)
"""Why a product is not affected (CISA, "Vulnerability Exploitability eXchange (VEX) - Status Justifications", 2022)."""


@dataclass(frozen=True, slots=True)
class TriageEntry:
    """What is said: a state of VEX and its reason. `justification` is needed for `not_affected`.

    `expires_on` is the day after which it must be looked at again, needed while it is under investigation;
    `reportable_on` the day on which a person judged the matter reportable; `owner` who sees to it.
    """

    state: str
    reason: str
    justification: str = ""
    expires_on: date | None = None
    reportable_on: date | None = None
    owner: int | None = None


def triage_findings(findings: Sequence[Key], entry: TriageEntry, *, token: str, on: date, actor: Actor) -> int:
    """Say of every finding of the set what it is, with one reason. Returns the id of the judgement.

    `token` is of `preview`: `Refused` where the set has moved since, is empty or has over a thousand findings; also
    names an entry that is not complete. What was said holds for the advisory and the verdict as they are now.
    """
    _require(entry, on)
    reason = text(entry.reason, "reason", longest=4_000, required=True)
    if entry.owner is not None:
        find(User, "owner", actor=actor, pk=entry.owner)
    with verb("triage_findings", actor=actor, of=of_findings(findings)) as act:
        standing = unmoved(findings, token)
        made = judgement(
            act,
            "triage",
            standing,
            state=entry.state,
            justification=entry.justification,
            reason=reason,
            owner_id=entry.owner,
            expires_on=entry.expires_on,
            reportable_on=entry.reportable_on,
        )
        _say(made, entry, standing, on)
        keep_matches({row.match for row in standing}, {row.device for row in standing})
        keep_seen(act, findings, on)
        act.record(
            subjects=subjects_of(made, standing),
            payload={"state": entry.state, "count": len(standing), "findings": made.findings, "token": token},
        )
    return int(made.pk)


def _require(entry: TriageEntry, on: date) -> None:
    if entry.state not in TRIAGE_STATES:
        raise Refused("state", f"{entry.state!r} is not one of: {', '.join(TRIAGE_STATES)}")
    if entry.state == "not_affected" and entry.justification not in JUSTIFICATIONS:
        raise Refused("justification", f"not_affected needs one of: {', '.join(JUSTIFICATIONS)}")
    if entry.state != "not_affected" and entry.justification:
        raise Refused("justification", "only not_affected has one")
    if entry.state == "under_investigation" and entry.expires_on is None:
        raise Refused("expires_on", "an investigation needs a day by which it is looked at again")
    if entry.reportable_on is not None and entry.reportable_on > on:
        raise Refused("reportable_on", "lies in the future")
    future(entry.expires_on, on, "expires_on")


def _say(made: TriageJudgement, entry: TriageEntry, standing: Sequence[Standing], on: date) -> None:
    """Of each finding, over what was said of it before."""
    told = ("judgement", "state", "expires_on", "advisory_revision", "verdict", "triaged_on", "reportable_on")
    rows = [
        Triage(
            match_id=row.match,
            release_id=row.release,
            judgement=made,
            state=entry.state,
            expires_on=entry.expires_on,
            advisory_revision=row.advisory_revision,
            verdict=row.verdict,
            triaged_on=on,
            reportable_on=entry.reportable_on,
        )
        for row in standing
    ]
    Triage.objects.bulk_create(rows, update_conflicts=True, unique_fields=["match", "release"], update_fields=told)
