"""Draft the sheet of a prompt first report (第一報連絡票) of those who are named, and keep it with the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kizuki.actions.cases.attach_document import keep_with_case
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.reports.sheet_filling import SheetGround, sheet_ground
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.forms import FilledForm
from kizuki.gateways.typst import PrintedForm, print_form
from kizuki.store.models import Case
from kizuki.store.queries.attachments import attachments_of
from kizuki.store.queries.viewer import PROGRAM


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it is now filled and printed, and of whom."""

    ground: SheetGround
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
    return Sheet(ground, filled, print_form(filled, draft=False))


def draft_first_sheet(case_id: int, *, matters: Sequence[str] = (), persons: Sequence[str] = (), actor: Actor) -> int:
    """Print the sheet of the persons and measures named (ids) and keep it as a document of the case. Returns its id.

    It is not the dispatch: `record_first_report` keeps that, with the bytes that were sent. Whoever is learned of later
    gets a sheet of their own. The same sheet twice changes nothing; another one is a further edition (第2版), which its
    name says.
    """
    made = sheet_now(case_id, matters, persons, actor=actor)
    with verb("draft_first_sheet", actor=actor, of=[f"case:{case_id}"]) as act:
        lock_case(act, case_id)
        before = [row.name for row in attachments_of(PROGRAM, case_id)]
        name = made.ground.file_name(1 + sum(map(made.ground.is_named, before)), act.at)
        kept = keep_with_case(case_id, name, made.printed.pdf, "application/pdf", at=act.at)
        if not kept.made:
            act.unchanged()
            return kept.id
        act.record(
            subjects=[f"case:{case_id}", *kept.subjects],
            payload={
                "attachment": kept.id,
                "edition": made.filled.edition,
                "named": list(made.ground.whom.names),
                "sha256": kept.document.sha256,
            },
        )
    return kept.id
