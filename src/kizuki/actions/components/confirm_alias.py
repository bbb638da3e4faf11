"""Confirm an alias: which product components of a name and maker are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.actions.rows import text
from kizuki.actions.verb import Actor, verb
from kizuki.core.matching import Alias, alias_key, confirmed_alias
from kizuki.core.refusal import Refused
from kizuki.store.models import ConfirmedAlias, User


@dataclass(frozen=True, slots=True)
class AliasEntry:
    """Components called `name` by `maker` (as lists write them) are this product: a package URL, a CPE, or both,
    without version. `reason` says how the person knows."""

    name: str
    maker: str
    reason: str
    purl: str = ""
    cpe: str = ""


def confirm_alias(entry: AliasEntry, *, on: date, actor: Actor) -> int:
    """Keep what a person settled, and ask for the components to be matched under it. Returns its id.

    `Refused` names the field that cannot serve (`kizuki.core.matching.confirmed_alias`), or the alias that stands.
    """
    reason = text(entry.reason, "reason", longest=4_000, required=True)
    by = _name_of(actor)
    alias = confirmed_alias(Alias(entry.name, entry.maker, entry.purl, entry.cpe, by, on.isoformat()))
    name_key, maker_key = alias_key(entry.name, entry.maker)
    with verb("confirm_alias", actor=actor, of=()) as act:
        same = ConfirmedAlias.objects.filter(
            name_key=name_key, maker_key=maker_key, purl=alias.purl, cpe=alias.cpe, withdrawn_on=None
        )
        if same.exists():
            raise Refused("name", "this alias stands already")
        kept = ConfirmedAlias.objects.create(
            name=alias.name,
            maker=alias.maker,
            name_key=name_key,
            maker_key=maker_key,
            purl=alias.purl,
            cpe=alias.cpe,
            reason=reason,
            confirmed_by=by,
            confirmed_on=on,
        )
        act.defer("match_alias", {"alias": kept.pk})
        act.record(subjects=[f"alias:{kept.pk}"], payload={"on": on.isoformat()})
    return int(kept.pk)


def _name_of(actor: Actor) -> str:
    kind, _, identity = actor.code.partition(":")
    if kind != "user":
        return actor.code
    return str(User.objects.values_list("display_name", flat=True).get(pk=int(identity)))
