"""What calls the person on duty, and whom it calls."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import OuterRef, Q, Subquery

from kizuki.core.lifecycle.obligations.rows import RUNNING
from kizuki.core.people import ROLES
from kizuki.core.reminding.calling import Called
from kizuki.core.reminding.people import LAST_RESORT
from kizuki.store.access.seen import sees
from kizuki.store.models import Case, DutyCall, DutyTurn, FactSheet, Obligation, SafetyInformation, User
from kizuki.store.people.signers import roles_held
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.clock import JAPAN

_OF_AN_INTRUSION = ("death_question", "class_confirmation")
"""What an intrusion in use (`exploited` is `here`) calls for until a first report is owed: whether anybody died is to be
asked, and the class to be confirmed."""


@dataclass(frozen=True, slots=True, order=True)
class About:
    """What a call is about: a case, or information that is not yet one."""

    kind: Literal["case", "information"]
    id: int

    @property
    def subject(self) -> str:
        """As the audit names it."""
        return f"{self.kind}:{self.id}"

    @property
    def column(self) -> Mapping[str, int]:
        """As a row of a call or of a notice names it."""
        return {f"{self.kind}_id": self.id}


def what_calls(only: About | None = None) -> Mapping[About, datetime]:
    """Since when what calls. A case: a first report is owed (a domestic death, a foreign measure) or may be (its facts
    say so gravely), or a vulnerability is exploited in a unit of ours. Information: it tells of a death in Japan, or may,
    and nobody has decided what becomes of it. With `only`, whether this one does."""
    return {**_information(only), **_cases(only)}


def _information(only: About | None) -> Mapping[About, datetime]:
    rows = Obligation.objects.filter(kind="information_decision", grave=True, state__in=RUNNING)
    rows = rows.filter(information__isnull=False)
    if only is not None:
        rows = rows.filter(information=only.id) if only.kind == "information" else rows.none()
    return {About("information", pk): at for pk, at in rows.order_by("pk").values_list("information_id", "opened_at")}


def _cases(only: About | None) -> Mapping[About, datetime]:
    newest = FactSheet.objects.filter(case=OuterRef("case")).order_by("-revision").values("facts")[:1]
    rows = Obligation.objects.filter(state__in=RUNNING, case__isnull=False).exclude(state="carried")
    if only is not None:
        rows = rows.filter(case=only.id) if only.kind == "case" else rows.none()
    found: dict[int, list[datetime]] = defaultdict(list)
    grave = rows.filter(Q(kind="first_report") | Q(kind="settle_question", grave=True))
    for case, opened_at in grave.values_list("case_id", "opened_at"):
        found[case].append(opened_at)
    intruded = (
        rows.filter(kind__in=_OF_AN_INTRUSION).annotate(facts=Subquery(newest)).filter(facts__contains='"here"')
    )
    for case, matter, opened_at, facts in intruded.values_list("case_id", "matter", "opened_at", "facts"):
        if _is_exploited_here(facts, matter) and not _was_told(case, matter):
            found[case].append(opened_at)
    return {About("case", case): max(opened) for case, opened in sorted(found.items())}


def _is_exploited_here(facts: str, matter: str) -> bool:
    return any(row.get("exploited") == "here" and row.get("id", "") == matter for row in json.loads(facts)["matters"])


def _was_told(case: int, matter: str) -> bool:
    told = Obligation.objects.filter(case=case, matter=matter, kind="first_report", ended_by="record_first_report")
    return told.exists()


def called_of(about: About, since: datetime) -> Called:
    """What was done about what calls. Who acknowledged a call that was made before it called for this has not
    acknowledged this."""
    rows = list(DutyCall.objects.filter(**about.column).order_by("number"))
    answered = [row.acknowledged_at for row in rows if row.acknowledged_at is not None and row.called_at >= since]
    return Called(since, [row.called_at for row in rows], max(answered, default=None))


def next_number(about: About) -> int:
    """Of the next call about it."""
    made = DutyCall.objects.filter(**about.column).order_by("-number").values_list("number", flat=True)
    return (made.first() or 0) + 1


def turn_at(now: datetime) -> DutyTurn | None:
    """The turn of duty at an instant."""
    return DutyTurn.objects.filter(withdrawn_at=None, begins_at__lte=now, ends_at__gt=now).order_by("pk").last()


def called_people(about: About, now: datetime, *, wider: bool) -> tuple[int, ...]:
    """Whom a call goes to: the person on duty, the safety manager where nobody is; `wider`: the deputy and the general
    manager too. Nobody is called to what they do not see: then those who see it and hold these posts, else all who do."""
    turn = turn_at(now)
    wanted = list(_holding(("safety_manager",), now)) if turn is None else [turn.person_id]
    if wider:
        wanted += [turn.deputy_id] if turn is not None and turn.deputy_id is not None else []
        wanted += _holding(("general_manager",), now)
    return (
        _seeing(about, wanted) or _seeing(about, _holding(LAST_RESORT, now)) or _seeing(about, _holding(ROLES, now))
    )


def _holding(roles: Iterable[str], now: datetime) -> list[int]:
    on, asked = now.astimezone(JAPAN).date(), set(roles)
    people = User.objects.filter(is_active=True, role__in=ROLES).exclude(role="auditor").order_by("pk")
    return [pk for pk in people.values_list("pk", flat=True) if asked & set(roles_held(pk, on))]


def _seeing(about: About, people: Iterable[int]) -> tuple[int, ...]:
    model = Case if about.kind == "case" else SafetyInformation
    active = set(User.objects.filter(is_active=True).values_list("pk", flat=True))
    able = [one for one in dict.fromkeys(people) if one in active]
    return tuple(one for one in able if sees(Viewer(one, ""), model, about.id))
