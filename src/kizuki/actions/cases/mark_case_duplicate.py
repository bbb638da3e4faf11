"""Mark a case as a duplicate of another one, which takes over everything that is owed on it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kizuki.actions.cases.comments import keep_words
from kizuki.actions.cases.taking_over import both_cases, take_over
from kizuki.actions.embargo.secrecy import pass_on
from kizuki.actions.people.second_person import require_second_person
from kizuki.actions.people.signing import person_of, sign
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, EndProposal, FactSheet, Task
from kizuki.store.obligations.ledger import live_of
from kizuki.store.people.signers import role_to_ask
from kizuki.store.record.canonical import canonical_json, digest_of


def mark_case_duplicate(case_id: int, kept_id: int, reason: str, *, actor: Actor) -> int | None:
    """Say that a case tells of the same as another one, which goes on and takes over every obligation, matter, person,
    finding and communication, the earliest receipt first.

    Where anything is owed on it a second person signs first (`sign_case_duplicate`): answers the id of that proposal,
    None where it is done. A proposal whose cases have moved since gives way to the new one. `Refused` where the kept one
    is not open, or is on another device.
    """
    words = text(reason, "reason", longest=2_000, required=True)
    about = [f"case:{case_id}", f"case:{kept_id}"]
    with verb("mark_case_duplicate", actor=actor, of=about) as act:
        case, kept = both_cases(act, case_id, kept_id)
        kept_words = keep_words(case_id, "duplicate_reason", words, act.at, place=kept.number)
        pass_on(act, f"case:{kept_id}", [f"case:{case_id}"])
        pass_on(act, f"case:{case_id}", [f"case:{kept_id}"])
        owed = live_of(case_id)
        if not owed:
            act.record(subjects=[*about, f"device:{case.device_id}"], payload=take_over(act, case, kept))
            return None
        _replace_what_moved(act, case)
        made = EndProposal.objects.create(
            case=case,
            act="take_over",
            rows=[row.id for row in owed],
            details={"kept": kept_id},
            words=kept_words,
            sha256=_digest(case_id, kept_id, kept_words.commitment),
            proposed_by_id=person_of(actor),
            proposed_at=act.at,
        )
        act.wait_for(
            Waiting(
                "sign_case_duplicate", f"end_proposal:{made.pk}", "duplicate",
                role_to_ask("sign_case_duplicate", made.proposed_by_id, timezone.localdate(act.at), case_id=case_id),
                case=case_id, values={"kept": kept.number},
            )
        )  # fmt: skip
        payload = {"kept": kept.number, "owed": len(owed)}
        act.record(subjects=[*about, f"end_proposal:{made.pk}:{made.sha256}"], payload=payload)
    return int(made.pk)


def sign_case_duplicate(
    proposal_id: int, *, read_sha256: str, password: str, comment: str = "", on: date, actor: Actor
) -> None:
    """The second person signs that both tell of the same. `Refused` where the facts, or what is owed, have moved."""
    asked = find(EndProposal, "proposal", actor=actor, pk=proposal_id)
    signature = sign(actor, password, "sign_case_duplicate", on)
    with verb("sign_case_duplicate", actor=actor, of=[f"end_proposal:{proposal_id}"]) as act:
        both = both_cases(act, asked.case_id, int(asked.details.get("kept", asked.case_id)))
        row = EndProposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
        if row.act != "take_over" or row.state != "proposed":
            raise Refused("proposal", "waits for no signature")
        case, kept = both
        if not read_sha256 == row.sha256 == _digest(case.pk, kept.pk, row.words.commitment):
            raise Refused("read_sha256", "what is owed has moved since it was proposed; propose it again")
        proposed_on = timezone.localdate(row.proposed_at)
        row.single_person = require_second_person(
            signature, row.proposed_by_id, on, comment=comment, proposed_on=proposed_on
        )
        if comment.strip():
            keep_words(case.pk, "change_comment", comment.strip(), act.at, place=str(row.pk))
        row.state, row.signed_by_id, row.signed_at = "signed", signature.person, act.at
        row.save(update_fields=["state", "signed_by_id", "signed_at", "single_person"])
        payload = take_over(act, case, kept)
        act.record(
            subjects=[f"case:{case.pk}", f"case:{kept.pk}", f"end_proposal:{row.pk}:{row.sha256}"],
            payload=payload | {"for": signature.on_behalf_of},
        )


def _replace_what_moved(act: Act, case: Case) -> None:
    for standing in EndProposal.objects.filter(case=case, act="take_over", state="proposed"):
        kept = Case.objects.get(pk=standing.details["kept"])
        if kept.state == "open" and standing.sha256 == _digest(case.pk, kept.pk, standing.words.commitment):
            raise Refused("case", "is proposed as a duplicate already")
        EndProposal.objects.filter(pk=standing.pk).update(state="withdrawn")
        tasks = Task.objects.filter(kind="sign_case_duplicate", subject=f"end_proposal:{standing.pk}", state="open")
        tasks.update(state="dropped", closed_at=act.at)


def _digest(case_id: int, kept_id: int, words: str) -> str:
    """Over both cases as they stand: facts, and what is owed on each."""
    rows = [[row.id, row.state, row.due_on, row.reading] for number in (case_id, kept_id) for row in live_of(number)]
    numbers = list(Case.objects.filter(pk__in=(case_id, kept_id)).order_by("pk").values_list("number", flat=True))
    facts = [FactSheet.objects.filter(case=number).latest("revision").sha256 for number in (case_id, kept_id)]
    return digest_of(canonical_json({"cases": numbers, "facts": facts, "owed": rows, "words": words}))
