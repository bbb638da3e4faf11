"""Kept documents as people open them: by the row that names one, for whoever sees that row and all that it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from kizuki.core.documents.shown import ending_of, type_of
from kizuki.core.glossary import say
from kizuki.store.access.seen import seen
from kizuki.store.duties import Opens, declared, duties_of
from kizuki.store.models import StoredDocument
from kizuki.store.queries.viewer import Viewer

NUMBERED = {"case": "number", "information": "number", "incident": "number", "device": "key"}
"""What a document may be of, the nearest first, with the column by which people call one."""


Owner = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """Where a document is named: the table as addresses have it, its row and its column."""

    table: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """One document. `word` is the id of what it is called, `name` that under which it is saved, `media_type` what it is
    and `told` what its keeper said. `owners` are what it belongs to, each as kind, id and number, the nearest first;
    none for the company's own. `state`: '' where it opens, `erased` where retention took its bytes, `withheld` where it
    tells of rows that the viewer does not see too; then `content` is empty."""

    place: DocumentPlace
    word: str
    name: str
    media_type: str
    told: str
    size: int
    sha256: str
    kept_at: datetime
    owners: tuple[Owner, ...]
    state: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One document in a list: where it is opened, the id of what it is called, the name that it came by ('' for none),
    and when and how large it was kept."""

    place: DocumentPlace
    word: str
    name: str
    kept_at: datetime
    media_type: str
    size: int
    erased: bool


@cache
def _tables() -> Mapping[str, type[Any]]:
    """The tables of which a person opens a document, by their name in addresses (`milestone-notice`)."""
    found = (model for model, duties in declared() if any(one.kind for one in duties.opens.values()))
    return {re.sub(r"(?<=[a-z])(?=[A-Z])", "-", model.__name__).lower(): model for model in found}


def opened_places() -> Iterator[tuple[str, str, Opens]]:
    """Every table and column of which a person opens documents, as addresses name them."""
    for table, model in _tables().items():
        for column, opens in duties_of(model).opens.items():
            if opens.kind:
                yield table, column, opens


def kind_said(viewer: Viewer, table: str, column: str) -> str:
    """What the documents of a column are called, in the language of the viewer. `KeyError` for one that the door of
    documents does not open."""
    kind = duties_of(_tables()[table]).opens[column].kind
    return say(f"document.kind.{kind}", viewer.lang)


def kept_document(viewer: Viewer, table: str, number: int, column: str) -> KeptDocument | None:
    """The document that this column of the row of this number names.

    None where there is none, or the viewer does not see the row."""
    model = _tables().get(table)
    opens = duties_of(model).opens.get(column) if model else None
    if model is None or opens is None or not opens.kind:
        return None
    row = seen(viewer, model).filter(pk=number).select_related(column).first()
    kept: StoredDocument | None = getattr(row, column, None)
    if row is None or kept is None:
        return None
    state = "erased" if kept.erased_at else "withheld" if withheld(viewer, model, column, kept.sha256) else ""
    content = b"" if state else bytes(kept.content)
    media_type = type_of(kept.media_type, content)
    owners = _owners(model, number)
    sort = getattr(row, opens.sort) if opens.sort else ""
    return KeptDocument(
        place=DocumentPlace(table, number, column),
        word=_word(row, opens),
        name=_name(row, opens, sort, kept.sha256, media_type, owners),
        media_type=media_type,
        told=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        kept_at=kept.kept_at,
        owners=owners,
        state=state,
        content=content,
    )


def papers_of(viewer: Viewer, kind: str, number: int) -> tuple[PaperRow, ...]:
    """The documents of one case, device, information or incident, or of one row of what the audit calls so, to which rows
    lead by a column of that name (`report`, `patch`), in the order in which they were kept."""
    found: list[PaperRow] = []
    for table, column, opens in opened_places():
        way = _way(_tables()[table], kind)
        if way:
            found += _papers(viewer, DocumentPlace(table, 0, column), opens, {way: number})
    return tuple(sorted(found, key=lambda one: (one.kept_at, one.place.table, one.place.row)))


def _way(model: type[Any], kind: str) -> str:
    """The way from a row to what is asked for; '' where there is none."""
    ways = duties_of(model).belongs.ways()
    if kind in ways:
        return ways[kind]
    rows = (one for one in model._meta.concrete_fields if one.name == kind and one.remote_field)
    return next((one.name for one in rows if duties_of(one.related_model).subject == kind), "")


def _papers(viewer: Viewer, place: DocumentPlace, opens: Opens, where: Mapping[str, int]) -> Iterator[PaperRow]:
    model = _tables()[place.table]
    rows = seen(viewer, model).filter(**where).exclude(**{place.column: None})
    for row in rows.select_related(place.column).defer(f"{place.column}__content"):
        kept: StoredDocument = getattr(row, place.column)
        yield PaperRow(
            place=DocumentPlace(place.table, row.pk, place.column),
            word=_word(row, opens),
            name=_came_by(row, opens),
            kept_at=kept.kept_at,
            media_type=kept.media_type,
            size=kept.size,
            erased=kept.erased_at is not None,
        )


def _word(row: Any, opens: Opens) -> str:
    sort = getattr(row, opens.sort) if opens.sort else ""
    return f"{opens.sorted_as}{sort}" if sort else f"document.kind.{opens.kind}"


def _came_by(row: Any, opens: Opens) -> str:
    """The name that a document came by; '' where it had none, or retention took it."""
    return str(getattr(row, opens.called)) if opens.called and not getattr(row, "erased_at", None) else ""


def withheld(viewer: Viewer, model: type[Any], column: str, sha256: str) -> bool:
    """Whether this document tells of rows that the viewer does not see: a list is named by each piece that was taken
    from it."""
    if not duties_of(model).opens[column].whole:
        return False
    named = {column: sha256}
    return bool(model._default_manager.filter(**named).count() != seen(viewer, model).filter(**named).count())


def _owners(model: type[Any], row_id: int) -> tuple[Owner, ...]:
    """What the row belongs to, the nearest first: a document of a case is named by it, and not by its device."""
    ways, found = duties_of(model).belongs.ways(), []
    for kind, called in NUMBERED.items():
        if kind in ways:
            column = called if ways[kind] == "pk" else f"{ways[kind]}__{called}"
            number, name = model._default_manager.values_list(ways[kind], column).get(pk=row_id)
            if number is not None:
                found.append((kind, int(number), str(name)))
    return tuple(found)


def _name(row: Any, opens: Opens, sort: str, sha256: str, media_type: str, owners: tuple[Owner, ...]) -> str:
    """The name that it came by; else of what it is, which kind, and which of all."""
    own = _came_by(row, opens)
    if own:
        return own
    parts = (owners[0][2] if owners else "", (sort or opens.kind).replace("_", "-"), sha256[:8])
    return "_".join(filter(None, parts)) + ending_of(media_type)
