"""What an acknowledgement by a hospital says, and how it is kept inside the verb that received it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.actions.hospitals.owing import ended
from kizuki.actions.obligations.keeping import Grounds, write_owned
from kizuki.actions.rows import text
from kizuki.actions.verb import Act
from kizuki.core.refusal import Refused
from kizuki.store.models import Hospital, HospitalAcknowledgement, HospitalLink, Responsibilities, StoredDocument
from kizuki.store.record.keeping_rows import added, locked, standing

WAYS = ("paper", "mail", "telephone", "visit")
"""By which way a person of ours received it; `page` is the hospital's own."""


@dataclass(frozen=True, slots=True)
class Said:
    """Who at the hospital acknowledges (`name`, `post`), the digest of the edition that they read, and their remark."""

    name: str
    post: str
    sha256: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class By:
    """By which way it came: `page` with its link, or another with the person of ours who recorded it and a document."""

    way: str
    on: date
    link: HospitalLink | None = None
    person: int | None = None
    document: StoredDocument | None = None


def keep(act: Act, hospital_id: int, said: Said, by: By) -> tuple[Responsibilities, HospitalAcknowledgement]:
    """Keep the word on the newest edition, and end what was owed of it. `Refused`: no name, another edition than the
    newest (whoever read an older one reads the new one first), or one that was acknowledged already."""
    name = text(said.name, "name", longest=100, required=True)
    post = text(said.post, "post", longest=100)
    remark = text(said.remark, "remark", longest=2_000)
    # Whoever sets the next edition has locked the hospital first too: one of the two comes before the other.
    locked(Hospital, hospital_id)
    row = standing(Responsibilities, hospital=hospital_id).order_by("-number").first()
    if row is None:
        raise Refused("sha256", "there is no edition to acknowledge yet")
    if said.sha256 != row.sha256:
        raise Refused("sha256", "is not the digest of the newest edition; read that one first")
    if standing(HospitalAcknowledgement, responsibilities=row).exists():
        raise Refused("sha256", "was acknowledged already")
    kept = added(
        HospitalAcknowledgement,
        responsibilities=row,
        sha256=row.sha256,
        name=name,
        post=post,
        remark=remark,
        way=by.way,
        on=by.on,
        link=by.link,
        person_id=by.person,
        document=by.document,
        recorded_at=act.at,
    )
    owner = f"hospital:{hospital_id}"
    moves = ended(act.name, owner, f"responsibilities:{row.pk}")
    write_owned(act, owner, moves, Grounds(f"hospital_acknowledgement:{kept.pk}"))
    return row, kept
