"""Draft the sheet of a prompt first report (第一報連絡票) of those who are named, and keep it with the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kizuki.actions.cases.attach_document import keep_with_case
from kizuki.actions.reports.filling_now import newest_determination
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.forms import FilledForm, fill_first, read_case_document
from kizuki.gateways.editions import house
from kizuki.gateways.typst import PrintedForm, print_form
from kizuki.store.models import Case
from kizuki.store.queries.case_document import first_document
from kizuki.store.queries.viewer import PROGRAM


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it is now filled and printed."""

    filled: FilledForm
    printed: PrintedForm


def sheet_now(case_id: int, matters: Sequence[str], persons: Sequence[str], *, actor: Actor) -> Sheet:
    """Fill and print the sheet from what is known now; slow, so before any transaction.

    Nobody is on it by default: `Refused` lists those who can be named where more than one could be meant. What is not
    known says 確認中; brand name, day and one sentence must be there.
    """
    find(Case, "case", actor=actor, pk=case_id)
    _, answer = newest_determination(case_id)
    document = read_case_document(first_document(PROGRAM, case_id))
    filled = fill_first(document, answer, matters=matters, persons=persons, house=house())
    return Sheet(filled, print_form(filled, draft=False))


def draft_first_sheet(case_id: int, *, matters: Sequence[str] = (), persons: Sequence[str] = (), actor: Actor) -> int:
    """Print the sheet of the persons and measures named (ids) and keep it as a document of the case. Returns its id.

    It is not the dispatch: `record_first_report` keeps that, with the bytes that were sent. Whoever is learned of later
    gets a sheet of their own. The same sheet twice changes nothing.
    """
    made = sheet_now(case_id, matters, persons, actor=actor)
    whom = "-".join((*matters, *persons)) or "case"
    with verb("draft_first_sheet", actor=actor, of=[f"case:{case_id}"]) as act:
        kept = keep_with_case(case_id, f"第一報連絡票_{whom}.pdf", made.printed.pdf, "application/pdf", at=act.at)
        if not kept.made:
            act.unchanged()
            return kept.id
        act.record(
            subjects=[f"case:{case_id}", *kept.subjects],
            payload={
                "attachment": kept.id,
                "edition": made.filled.edition,
                "named": [*matters, *persons],
                "sha256": kept.document.sha256,
            },
        )
    return kept.id
