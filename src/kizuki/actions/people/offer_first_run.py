"""Offer the first run: a one-time link by which somebody makes the company."""

from __future__ import annotations

from kizuki.actions.people.giving_access import make_link
from kizuki.actions.verb import Actor, verb
from kizuki.store.people.access_links import anybody, token_of


def offer_first_run(*, actor: Actor) -> str | None:
    """The token of a new link for the first run; the earlier ones open no more. None where somebody stands in the
    record: then nobody begins it again."""
    if anybody():
        return None
    with verb("offer_first_run", actor=actor, of=()) as act:
        link = make_link(act, None, by_mail=False)
        act.record(subjects=[f"access:{link.pk}"])
    return token_of(link.pk)
