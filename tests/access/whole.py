"""The record of the cast, filled up: in every table a row that not everybody sees, planted as its declaration says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from kizuki.store.duties import Sight, declared, duties_of
from kizuki.store.models import (
    ApiToken,
    Case,
    DesignEntry,
    EndProposal,
    Incident,
    InquiryAnswer,
    KeptText,
    LegalHold,
    NoReportDecision,
    PublicationOverride,
    User,
)
from kizuki.store.models.json_field import JsonField
from kizuki.store.record import clock
from kizuki.store.record.held_texts import subjects_of
from kizuki.store.sealing.field import SealedTextField
from tests.access.cast import SECRET, World, move_in
from tests.planted import planted
from tests.store.audit.everything import make_row
from tests.store.json_samples import sample_of

CODE = "zq7719"
"""Stands in every code and name of a planted row of what is secret."""

ELSEWHERE = "zq3381"
"""Stands in every text, code and name of a planted row of a device that is another product to somebody."""

SECRET_WAYS = ("case", "information", "incident", "advisory")
WAYS = (*SECRET_WAYS, "device")
_KINDS_OF_TEXT = ("words", "reason", "remark", "comment", "term", "said", "title", "plan", "what", "points", "name")
_CALLED = {
    "answer": InquiryAnswer,
    "decision": NoReportDecision,
    "override": PublicationOverride,
    "proposal": EndProposal,
    "kept": Case,
    "of": Incident,
    "into": Incident,
    "token_id": ApiToken,
    "person_id": User,
    "hold_id": LegalHold,
    "entry_id": DesignEntry,
}
"""Tables by places whose name is not that of their subject."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The record with a row of every table: `rows` by table; `secret` are those of what is under embargo."""

    world: World
    rows: Mapping[type[Any], Any]

    def words(self, name: str) -> tuple[str, ...]:
        """What nobody may tell this user."""
        return (*self.world.words, CODE, *((ELSEWHERE,) if name != "not_named" else ()))

    def hidden(self, place: str, name: str) -> Any:
        """The key of a row that this user does not see, for a place of a route, query or verb (`measure_id`); None where
        there is none, because everybody sees such rows, or this user does."""
        kind = place.removesuffix("_id")
        if kind in self.world.secret:
            return self.world.secret[kind]
        model = table_of(place)
        if model is None or not is_hidden(model):
            return None
        if duties_of(model).belongs.ways() and not is_secret(model) and name == "not_named":
            return None
        return self.rows[model].pk


def table_of(place: str) -> type[Any] | None:
    """The table of whose rows a place of a route, query or verb takes one (`measure_id`, `kept`); None where of none."""
    kind = place.removesuffix("_id")
    return _CALLED.get(place) or _CALLED.get(kind) or by_subject().get(kind)


def is_hidden(model: type[Any]) -> bool:
    """Whether not everybody sees each of its rows: they lead somewhere, or are one person's."""
    belongs = duties_of(model).belongs
    return bool(belongs.ways()) or belongs.sight is Sight.OWN


def by_subject() -> dict[str, type[Any]]:
    """Every table by what the audit calls its rows; a survey period and an alert of no subject by their own names."""
    return {duties.subject or model._meta.model_name or "": model for model, duties in declared()}


def is_secret(model: type[Any]) -> bool:
    """Whether its rows may belong to, or tell of, something that is under embargo; else they belong to a device alone."""
    belongs = duties_of(model).belongs
    return bool(set(belongs.ways()) & set(SECRET_WAYS) or belongs.tells)


def hidden_rows(model: type[Any], world: World) -> Any:
    """The rows of a table that lead to what is secret; of one that leads to a device alone, those of the device; of one
    that leads nowhere, those of the one person who sees them."""
    belongs, about = duties_of(model).belongs, Q()
    ways = belongs.ways()
    if not ways and belongs.sight is Sight.OWN:
        return model._default_manager.filter(**{belongs.person: world.users["writer"]})
    for kind, way in ways.items():
        if not is_secret(model):
            about |= Q(**{way: world.public["device"]})
        elif kind != "device":
            about |= Q(**{way: world.secret[kind]})
    if belongs.tells:
        about |= Q(**{belongs.tells: world.secret["case"]})
    return model._default_manager.filter(about)


def fill_up() -> Whole:
    """What `move_in` made by verbs, and a planted row in every other table that leads anywhere."""
    world = move_in()
    filling = Filling(world)
    with planted():
        for model, _ in declared():
            if is_hidden(model):
                filling.row(model)
    return Whole(world, filling.rows)


class Filling:
    """Makes a row of what is secret in whatever table it is asked for."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.rows: dict[type[Any], Any] = {}

    def row(self, model: type[Any]) -> Any:
        """A row of this table that not everybody sees: one that stands, else a new one."""
        if model not in self.rows:
            self.rows[model] = hidden_rows(model, self._world).order_by("pk").first() or self._made(model)
        return self.rows[model]

    def _made(self, model: type[Any]) -> Any:
        word = CODE if is_secret(model) else ELSEWHERE
        values = {field.name: self._key(model, field) for field in model._meta.concrete_fields if field.remote_field}
        values = {name: value for name, value in values.items() if value is not None}
        for field in model._meta.concrete_fields:
            if field.name not in values and not field.primary_key and not field.has_default():
                if isinstance(field, JsonField):
                    values[field.name] = sample_of(field.shape, 9, word)
                elif isinstance(field, SealedTextField):
                    values[field.name] = f"{SECRET}{word}" if word == CODE else word
                elif field.choices:
                    values[field.name] = field.choices[0][0]
                elif type(field) in (models.CharField, models.SlugField, models.TextField):
                    values[field.name] = word[: field.max_length or 99]
        row = make_row(model, 9, **values)
        for subject in subjects_of(model, [row.pk]):
            for kind in _KINDS_OF_TEXT:
                KeptText.objects.create(subject=subject, kind=kind, revision=99, body=word, made_at=clock.now())
        return row

    def _key(self, model: type[Any], field: Any) -> Any:
        """The row to which a key leads; None where it may be left out and the row leads there without it."""
        related, belongs = field.related_model, duties_of(model).belongs
        if related is User:
            # What leads to a secret is hidden from the very person whose row it is; else it is another one's.
            name = "not_named" if field.name == belongs.person and belongs.ways() else "writer"
            return None if field.null else User.objects.get(pk=self._world.users[name])
        if field.null and field.name != _leading(model):
            return None
        if duties_of(related).belongs.ways():
            return self.row(related)
        return related._default_manager.order_by("pk").first() or make_row(related, 9)


def _leading(model: type[Any]) -> str:
    """The key by which a row leads to what is secret, where any of its keys does; else to a device."""
    ways = duties_of(model).belongs.ways()
    return next((ways[kind].partition("__")[0] for kind in WAYS if kind in ways), "")
