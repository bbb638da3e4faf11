"""Determine a case: is it reportable, under which item, by when?"""

from __future__ import annotations

from datetime import date

from kizuki.actions.cases.clock import refresh_clock
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.facts import read_case
from kizuki.core.reporting import assess
from kizuki.store.canonical import canonical_json, digest_of
from kizuki.store.facts import newest_facts
from kizuki.store.models import Case, Determination, FactSheet


def determine(case_id: int, *, on: date, actor: Actor) -> int:
    """Hold the newest facts against the rules and keep the answer. Returns the id of the determination.

    `on` is today in Japan. Days after it were refused when the facts were answered; a clock that stands behind the
    record since then does not keep a case from its answer. The same answer to the same facts is not kept twice.
    """
    case = find(Case, "case", pk=case_id)
    with verb("determine", actor=actor) as act:
        Case.objects.select_for_update().get(pk=case_id)
        known = newest_facts(case_id)
        day = max(on, known.learned_on)
        answer = assess(read_case(known.facts), day)
        body = canonical_json(answer)
        digest = digest_of(body)
        days = {
            "due_on": answer.due_on,
            "working_due_on": answer.working_due_on,
            "planning_due_on": answer.planning_due_on,
        }
        sheet = FactSheet.objects.get(case=case, revision=known.revision)
        standing = Determination.objects.filter(case=case).order_by("-id").first()
        if standing is not None and (standing.fact_sheet_id, standing.sha256) == (sheet.pk, digest):
            act.unchanged()
            return int(standing.pk)
        made = Determination.objects.create(
            case=case,
            fact_sheet=sheet,
            assessed_on=day,
            answer=body,
            sha256=digest,
            outcome=answer.outcome,
            primary_item=answer.primary or "",
            rules_digest=answer.rules_digest,
            made_at=act.at,
            **days,
        )
        Case.objects.filter(pk=case_id).update(
            outcome=answer.outcome,
            primary_item=answer.primary or "",
            prompt_first_report=answer.prompt_first_report,
            **days,
        )
        refresh_clock(case_id)
        act.watch_register()
        act.record(
            subjects=[f"case:{case_id}", f"determination:{made.pk}:{digest}"],
            payload={
                "facts": sheet.revision,
                "outcome": answer.outcome,
                "item": answer.primary,
                "due_on": answer.due_on and answer.due_on.isoformat(),
                "working_due_on": answer.working_due_on and answer.working_due_on.isoformat(),
                "rules": answer.rules_digest,
            },
        )
    return int(made.pk)
