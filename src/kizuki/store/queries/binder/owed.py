"""What was and is owed on the case: by name, day and reason, with every move and the act that ended it."""

from __future__ import annotations

from dataclasses import replace

from kizuki.core.glossary import say
from kizuki.core.lifecycle.obligations.rows import LIVE
from kizuki.store.queries.binder.shapes import Block, CaseFile, Section, day, moment
from kizuki.store.queries.obligations import ObligationRow, StepRow, obligations_of, steps_of
from kizuki.store.queries.spoken_for import spoken_for
from kizuki.store.queries.viewer import PROGRAM

TOLD = frozenset(
    {
        *("store_matter", "store_harmedperson", "store_sheetidentity", "store_obligation", "store_obligationstep"),
        *("store_reportobligation", "store_firstreportobligation", "store_endproposal"),
    }
)
"""Tables that this section tells of: ids stand in it where they name a matter or a person."""


def obligations(file: CaseFile) -> Section:
    """Each obligation with its day and reason, then the moves that it made."""
    lang = file.lang
    viewer = replace(PROGRAM, lang=lang)
    steps: dict[int, list[StepRow]] = {}
    for step in steps_of(viewer, file.id):
        steps.setdefault(step.obligation, []).append(step)
    spoken: dict[int, list[str]] = {}
    for one in spoken_for(viewer, file.id):
        spoken.setdefault(one.obligation, []).append(one.line)
    told = obligations_of(viewer, file.id)
    runs = [(row, _row(row, steps.get(row.id, []), spoken.get(row.id, []), file)) for row in told]
    columns = tuple(say(f"binder.column.{name}", lang) for name in ("obligation", "due", "state", "moves"))
    parts = (
        (say("obligation.title", lang), tuple(line for row, line in runs if row.state in LIVE)),
        (say("obligation.ended_title", lang), tuple(line for row, line in runs if row.state not in LIVE)),
    )
    blocks = tuple(Block("table", rows, heading, columns, (62, 26, 26, 60)) for heading, rows in parts if rows)
    return Section("obligations", say("binder.section.obligations", lang), blocks)


def _row(row: ObligationRow, steps: list[StepRow], spoken: list[str], file: CaseFile) -> tuple[str, ...]:
    lang = file.lang
    name = " ".join(part for part in (row.name, row.who, f"({row.round})" if row.round > 1 else "") if part)
    because = "、".join(row.because) if lang == "ja" else ", ".join(row.because)
    days = f"{row.day_word}\n{day(row.due_on, lang)}" if row.due_on else "―"
    if row.internal_on and row.internal_on != row.due_on:
        days += f"\n{say('obligation.internal_word', lang)}\n{day(row.internal_on, lang)}"
    state = "\n".join(part for part in (row.state_words, row.ended_by) if part)
    moves = "\n".join((*(f"{moment(step.at)}　{_move(step, file)}" for step in steps), *spoken))
    return "\n".join(part for part in (name, because) if part), days, state, moves


def _move(step: StepRow, file: CaseFile) -> str:
    days = f"　{day(step.due_before, file.lang)} → {day(step.due_after, file.lang)}"
    moved = days if step.due_before != step.due_after else ""
    who = f"　{step.person}" if step.person else ""
    return say(f"obligation.move.{step.move}", file.lang) + moved + who
