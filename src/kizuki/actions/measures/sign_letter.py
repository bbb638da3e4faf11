"""Sign a letter under the digest of its draft: it passes the gate, and is printed as it will go out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.disclosure.passing import let_out
from kizuki.actions.documents import keep_document
from kizuki.actions.measures.write_letter import require_draft, subjects_of
from kizuki.actions.people.signing import sign
from kizuki.actions.permission import viewer_of
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.disclosure.gate import Passage, Saying
from kizuki.core.forms.letters.paper import MEDIA_TYPE, missing_in, paper_bytes
from kizuki.core.forms.letters.table import letter
from kizuki.core.lifecycle.measures.standing import DECIDED
from kizuki.core.lifecycle.moves import require_move
from kizuki.core.refusal import Refused
from kizuki.gateways.typst import print_letter
from kizuki.store.models import Disclosure, MeasureLetter
from kizuki.store.queries.letters import letter_page
from kizuki.store.record.keeping_rows import locked, standing


def sign_letter(letter_id: int, *, read_sha256: str, password: str, on: date, actor: Actor) -> Passage:
    """Sign it and keep its prints; returns the passage. What the law demands (recall, yellow or blue letter), what goes
    to hospitals and authorities passes; what may come before anybody waits until something protects.

    `Refused`: a field missing in Japanese, a measure that is not decided, another draft than the one that was read, the
    gate. English is printed where nothing of it is missing.
    """
    found = find(MeasureLetter, "measure_letter", actor=actor, pk=letter_id)
    signature = sign(actor, password, "sign_letter", on)
    require_draft(found, read_sha256)
    paper, final, prints = _ready(found, actor)
    with verb("sign_letter", actor=actor, of=[f"measure_letter:{letter_id}"]) as act:
        case = lock_case(act, found.measure.case_id)
        held = locked(MeasureLetter, letter_id)
        require_draft(held, read_sha256)
        if held.measure.state not in DECIDED:
            raise Refused("measure", f"is {held.measure.state}: what was approved is written of")
        require_move("measure_letter", held.state, "signed", f"measure_letter.{letter_id}")
        passage, left = let_out(act, case.pk, _saying(held), paper_bytes(paper), signature.person, on)
        if left != paper_bytes(final):
            raise RuntimeError("what leaves is not what was printed")
        held.released, beside = keep_document(left, MEDIA_TYPE)
        held.pdf, printed = keep_document(prints[0], "application/pdf")
        if prints[1]:
            held.english, twin = keep_document(prints[1], "application/pdf")
            printed = [*printed, *twin]
        held.state, held.demand, held.gate = "signed", _saying(held).demand, list(passage.because)
        held.signed_by_id, held.on_behalf_of_id = signature.person, signature.on_behalf_of
        held.signed_at = act.at
        held.save()
        act.record(
            subjects=[f"case:{case.pk}", *subjects_of(held), *beside, *printed],
            payload={
                "letter": held.kind,
                "because": list(passage.because),
                "sha256": held.sha256,
                "for": signature.on_behalf_of,
            },
        )
    return passage


def _ready(found: MeasureLetter, actor: Actor) -> tuple[Mapping[str, Any], dict[str, Any], tuple[bytes, bytes]]:
    """The draft, the paper as it goes out, and its prints in both languages (b"": something of English is missing),
    drawn before anything is locked; `Refused` names what is missing in Japanese."""
    row = letter_page(viewer_of(actor.code), found.measure.case_id, found.pk)
    if row is None or row.paper is None:
        raise Refused("letter", "its draft was erased")
    missing = missing_in(row.paper, "ja")
    if missing:
        raise Refused("letter", f"not filled in: {', '.join(missing)}")
    final = {**row.paper, "draft": False}
    english = b"" if missing_in(row.paper, "en") else print_letter(final, "en").pdf
    return row.paper, final, (print_letter(final, "ja").pdf, english)


def _saying(row: MeasureLetter) -> Saying:
    made = letter(row.kind)
    tlp = standing(Disclosure, case=row.measure.case_id).values_list("tlp", flat=True).first()
    return Saying("letter", made.audience, (made.says,), made.demanded(row.measure.kind), row.sha256, tlp or "AMBER")
