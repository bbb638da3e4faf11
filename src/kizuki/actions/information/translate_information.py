"""Keep the translation of a piece of information."""

from __future__ import annotations

from kizuki.actions.information.record_told_harm import keep_told_harm
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.information.deciding import UNDECIDED
from kizuki.core.information.harm import told_of
from kizuki.store.models import SafetyInformation, Task
from kizuki.store.obligations.information import locked_information


def translate_information(information_id: int, words: str, *, actor: Actor) -> None:
    """Keep a translation beside the original words, which stay; its task is done. Words of a death that the original did
    not show are heard in it."""
    find(SafetyInformation, "information", actor=actor, pk=information_id)
    body = text(words, "information.translation", longest=20_000, required=True)
    with verb("translate_information", actor=actor, of=[f"information:{information_id}"]) as act:
        row = locked_information(information_id)
        revision = keep_text(act, f"information:{information_id}", "translation", body)
        if not revision:
            act.unchanged()
            return
        row.translation = "done"
        row.save(update_fields=["translation"])
        told = told_of(row.told_harm, [body], listed_abroad=bool(row.sha256))
        if told != row.told_harm and row.state in UNDECIDED:
            keep_told_harm(act, row, told)
        Task.objects.filter(
            subject=f"information:{information_id}", kind="translate_information", state="open"
        ).update(state="done", closed_at=act.at)
        devices = [f"device:{row.device_id}"] if row.device_id else []
        act.record(subjects=[f"information:{information_id}", *devices], payload={"revision": revision})
