"""Sealed texts that have the words asked for in them, of those that the viewer sees."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Exists, OuterRef, Q

from kizuki.core.searching import folded, holds, readable
from kizuki.store.access.seen import seen, sees
from kizuki.store.access.subjects import belonging, first_unseen, tables
from kizuki.store.cases.parts import PARTS
from kizuki.store.models import Case, Device, FactSheet, Incident, KeptText, Narrative, SafetyInformation
from kizuki.store.queries.viewer import Viewer
from kizuki.store.searching.index import SOURCES, rows_with

_AT_A_TIME = 100
MOST_READ = 5_000
"""So many texts are opened for one question at most, the newest first."""
_BEFORE, _AFTER = 16, 44

_PAGES = {"case": Case, "incident": Incident, "information": SafetyInformation, "device": Device}
"""What has a page on which a text is read, in the order in which it is led to."""


@dataclass(frozen=True, slots=True)
class TextFound:
    """A text: what has the page on which it is read (`case`, `incident`, `information`, `device`) and its id, and the
    words around the first of those asked for."""

    at: str
    id: int
    around: str


def texts_found(viewer: Viewer, words: Sequence[str]) -> Iterator[TextFound | None]:
    """Each page once, by its newest text that has every word in it. What was written anew, or erased, is not found by
    what it said before. None stands at the end where `MOST_READ` texts were opened and there are more to open."""
    told: set[tuple[str, int]] = set()
    candidates, opened = rows_with(words), 0
    while part := list(islice(candidates, _AT_A_TIME)):
        if opened >= MOST_READ:
            yield None
            return
        opened += len(part)
        for subject, body in _standing(viewer, part):
            text = readable(body)
            if not holds(text, tuple(words)):
                continue
            at = _page_of(viewer, subject)
            if at is not None and at not in told and sees(viewer, _PAGES[at[0]], at[1]):
                told.add(at)
                yield TextFound(*at, _around(text, words[0]))


def _standing(viewer: Viewer, rows: Sequence[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """Of these texts those that still stand: what each is about, and what is kept."""
    ids = {model: [pk for source, pk in rows if SOURCES[source] is model] for model in SOURCES.values()}
    kept = {row.pk: (row.subject, row.body) for row in _newest_of_kept(ids[KeptText])}
    told = {row.pk: (f"case:{row.case_id}", row.body) for row in _newest_of_narratives(viewer, ids[Narrative])}
    for source, pk in rows:
        found = (kept if SOURCES[source] is KeptText else told).get(pk)
        if found is not None:
            yield found


def _newest_of_kept(ids: Sequence[int]) -> Iterable[KeptText]:
    later = KeptText.objects.filter(
        subject=OuterRef("subject"), kind=OuterRef("kind"), revision__gt=OuterRef("revision")
    )
    return KeptText.objects.filter(~Exists(later), pk__in=ids, erased_at=None)


def _newest_of_narratives(viewer: Viewer, ids: Sequence[int]) -> Iterable[Narrative]:
    """The facts of a case are written anew as a whole, its parts each by itself; a note or a reason stays beside those
    after it."""
    sheets = FactSheet.objects.filter(case=OuterRef("case"), revision__gt=OuterRef("revision"))
    own = {name: OuterRef(name) for name in ("case", "kind", "place")}
    parts = Narrative.objects.filter(**own, revision__gt=OuterRef("revision"))
    outdated = Q(Exists(sheets), kind="facts") | Q(Exists(parts), kind__in=PARTS)
    return seen(viewer, Narrative).filter(~outdated, pk__in=ids, erased_at=None)


def _page_of(viewer: Viewer, subject: str) -> tuple[str, int] | None:
    """The page on which a text of this subject is read; None where the viewer does not see it, or there is none."""
    kind, _, identity = subject.partition(":")
    if kind not in tables() or first_unseen(viewer, [subject]) is not None:
        return None
    led = belonging([subject])[subject]
    if kind in _PAGES:
        led = {kind: int(identity)}
    return next(((at, led[at]) for at in _PAGES if at in led), None)


def _around(text: str, word: str) -> str:
    """The words around the first place where it stands, as they were written where width allows."""
    plain, low = " ".join(unicodedata.normalize("NFKC", text).split()), folded(text)
    shown = plain if len(plain) == len(low) else low
    at = low.find(word)
    start, end = max(0, at - _BEFORE), at + _AFTER
    return f"{'…' if start else ''}{shown[start:end]}{'…' if end < len(shown) else ''}"
