"""Draft a letter or recall paper of a measure, and go on writing it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.people.signing import person_of
from kizuki.actions.permission import viewer_of
from kizuki.actions.rows import find
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.forms.letters.filled import Said
from kizuki.core.forms.letters.paper import paper_bytes, paper_of
from kizuki.core.forms.letters.table import letter
from kizuki.core.refusal import Refused
from kizuki.store.models import Measure, MeasureLetter
from kizuki.store.queries.letter_sources import sources_of
from kizuki.store.record.canonical import digest_of
from kizuki.store.record.keeping_rows import added, locked, standing


def draft_letter(
    measure_id: int, kind: str, written: Mapping[str, Said], *, dated_on: date, on: date, actor: Actor
) -> int:
    """Fill a letter from the record and from what is written, and keep it as a draft; returns its id. What is missing
    says so in it. `Refused`: a letter that this measure does not need, a measure that was refused, a field that the
    letter has not."""
    found = find(Measure, "measure", actor=actor, pk=measure_id)
    person = person_of(actor)
    if found.kind not in letter(kind).measures:
        raise Refused("letter", f"{kind} is no letter of a measure of the kind {found.kind}")
    if found.state == "refused":
        raise Refused("measure", "was refused: nothing is written of it")
    body = _body(measure_id, kind, written, dated_on, on, actor)
    with verb("draft_letter", actor=actor, of=[f"measure:{measure_id}"]) as act:
        lock_case(act, found.case_id)
        row = added(
            MeasureLetter,
            measure=found,
            number=standing(MeasureLetter, measure=found).count() + 1,
            kind=kind,
            state="draft",
            dated_on=dated_on,
            sha256=digest_of(body),
            written_by_id=person,
            written_at=act.at,
        )
        keep_text(act, f"measure_letter:{row.pk}", "draft", body)
        act.record(
            subjects=[f"case:{row.measure.case_id}", *subjects_of(row)],
            payload={"letter": kind, "sha256": row.sha256},
        )
    return int(row.pk)


def write_letter(
    letter_id: int, written: Mapping[str, Said], *, read_sha256: str, dated_on: date, on: date, actor: Actor
) -> str:
    """Fill the draft anew from the record as it now is, with these words in place of those before; returns its digest.

    `Refused` at `sha256` where another draft was read, and for a letter that is signed: a change is a letter of its own.
    """
    found = find(MeasureLetter, "measure_letter", actor=actor, pk=letter_id)
    person = person_of(actor)
    body = _body(found.measure_id, found.kind, written, dated_on, on, actor)
    with verb("write_letter", actor=actor, of=[f"measure_letter:{letter_id}"]) as act:
        lock_case(act, found.measure.case_id)
        row = locked(MeasureLetter, letter_id)
        require_draft(row, read_sha256)
        if row.sha256 == digest_of(body):
            act.unchanged()
            return row.sha256
        row.sha256, row.dated_on, row.written_by_id, row.written_at = digest_of(body), dated_on, person, act.at
        row.save(update_fields=["sha256", "dated_on", "written_by", "written_at"])
        keep_text(act, f"measure_letter:{letter_id}", "draft", body)
        act.record(
            subjects=[f"case:{row.measure.case_id}", *subjects_of(row)],
            payload={"letter": row.kind, "sha256": row.sha256},
        )
    return row.sha256


def require_draft(row: MeasureLetter, read_sha256: str) -> None:
    """`Refused` where the letter is signed, or another draft of it was read."""
    if row.state != "draft":
        raise Refused("letter", f"is {row.state}: what changed is a letter of its own")
    if row.sha256 != read_sha256:
        raise Refused("sha256", "another draft was read")


def _body(measure_id: int, kind: str, written: Mapping[str, Said], dated_on: date, on: date, actor: Actor) -> str:
    sources = sources_of(viewer_of(actor.code), measure_id, on)
    told = {name: said for name, said in written.items() if _says(said)}
    return paper_bytes(paper_of(letter(kind), sources, told, dated_on)).decode("utf-8")


def _says(said: Said) -> bool:
    return bool(said.strip()) if isinstance(said, str) else any(text.strip() for text in said.values())


def subjects_of(row: MeasureLetter) -> list[str]:
    """What the entry of a verb names of a letter."""
    return [f"measure:{row.measure_id}", f"measure_letter:{row.pk}"]
