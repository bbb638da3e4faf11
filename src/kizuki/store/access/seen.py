"""The rows that a viewer may see: the one beginning of every query that a door asks, built from the declarations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import CharField, Exists, Model, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Concat

from kizuki.store.access.hidden import EVERYBODY, HIDDEN, Hidden, named_telling, told_of
from kizuki.store.duties import Belongs, Sight, duties_of
from kizuki.store.models import AuditSubject, User
from kizuki.store.queries.viewer import Viewer

Row = TypeVar("Row", bound=Model)

NEVER = (Sight.ROWS, Sight.PROGRAM)
"""Who sees such rows sees them through the rows that hold them, or not at all."""


def seen(viewer: Viewer, model: type[Row]) -> QuerySet[Row]:
    """The rows of a table that the viewer may see; all of them for a part of the program.

    Lazy, without a query of its own: filter it further as any query. A person sees a row where every way that is not
    null leads to something that they see; nothing where they have left, are nobody, or the table is nobody's by itself.
    """
    rows: QuerySet[Row] = model._default_manager.all()
    if viewer.user_id is None:
        return rows
    belongs = duties_of(model).belongs
    if belongs.sight in NEVER:
        return rows.none()
    found: QuerySet[Row] = _seen_by(model, viewer.user_id).all()
    return found


@lru_cache(maxsize=1024)
def _seen_by(model: type[Model], user_id: int) -> QuerySet[Any]:
    """The query of a table for a person, put together once: it names no day and holds no row, only what is asked. A page
    begins with forty of them, and putting one together takes longer than asking it. Never evaluated itself: its caller
    takes a copy."""
    rows: QuerySet[Any] = model._default_manager.all()
    return rows.filter(*_conditions(duties_of(model).belongs, user_id))


def open_to_everybody(model: type[Row]) -> QuerySet[Row]:
    """The rows of a table that no embargo hides from anybody: what may leave the house by name, on paper, by mail or in a
    calendar, whoever reads it there."""
    found: QuerySet[Row] = _leading_nowhere_hidden(model, EVERYBODY).all()
    return found


def leading_nowhere_hidden(viewer: Viewer, model: type[Row]) -> QuerySet[Row]:
    """The rows of a table that lead to nothing that is hidden from the viewer, whoever's they are: what a count of them
    may tell. All of them for a part of the program."""
    if viewer.user_id is None:
        rows: QuerySet[Row] = model._default_manager.all()
        return rows
    found: QuerySet[Row] = _leading_nowhere_hidden(model, viewer.user_id).all()
    return found


@lru_cache(maxsize=1024)
def _leading_nowhere_hidden(model: type[Model], user_id: int) -> QuerySet[Any]:
    """Put together once, as `_seen_by` is: the head of every page asks it."""
    return model._default_manager.filter(*_ways_open(duties_of(model).belongs, user_id))


def sees(viewer: Viewer, model: type[Model], pk: object) -> bool:
    """Whether the viewer sees this row; False where there is none."""
    return seen(viewer, model).filter(pk=pk).exists()


def hidden_entries(viewer: Viewer) -> QuerySet[Any, Any]:
    """Entries of the audit that speak of something hidden: what they tell of the rest would tell of that too."""
    if viewer.user_id is None:
        return AuditSubject.objects.none().values("entry_id")
    return _entries_hidden_from(viewer.user_id).all()


@lru_cache(maxsize=256)
def _entries_hidden_from(user_id: int) -> QuerySet[Any, Any]:
    about = Q()
    for kind, hidden in HIDDEN.items():
        if kind != "device":
            said = Concat(Value(f"{kind}:"), Cast("pk", CharField()))
            about |= Q(subject__in=_written(hidden(user_id).annotate(said=said).values("said")))
    for named in named_telling(user_id):
        about |= Q(subject__in=_written(named))
    return AuditSubject.objects.filter(about).values("entry_id")


def _written(hidden: Hidden) -> RawSQL:
    """A subquery as the SQL that Django writes of it, written once where the query around it is kept: a page asks fifty
    queries with the same ones inside, and writing them anew takes most of its time. It names nothing of the query around
    it, and its values stay values."""
    sql, values = hidden.order_by().query.sql_with_params()
    return RawSQL(sql, values)  # noqa: S611 Django's own, of our declarations


def _conditions(belongs: Belongs, user_id: int) -> Iterator[Q | Exists]:
    # Constant for the whole query, so that a database asks it once.
    yield Exists(User.objects.filter(pk=user_id, is_active=True))
    yield from _ways_open(belongs, user_id)
    if belongs.sight is Sight.OWN:
        yield Q(**{belongs.person: user_id})


def _ways_open(belongs: Belongs, user_id: int) -> Iterator[Q]:
    for kind, way in belongs.ways().items():
        yield ~Q(**{f"{way}__in": _written(HIDDEN[kind](user_id))})
    telling = told_of(belongs, user_id)
    if telling:
        yield ~telling
    if belongs.about:
        yield from (~Q(**{f"{belongs.about}__in": _written(named)}) for named in named_telling(user_id))
