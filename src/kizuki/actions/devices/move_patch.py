"""Move a patch on: validated, shipped, withdrawn."""

from __future__ import annotations

from datetime import date

from kizuki.actions.feeds.signal_rows import ask_for_device
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.moves import require_move
from kizuki.store.models import Patch, PatchMove, StoredDocument


def move_patch(patch_id: int, state: str, *, on: date, document: str | None = None, actor: Actor) -> None:
    """Bring a patch to its next state (`core/lifecycle/moves.toml`); `document` is the digest of kept evidence.

    A patch that is withdrawn stops counting as a mitigation: whoever rests a decision on it must look again.
    """
    find(Patch, "patch", actor=actor, pk=patch_id)
    if document is not None:
        find(StoredDocument, "patch.document", actor=actor, sha256=document)
    with verb("move_patch", actor=actor, of=[f"patch:{patch_id}"]) as act:
        patch = Patch.objects.select_for_update().get(pk=patch_id)
        require_move("patch", patch.state, state, "patch.state")
        before = patch.state
        patch.state = state
        patch.save(update_fields=["state"])
        PatchMove.objects.create(patch=patch, state=state, on=on, document_id=document, recorded_at=act.at)
        ask_for_device(act, "release", patch.device_id)
        act.watch_register()
        act.record(
            subjects=[f"device:{patch.device_id}", f"patch:{patch_id}"],
            payload={"from": before, "state": state, "on": on.isoformat()},
        )
