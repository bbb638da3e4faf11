"""Quote a version of design information as evidence: for an answer of a case, or in an assessment."""

from __future__ import annotations

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.devices.design import FACTS
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.devices.design import QuoteOf, is_of_device, keep_quote, quoted_already
from kizuki.store.models import Assessment, Case, DesignEntry


def quote_design(
    entry_id: int,
    fact: str,
    *,
    case_id: int | None = None,
    matter: str = "",
    assessment_id: int | None = None,
    actor: Actor,
) -> int:
    """Keep that an answer (`fact`, one of FACTS) rests on a version of design information: of a matter of a case, or in
    an assessment. Returns the id of the quote; the same quote is kept once.

    The answer stays as it is. `Refused` where the version is replaced or gone, is about another device, or the case has
    no such matter.
    """
    if fact not in FACTS:
        raise Refused("fact", f"{fact or 'nothing'} is not one of: {', '.join(FACTS)}")
    entry = find(DesignEntry, "design", actor=actor, pk=entry_id)
    of = _of(fact, case_id, matter, assessment_id, entry, actor)
    with verb("quote_design", actor=actor, of=[of.subject, f"design:{entry_id}"]) as act:
        entry.refresh_from_db()
        if not entry.current or entry.gone:
            raise Refused("design", "was replaced by a newer version, or is so no more")
        standing = quoted_already(entry, of)
        if standing is not None:
            act.unchanged()
            return standing
        row = keep_quote(entry, of, act.person, act.at)
        act.record(
            subjects=[of.subject, f"design:{entry_id}", f"design_quote:{row.pk}"],
            payload={"fact": fact, "sha256": entry.digest},
        )
    return int(row.pk)


def _of(
    fact: str, case_id: int | None, matter: str, assessment_id: int | None, entry: DesignEntry, actor: Actor
) -> QuoteOf:
    if case_id is not None and assessment_id is None:
        case = find(Case, "case", actor=actor, pk=case_id)
        if not is_of_device(case, entry):
            raise Refused("design", "is about another device")
        return QuoteOf(fact, case_id=case_id, matter=_matter(case_id, matter))
    if assessment_id is not None and case_id is None:
        if not is_of_device(find(Assessment, "assessment", actor=actor, pk=assessment_id), entry):
            raise Refused("design", "is about another device")
        return QuoteOf(fact, assessment_id=assessment_id)
    raise Refused("of", "is of a case or of an assessment, one of them")


def _matter(case_id: int, matter: str) -> str:
    ids = [str(row.get("id") or place) for place, row in enumerate(newest_facts(case_id).facts["matters"])]
    if not matter and len(ids) == 1:
        return ids[0]
    if matter not in ids:
        raise Refused("matter", f"is none of the case; it has: {', '.join(ids)}")
    return matter
