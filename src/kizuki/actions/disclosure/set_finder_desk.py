"""Name who alone sees what finders report, and what the company says of itself where finders look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.actions.embargo.secrecy import Confidential, require_readers
from kizuki.actions.rows import text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import FinderDesk
from kizuki.store.record.keeping_rows import added, standing

_MAIL = re.compile(r"[^\s@<>\"]{1,64}@[A-Za-z0-9.-]{1,120}")


@dataclass(frozen=True, slots=True)
class Desk:
    """`readers` are ids of people; `mail` an address that finders may write to ('' none); `policy_ja` and `policy_en` the
    company's own words beside the policy that the page states, both or neither."""

    readers: Sequence[int]
    mail: str = ""
    policy_ja: str = ""
    policy_en: str = ""


def set_finder_desk(desk: Desk, *, on: date, actor: Actor) -> int:
    """Keep the standing list as its next revision; returns the revision. From then on the form of finders is open and
    `security.txt` is served.

    `Refused` where somebody named is not here, where no two of them may sign for one another as second persons (what
    arrives could never be loosened), where the address is none, or where the words stand in one language alone.
    """
    readers = sorted(set(desk.readers))
    # Whoever sets the list need not stand on it: nothing is under it yet.
    require_readers(Confidential(readers), None, on, Actor.program("finder_desk"))
    values = {
        "readers": readers,
        "mail": _address(desk.mail),
        "policy_ja": text(desk.policy_ja, "policy_ja", longest=10_000),
        "policy_en": text(desk.policy_en, "policy_en", longest=10_000),
    }
    if bool(values["policy_ja"]) != bool(values["policy_en"]):
        raise Refused("policy_en" if values["policy_ja"] else "policy_ja", "stands in one language alone")
    with verb("set_finder_desk", actor=actor, of=["company:1"]) as act:
        newest = standing(FinderDesk).order_by("-revision").first()
        if newest is not None and all(getattr(newest, name) == value for name, value in values.items()):
            act.unchanged()
            return int(newest.revision)
        revision = newest.revision + 1 if newest else 1
        row = added(FinderDesk, revision=revision, set_by_id=act.person, set_at=act.at, **values)
        act.record(
            subjects=["company:1", f"finder_desk:{row.pk}"], payload={"revision": revision, "readers": readers}
        )
    return revision


def _address(told: str) -> str:
    address = text(told, "mail", longest=200)
    if address and not _MAIL.fullmatch(address):
        raise Refused("mail", f"{address[:80]} is no mail address")
    return address
