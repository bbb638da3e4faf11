"""Two rows in every table of evidence, and in those that it needs: what every tampering begins with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, models

from kizuki.actions.verb import Actor, verb
from kizuki.core.disclosure.table import PARTIES
from kizuki.store.audit.guards import guards
from kizuki.store.duties import Chain, declared
from kizuki.store.models import Anchor, AuditEntry
from kizuki.store.models.json_field import JsonField
from kizuki.store.record.canonical import digest_of
from tests.store.json_samples import sample_of

TESTER = Actor.program("test")
_NOTHING_DERIVED = ("store_caseclassification",)
"""What other tables are computed from says nothing here: their rows are not made."""
_ASKED_FOR = {
    ("store_embargo", "case"),
    ("store_legalhold", "case"),
    ("store_designquote", "case"),
    ("store_dutycall", "case"),
    ("store_holebound", "hospital"),
}
"""Keys that may be null, of which a row needs one."""

_CODES = {("store_disclosureparty", "kind"): sorted(PARTIES)}
"""Codes of a closed list that the column does not declare."""

_ALONE = {"store_company", "store_triagelimit"}
"""Tables of one row."""


def fill_everything() -> dict[str, list[Any]]:
    """Two rows (or the only one) in every table, committed to as a verb commits. Gives their keys by table."""
    with verb("test", actor=TESTER, of=()) as act:
        act.record(subjects=["test:first"])
    with verb("test", actor=TESTER, of=()) as act:
        made: dict[type[Any], list[Any]] = {AuditEntry: [AuditEntry.objects.get(seq=1)] * 2}
        for model, _ in declared(Chain.EVIDENCE):
            _make(model, made)
        act.record(subjects=["test:filled", *_spoken()])
    return {model._meta.db_table: [row.pk for row in rows] for model, rows in made.items()}


def _make(model: type[Any], made: dict[type[Any], list[Any]]) -> list[Any]:
    if model not in made:
        for field in _keys_to_others(model):
            _make(field.related_model, made)
        made[model] = []
        for number in (1,) if model._meta.db_table in _ALONE else (1, 2):
            values = {field.name: _value(field, number, made) for field in model._meta.concrete_fields}
            row = model(**{name: value for name, value in values.items() if value is not None})
            _digested(row)
            row.save(force_insert=True)
            made[model].append(row)
    return made[model]


def make_row(model: type[Any], number: int, /, **values: Any) -> Any:
    """One row with these values, and whatever it needs."""
    made: dict[type[Any], list[Any]] = {AuditEntry: list(AuditEntry.objects.order_by("seq")[:2])}
    for field in _keys_to_others(model):
        if field.name not in values and field.related_model not in made:
            standing = list(field.related_model._default_manager.order_by("pk"))
            made[field.related_model] = standing[:2] or [make_row(field.related_model, one) for one in (1, 2)]
    asked = [field for field in model._meta.concrete_fields if field.name not in values]
    told = {field.name: _value(field, number, made) for field in asked}
    table = model._default_manager
    told = {name: value for name, value in (told | values).items() if value is not None}
    if model._meta.db_table in _ALONE:
        number = 1
    unique = [field for field in model._meta.concrete_fields if field.unique and not field.remote_field]
    for field in unique:
        if isinstance(told.get(field.name), str):
            told[field.name] = f"{told[field.name]}{table.count()}"
    row = model(**told)
    _digested(row)
    row.save(force_insert=True)
    return row


def _keys_to_others(model: type[Any]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.remote_field and _is_given(field)]


def _is_given(field: Any) -> bool:
    return not field.null or (field.model._meta.db_table, field.name) in _ASKED_FOR


def _value(field: Any, number: int, made: dict[type[Any], list[Any]]) -> Any:
    if field.primary_key and field.model._meta.db_table in _ALONE:
        return 1
    if field.remote_field:
        if not _is_given(field):
            return None
        rows = made.get(field.related_model, [])
        # The second person of a row is another one than the first.
        at = number - 1 if field.name != "deputy" else 2 - number
        return rows[min(at, len(rows) - 1)]
    if field.null or (field.has_default() and not field.unique) or isinstance(field, models.AutoField):
        return None
    if isinstance(field, JsonField) and field.name == "body" and field.model._meta.db_table in _NOTHING_DERIVED:
        return {}
    if isinstance(field, JsonField):
        return sample_of(field.shape, number)
    if isinstance(field, models.BinaryField):
        return b"bytes %d" % number
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.DateTimeField):
        # What ends, ends after it began.
        return datetime(2026, 6, 1, tzinfo=UTC) + timedelta(hours=number + 24 * field.name.startswith("ends_"))
    if isinstance(field, models.DateField):
        return date(2026, 6, 1) + timedelta(days=number)
    if isinstance(field, models.DecimalField):
        return Decimal(number)
    if isinstance(field, models.IntegerField | models.FloatField):
        return number
    codes = _CODES.get((field.model._meta.db_table, field.name)) or [code for code, _ in field.flatchoices]
    return codes[number % len(codes)] if codes else f"w{number}"[: field.max_length or 9]


def _digested(row: Any) -> None:
    """Digests beside bytes and texts are those of these."""
    if isinstance(row, Anchor):
        row.hash = row.entry.hash
    for guard in guards():
        if guard.table == row._meta.db_table and guard.what.digest:
            body = getattr(row, guard.what.digest)
            row.sha256 = digest_of(body)


def _spoken() -> list[str]:
    found: list[str] = []
    with connection.cursor() as cursor:
        for guard in guards():
            if guard.what.spoken_of_as:
                cursor.execute(f"SELECT {guard.what.spoken_of_as} FROM {guard.table} AS kept")
                found += [row[0] for row in cursor.fetchall()]
    return found
