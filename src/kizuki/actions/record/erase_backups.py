"""Delete the backups that still hold what was erased, once a second person has signed their list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kizuki.actions.people.signing import person_of
from kizuki.actions.record.propose_erasure import RULE, sign_list
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.backup.archive import digest_of_file
from kizuki.store.backup.outlived import OldBackup
from kizuki.store.models import Erasure
from kizuki.store.queries.retention import hold_stands
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.canonical import canonical_json, digest_of
from kizuki.store.retention.lists import is_done, is_proposed, keep_list, signed_list


def token_of_backups(found: Sequence[OldBackup]) -> str:
    """Names the overdue ones among these files by their bytes; '' where there is none."""
    overdue = sorted(row.sha256 for row in found if row.overdue)
    return digest_of(canonical_json(overdue))[:16] if overdue else ""


def propose_backups(token: str, found: Sequence[OldBackup], *, on: date, actor: Actor) -> int:
    """Keep the list of the overdue backups that were shown under this token, for a second person to sign. Returns its
    id. `Refused` where the files are others by now, while a legal hold stands, and where it was proposed already."""
    rows = [_told(row) for row in found if row.overdue]
    if not rows or token_of_backups(found) != token:
        raise Refused("token", "what has expired is not what was previewed any more: look again")
    _require_no_hold()
    with verb("propose_erasure", actor=actor, of=[str(row["owner"]) for row in rows]) as act:
        if is_proposed(token):
            raise Refused("token", "is proposed already: it waits for a second person")
        made = keep_list(token, on, rows, person_of(actor), act.at)
        act.record(
            subjects=[f"erasure:{made.pk}:{token}", *(str(row["owner"]) for row in rows)],
            payload={"rule": RULE, "texts": len(rows), "documents": 0},
        )
    return int(made.pk)


def sign_backups(
    token: str, found: Sequence[OldBackup], *, password: str, comment: str = "", on: date, actor: Actor
) -> None:
    """The second person signs the list that this token names. `Refused` where it names other files than are overdue
    now, while a legal hold stands, and where the person is no second one."""

    def unmoved(_row: Erasure) -> bool:
        return token_of_backups(found) == token

    _require_no_hold()
    sign_list(token, unmoved, password=password, comment=comment, on=on, actor=actor)


def erase_backups(token: str, found: Sequence[OldBackup], *, actor: Actor) -> int:
    """Delete the files of the signed list, each only where its bytes are those that were signed. Returns how many are
    gone by now; a list that was cut off goes on. `Refused` where nobody signed it, and while a legal hold stands."""
    signed = signed_list(token)
    if signed is None or not _of_backups(signed):
        raise Refused("token", "nobody has signed this list: kizuki retention shows, proposes and signs it")
    _require_no_hold()
    wanted = {row["sha256"] for row in signed.rows}
    for one in found:
        if one.sha256 in wanted and digest_of_file(Path(one.file)) == one.sha256:
            Path(one.file).unlink()
    # A file is no part of a transaction: what is gone is gone, and the entry says so afterwards.
    with verb("erase_expired", actor=actor, of=[f"erasure:{signed.pk}"]) as act:
        is_done(signed.pk, act.at)
        act.record(
            subjects=[f"erasure:{signed.pk}:{token}", *(row["owner"] for row in signed.rows)],
            payload={"rule": RULE, "texts": len(signed.rows)},
        )
    return len(wanted)


def _of_backups(row: Erasure) -> bool:
    return all(told.get("sha256") for told in row.rows)


def _require_no_hold() -> None:
    if hold_stands(PROGRAM):
        raise Refused("token", "a legal hold stands: no backup is deleted while it does")


def _told(row: OldBackup) -> dict[str, Any]:
    return {
        "owner": row.subject,
        "rule": RULE,
        "sha256": row.sha256,
        "made_on": row.made_on,
        "until": row.by,
        "texts": 0,
        "documents": 0,
    }
