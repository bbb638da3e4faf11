"""What is like a case and what came before it: kinds, cases alike, decisions of before. It shows, it never decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.core.facts import Case
from kizuki.core.facts.values import Exploited
from kizuki.core.glossary import Lang, say
from kizuki.core.incidents.examples import Example, examples, likeness
from kizuki.core.incidents.kinds import kinds
from kizuki.store.queries.classification import Classification, classification_of
from kizuki.store.queries.device_life import device_life
from kizuki.store.queries.devices import generic_and_approval
from kizuki.store.queries.duplicates import DuplicateRow, duplicate_of
from kizuki.store.queries.ledgers.parts import WHOLE
from kizuki.store.queries.similar import SimilarCase, similar_cases
from kizuki.store.queries.taken_over import EarlierRow, TakenOver, earlier_decisions, taken_over
from kizuki.store.queries.viewer import Viewer
from kizuki.web.case_beside import door_of

_OF_EXAMPLES = ("generic", "exploited", "legacy")


@dataclass(frozen=True, slots=True)
class AlikeLine:
    """A case and in words why it is like this one."""

    row: SimilarCase
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """An example of the notification with its place in the text, and in words what a case has in common with it."""

    place: str
    words: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Precedents:
    """What stands beside a case from before and from elsewhere in the record."""

    classification: Classification | None
    alike: tuple[AlikeLine, ...]
    taken_over: TakenOver | None
    earlier: tuple[EarlierRow, ...]
    duplicates: tuple[DuplicateRow, ...]
    examples: tuple[ExampleLine, ...] = ()
    classifies: str = ""
    """Where the case is classified; '' for who may not."""


def precedents(viewer: Viewer, case_id: int, known: Case, device_id: int, on: date) -> Precedents:
    """The precedents of a case as a person may see them on a day; `known` are its facts."""
    classified = classification_of(viewer, case_id)
    alike = similar_cases(viewer, case_id, limit=5)
    return Precedents(
        classification=classified,
        alike=tuple(AlikeLine(row, tuple(_reason(code, viewer.lang) for code in row.reasons)) for row in alike),
        taken_over=taken_over(viewer, case_id),
        earlier=earlier_decisions(viewer, WHOLE, case_id=case_id).rows,
        duplicates=duplicate_of(viewer, case_id),
        classifies=door_of(viewer, case_id, "classify_case"),
        examples=_examples(viewer, known, device_id, classified, on),
    )


def example_line(example: Example, reasons: tuple[str, ...], lang: Lang) -> ExampleLine:
    """An example in words."""
    place = say("examples.place", lang, group=say(f"examples.{example.group}", lang), number=example.number)
    return ExampleLine(place, example.said(lang), tuple(_reason(code, lang) for code in reasons))


def _examples(
    viewer: Viewer, known: Case, device_id: int, classified: Classification | None, on: date
) -> tuple[ExampleLine, ...]:
    """The examples that are like a case, the one with most in common first."""
    generic, _ = generic_and_approval(viewer, device_id)
    exploited = any(matter.exploited.value in (Exploited.HERE, Exploited.ELSEWHERE) for matter in known.matters)
    life = device_life(viewer, device_id, on) if exploited else None
    found = [
        (
            one,
            likeness(
                one,
                generic=generic,
                effects=classified.effect_codes if classified else (),
                exploited=exploited,
                legacy=life is not None and life.legacy.verdict.verdict == "legacy",
            ),
        )
        for one in examples()
    ]
    alike = sorted((pair for pair in found if pair[1]), key=lambda pair: -len(pair[1]))
    return tuple(example_line(one, reasons, viewer.lang) for one, reasons in alike)


def _reason(code: str, lang: Lang) -> str:
    """`device`, `malfunction:failure`, `vulnerability:CVE-…` in words."""
    kind, _, what = code.partition(":")
    name = kinds(kind)[what].said(lang) if kind in ("malfunction", "effect") else what
    word = f"examples.because_{kind}" if kind in _OF_EXAMPLES else f"precedents.because_{kind}"
    return say(word, lang, what=name)
