"""The precautions of a device: an entry with its edition, its terms, and the one that it rewords or withdraws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.devices.record_precaution import record_precaution
from kizuki.core.devices.listed import SCHEMES, EntryTerm, term_told
from kizuki.core.facts.values import Severity
from kizuki.core.forms.terms import term_of
from kizuki.core.glossary import say
from kizuki.store.queries.device_life import precautions_on
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Line, Term, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.of_device import key_of
from kizuki.web.doors.told_lines import code_of
from kizuki.web.numbers import number_in


def _standing(doing: Doing) -> offers.Offered:
    """The entries that stand today."""
    rows = precautions_on(doing.viewer, doing.id, doing.on)
    return [(str(row.id), " ".join(filter(None, (row.edition, row.section, row.body[:60])))) for row in rows]


def _ordinary(doing: Doing) -> offers.Offered:
    return offers.worded("precaution.as_measure", ("no", "yes"), doing.lang)


def _severities(doing: Doing) -> offers.Offered:
    return offers.worded("precaution.severity", [one.value for one in Severity], doing.lang)


class PrecautionForm(DoorForm):
    """What the precautions say from the day on which they were published."""

    section = Line("precaution.page.section", longest=120)
    body = Words("precaution.page.body")
    edition = Line("precaution.page.edition", longest=80, hint="precaution.page.edition_help")
    dated_on = Day("precaution.page.dated_on")
    as_measure = Choice(
        "precaution.page.as_measure", _ordinary, hint="precaution.page.as_measure_help", open_list=True
    )
    term = Term("precaution.page.term", annexes="AEF", hint="precaution.page.term_help", required=False)
    term_up_to = Choice("precaution.page.term_up_to", _severities, required=False)
    terms = Words("precaution.page.terms", longest=10_000, hint="precaution.page.terms_help", required=False)
    replaces = Choice("precaution.page.replaces", _standing, required=False)
    withdrawn_on = Day("precaution.page.withdrawn_on", required=False, hint="precaution.page.withdrawn_help")

    folded = ("replaces", "withdrawn_on")
    places: ClassVar = {
        "precaution.terms": "terms",
        "precaution.withdrawn_on": "withdrawn_on",
        "precaution.replaces": "replaces",
        "precaution.section": "section",
        "precaution.body": "body",
        "precaution.edition": "edition",
    }


def _term(line: str) -> EntryTerm:
    """A term of one line, its list and its severity told by their words or by their codes."""
    code = line.strip().partition(" ")[0].upper()
    if "|" not in line and "｜" not in line and term_of(code) is not None:
        return EntryTerm("imdrf", code)
    told = term_told(line)
    named, *rest = line.replace("｜", "|").split("|")
    listed = code_of(named, "precaution.list", SCHEMES)
    if listed != told.scheme:
        told = term_told("|".join((listed, *rest)))
    return replace(told, up_to=code_of(told.up_to, "precaution.severity", [one.value for one in Severity]))


def _terms(told: dict[str, Any]) -> Iterator[EntryTerm]:
    """The term that was chosen, and those of the lines."""
    if told["term"]:
        yield EntryTerm("imdrf", told["term"], up_to=told["term_up_to"])
    yield from (_term(line) for line in told["terms"].splitlines() if line.strip())


def _search(doing: Doing) -> tuple[str, str]:
    return reverse("terms"), say("terms.title", doing.lang)


def _record(doing: Doing, told: dict[str, Any]) -> str | None:
    record_precaution(
        key_of(doing),
        told["section"],
        told["body"],
        dated_on=told["dated_on"],
        withdrawn_on=told["withdrawn_on"],
        replaces=number_in(told["replaces"] or ""),
        edition=told["edition"],
        as_measure=told["as_measure"] == "yes",
        terms=tuple(_terms(told)),
        actor=doing.actor,
    )
    case = doing.number("case")
    return reverse("known-terms", args=[case]) if case else f"{reverse('device', args=[doing.id])}#precautions"


RECORD_PRECAUTION = Door(
    "record_precaution", "device", ("record_precaution",), PrecautionForm, _record, leads=_search
)
