"""Draft the sheet of a prompt first report (第一報連絡票) of those who are named, and keep it with the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kizuki.actions.cases.attach_document import keep_with_case
from kizuki.actions.reports.sheet_filling import Whom, sheet_ground
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.forms import FilledForm
from kizuki.gateways.typst import PrintedForm, print_form
from kizuki.store.models import Case


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it is now filled and printed, of whom, and what its file is called."""

    whom: Whom
    file_name: str
    filled: FilledForm
    printed: PrintedForm


def sheet_now(case_id: int, matters: Sequence[str], persons: Sequence[str], *, actor: Actor) -> Sheet:
    """Fill and print the sheet from what is known now; slow, so before any transaction.

    What persons wrote into its boxes stands there before what the case says. Nobody is on it by default: `Refused` lists
    those who can be named where more than one could be meant. What is not known says 確認中; brand name, day and one
    sentence must be there.
    """
    find(Case, "case", actor=actor, pk=case_id)
    ground = sheet_ground(case_id, matters, persons)
    filled = ground.filled()
    return Sheet(ground.whom, ground.file_name, filled, print_form(filled, draft=False))


def draft_first_sheet(case_id: int, *, matters: Sequence[str] = (), persons: Sequence[str] = (), actor: Actor) -> int:
    """Print the sheet of the persons and measures named (ids) and keep it as a document of the case. Returns its id.

    It is not the dispatch: `record_first_report` keeps that, with the bytes that were sent. Whoever is learned of later
    gets a sheet of their own. The same sheet twice changes nothing.
    """
    made = sheet_now(case_id, matters, persons, actor=actor)
    with verb("draft_first_sheet", actor=actor, of=[f"case:{case_id}"]) as act:
        kept = keep_with_case(case_id, made.file_name, made.printed.pdf, "application/pdf", at=act.at)
        if not kept.made:
            act.unchanged()
            return kept.id
        act.record(
            subjects=[f"case:{case_id}", *kept.subjects],
            payload={
                "attachment": kept.id,
                "edition": made.filled.edition,
                "named": list(made.whom.names),
                "sha256": kept.document.sha256,
            },
        )
    return kept.id
