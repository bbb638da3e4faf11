"""Every row that belongs to a case, whichever table keeps it: found by the foreign keys and by the ways that the tables
declare, so that none is forgotten."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Q

from kizuki.store.access.seen import seen, sees
from kizuki.store.access.subjects import keys_seen
from kizuki.store.duties import Belongs, Chain, declared, duties_of
from kizuki.store.models import Case, IncidentMember, KeptText, SafetyInformation, StoredDocument
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.held_texts import texts_of
from kizuki.store.sealing.field import SealedTextField
from kizuki.store.sealing.own_words import OwnWordsField
from kizuki.store.sealing.texts import unseal

_BEYOND = frozenset({"store_auditentry", "store_auditsubject"})
"""The chain is told apart."""


@dataclass(frozen=True, slots=True)
class CaseRows:
    """`own` are the rows that point at the case, or at a row of it, and `around` those that they point at, by table.

    A row is its columns as they are kept; a sealed text is in the clear, with its salt (`<column>_salt`) and the name
    that it is bound to (`<column>_row`). `documents` are the digests of stored documents that
    retention has not erased.
    """

    own: dict[str, list[dict[str, Any]]]
    around: dict[str, list[dict[str, Any]]]
    documents: tuple[str, ...]


def case_rows(viewer: Viewer, case_id: int) -> CaseRows:
    """Every row of a case; the case must exist for the viewer."""
    case_id = seen(viewer, Case).values_list("pk", flat=True).get(pk=case_id)
    found = {model: sorted(keys) for model, keys in rows_of(viewer, case_id).items()}
    around = shown(viewer, pointed_at(found))
    pointed = around.pop(StoredDocument, set())
    documents = (
        StoredDocument.objects.filter(pk__in=pointed, erased_at=None).order_by("pk").values_list("pk", flat=True)
    )
    texts = texts_of(found)
    if texts:
        found[KeptText] = texts
    return CaseRows(
        own={model._meta.db_table: _rows(model, keys) for model, keys in found.items()},
        around={model._meta.db_table: _rows(model, sorted(keys)) for model, keys in around.items() if keys},
        documents=tuple(documents),
    )


def rows_of(viewer: Viewer, case_id: int) -> dict[type[Any], set[Any]]:
    """The keys of the rows of a case by table: of those that point at it, and of all evidence that leads to it, to
    information that became part of it, or to an incident that it is a member of; without what is hidden from the viewer,
    and nothing of a case that is.

    By the foreign keys alone a table would be asked once: a call about the information of a case would be left out
    where there was a call about the case too.
    """
    if not sees(viewer, Case, case_id):
        return {}
    found = {model: set(keys) for model, keys in pointing_at(Case, [case_id]).items()}
    incidents = list(IncidentMember.objects.filter(kind="case", member=case_id).values_list("incident", flat=True))
    information = _information_of(case_id)
    for model, duties in declared(Chain.EVIDENCE):
        where = _belonging(duties.belongs, case_id, information, incidents)
        if where:
            keys = set(model._default_manager.filter(where).values_list("pk", flat=True))
            found[model] = found.get(model, set()) | keys
    return shown(viewer, found)


def _information_of(case_id: int) -> list[int]:
    """The information that was joined to a case, and the earlier versions of it that were joined to none: what was told
    first, and who was called about it, belongs to what became of it."""
    found = list(SafetyInformation.objects.filter(case=case_id).values_list("pk", flat=True))
    newest = found
    while newest:
        later = SafetyInformation.objects.filter(followed_by__in=newest, case=None).exclude(pk__in=found)
        newest = list(later.values_list("pk", flat=True).distinct())
        found += newest
    return found


def _belonging(ways: Belongs, case_id: int, information: list[int], incidents: list[int]) -> Q:
    """What belongs to an incident and to another case is that one's."""
    found = Q()
    if ways.case:
        found |= Q(**{ways.case: case_id})
    if ways.information and information:
        found |= Q(**{f"{ways.information}__in": information})
    if ways.incident and incidents:
        of_incident = Q(**{f"{ways.incident}__in": incidents})
        found |= of_incident & Q(**{f"{ways.case}__isnull": True}) if ways.case else of_incident
    return found


