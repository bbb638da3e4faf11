"""Seal under a new key from now on."""

from __future__ import annotations

from kizuki.actions.verb import Actor, verb
from kizuki.store.sealing.columns import sealed_columns, sealed_rows
from kizuki.store.sealing.keys import add_key, keys
from kizuki.store.sealing.own_words import own_words_other_than
from kizuki.store.sealing.texts import prefix_of


def rotate_key(*, actor: Actor) -> str:
    """Put a new key behind the others and return its id. Where texts still wait for the newest one, that stays it.

    Older keys remain in the file: backups need them. The texts that stand are sealed anew by `reseal_texts`.
    """
    newest = keys().newest
    waiting = any(
        True for column in sealed_columns() for _ in sealed_rows(column, other_than=prefix_of(newest), limit=1)
    ) or any(own_words_other_than(prefix_of(newest), 1))
    # A rotation that was interrupted goes on; a second one on top of it would only make the way longer.
    fresh = newest if waiting and len(keys().by_id) > 1 else add_key()
    with verb("rotate_key", actor=actor, of=()) as act:
        act.record(subjects=[f"key:{fresh}"], payload={"key": fresh})
    return fresh
