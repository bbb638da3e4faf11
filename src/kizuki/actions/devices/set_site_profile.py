"""Set a hospital's kind of site and its own environmental answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.core.scoring.profiles import SITES
from kizuki.core.scoring.rubric import METRICS, QUESTIONS
from kizuki.store.models import Hospital


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """The kind of site (one of `SITES`), what the hospital answered otherwise (environmental codes only), the evidence
    for it (a document's number) and the day until which it holds. Controls without evidence and expiry are refused.
    """

    kind: str
    answers: Mapping[str, str] = field(default_factory=dict)
    evidence: str = ""
    expires_on: date | None = None


def set_site_profile(hospital_key: str, entry: SiteEntry, *, actor: Actor) -> None:
    """Keep the profile. It proposes answers; nothing is scored by it until a person takes them over."""
    hospital = find(Hospital, "hospital", actor=actor, key=hospital_key)
    kept = _values(entry)
    with verb("set_site_profile", actor=actor, of=[f"hospital:{hospital.pk}"]) as act:
        row = Hospital.objects.select_for_update(of=("self",)).get(pk=hospital.pk)
        if row.scoring_profile == kept:
            act.unchanged()
            return
        row.scoring_profile = kept
        row.save(update_fields=["scoring_profile"])
        act.record(subjects=[f"hospital:{row.pk}"], payload={"kind": entry.kind, "own": sorted(entry.answers)})


def _values(entry: SiteEntry) -> dict[str, Any]:
    if entry.kind not in SITES:
        raise Refused("site.kind", f"{entry.kind!r} is not one of {', '.join(SITES)}")
    for code, value in entry.answers.items():
        question = QUESTIONS.get(code)
        if question is None or question.derived or METRICS[question.metric].part != "environmental":
            raise Refused(f"site.answers.{code}", "not an environmental question")
        if value not in question.values or value == "NA":
            raise Refused(f"site.answers.{code}", f"{value!r} is not one of {', '.join(question.values)}")
    evidence = text(entry.evidence, "site.evidence", longest=500)
    lowers = [code for code, value in entry.answers.items() if code.startswith("XM") and value == "Y"]
    if any(not code.endswith("S") for code in lowers) and (not evidence or entry.expires_on is None):
        raise Refused("site.evidence", f"{', '.join(lowers)}: a control needs evidence and an expiry")
    return {
        "kind": entry.kind,
        "answers": dict(entry.answers),
        "evidence": evidence,
        "expires_on": entry.expires_on.isoformat() if entry.expires_on else None,
    }