def shown(viewer: Viewer, rows: Mapping[type[Any], Iterable[Any]]) -> dict[type[Any], set[Any]]:
    """Those of these rows that belong to nothing hidden from the viewer: what points from one case to another tells of
    it. Rows that lead nowhere go with those that hold them."""
    found = {model: set(keys) for model, keys in rows.items()}
    for model, keys in found.items():
        declares = model._meta.app_label == "store" and duties_of(model).belongs
        if viewer.user_id is not None and declares and declares.ways() and declares.sight is None:
            keys &= keys_seen(viewer, model, sorted(keys))
    return {model: keys for model, keys in found.items() if keys}


def pointed_at(rows: Mapping[type[Any], Iterable[Any]]) -> dict[type[Any], set[Any]]:
    """The rows of other tables that these point at."""
    around: dict[type[Any], set[Any]] = {}
    for model, keys in rows.items():
        for field in _foreign_keys(model):
            if field.related_model in rows:
                continue
            named = model._default_manager.filter(pk__in=list(keys)).exclude(**{field.name: None})
            around.setdefault(field.related_model, set()).update(named.values_list(field.attname, flat=True))
    return around


def pointing_at(model: type[models.Model], keys: list[Any]) -> dict[type[models.Model], list[Any]]:
    """The rows themselves, then those that point at them, and so on; each table once."""
    found: dict[type[models.Model], list[Any]] = {model: keys}
    waiting = deque([model])
    while waiting:
        named = waiting.popleft()
        for later in apps.get_models(include_auto_created=True):
            if later in found or later._meta.db_table in _BEYOND:
                continue
            for field in _foreign_keys(later):
                if field.related_model is named:
                    rows = later._default_manager.filter(**{f"{field.name}__in": found[named]})
                    pointing = sorted(rows.values_list("pk", flat=True))
                    if pointing:
                        found[later] = pointing
                        waiting.append(later)
                        break
    return found


def _foreign_keys(model: type[models.Model]) -> list[models.ForeignKey[Any, Any]]:
    """A row goes with the case that it belongs to, and not with one that it only counts."""
    keys = [field for field in model._meta.local_concrete_fields if isinstance(field, models.ForeignKey)]
    counts = model._meta.app_label == "store" and duties_of(model).belongs.case != "case"
    return [field for field in keys if not (counts and field.name == "case")]


def _rows(model: type[models.Model], keys: list[Any]) -> list[dict[str, Any]]:
    """The columns as they are kept, past the models: what was hashed must be told letter by letter."""
    fields = [field for field in model._meta.local_concrete_fields if field.column != "password"]
    columns = [str(field.column) for field in fields]
    primary = model._meta.pk.column
    rows: list[dict[str, Any]] = []
    with connection.cursor() as cursor:
        for first in range(0, len(keys), 500):
            some = keys[first : first + 500]
            named = ", ".join(f'"{column}"' for column in columns)
            places = ", ".join("%s" for _ in some)
            cursor.execute(
                f'SELECT {named} FROM {model._meta.db_table} WHERE "{primary}" IN ({places}) ORDER BY "{primary}"',  # noqa: S608
                some,
            )
            rows += [dict(zip(columns, map(_told, row), strict=True)) for row in cursor.fetchall()]
    for field in fields:
        for row in rows:
            if isinstance(field, SealedTextField):
                _open(field, row)
            elif isinstance(field, OwnWordsField):
                row[str(field.column)] = field.from_db_value(row[str(field.column)])
    return rows


def _open(field: SealedTextField, row: dict[str, Any]) -> None:
    column = str(field.column)
    if not row[column]:
        return
    place = field.place_of(tuple(row[named] for named in field.row))
    opened = unseal(row[column], place)
    row |= {column: opened.text, f"{column}_salt": opened.salt.hex(), f"{column}_row": place}


def _told(value: Any) -> Any:
    if isinstance(value, memoryview | bytes):
        return bytes(value).hex()
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
