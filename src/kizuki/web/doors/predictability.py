"""Predictability in the interview: what the confirmed terms say of it, and the sentences that the answer quotes."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kizuki.core.glossary import say
from kizuki.store.queries.known import ToAnswer
from kizuki.store.queries.known_terms import Foreseen, KnownLine, KnownTerms, foreseen_by_terms, known_terms
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.places import Place

ASKS = ("predictable", "malfunction_predictable")
"""The facts that are answered from the precautions."""


def told_by_terms(doing: Doing, place: Place, known: ToAnswer) -> Foreseen | None:
    """What the confirmed terms say of the fact at a place; None for any other fact."""
    if place.leaf not in ASKS or place.matter is None:
        return None
    found: KnownTerms | None = doing.once("known_terms", lambda: known_terms(doing.viewer, doing.id))
    if found is None:
        return None
    matter = known.facts["matters"][place.matter]
    parts = place.path.split(".")
    person = matter["harms"][int(parts[3])].get("id", "") if len(parts) == 5 else ""
    return foreseen_by_terms(found, matter.get("id", ""), person)


def quotation(doing: Doing, told: Foreseen) -> str:
    """The sentences that were confirmed, as the evidence of the answer quotes them; '' while they settle nothing."""
    return "" if told.answer is None else "\n".join(_quoted(doing, line) for line in told.lines if line.confirmed)


def lines_above(doing: Doing, told: Foreseen) -> Iterator[str | SafeString]:
    """What stands above the question: what follows from the terms, each of them, and where they are confirmed."""
    code = {True: "foreseen", False: "not_foreseen", None: "not_settled" if told.lines else "no_terms"}[told.answer]
    page = reverse("known-terms", args=[doing.id])
    words = say(f"listed.fact.{code}", doing.lang)
    yield format_html('{} <a href="{}">{}</a>', words, page, say("listed.page.title", doing.lang))
    yield from (_quoted(doing, line) for line in told.lines)


def _quoted(doing: Doing, line: KnownLine) -> str:
    term = " ".join(filter(None, (*(code for _, code in line.term.codes), line.term.words)))
    found = line.confirmed
    if found is None:
        return say("listed.fact.unconfirmed", doing.lang, term=term)
    answer = say(f"record.value.answer.{found.answer}", doing.lang)
    if found.precaution is None:
        return say("listed.fact.not_listed", doing.lang, term=term, answer=answer, by=found.confirmed_by)
    return say(
        "listed.fact.quoted",
        doing.lang,
        term=term,
        answer=answer,
        sentence=found.sentence,
        edition=found.edition,
        day=found.in_force_on.isoformat() if found.in_force_on else "",
        entry=found.precaution,
        by=found.confirmed_by,
    )
