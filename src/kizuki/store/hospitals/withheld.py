"""What is withheld from one hospital now: asked by its page, its counts and everything that it takes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kizuki.core.hospitals.withholding import TOLD_BY_REACH, Vulnerability, withheld
from kizuki.store.access.hidden import EVERYBODY, hidden_advisories, hidden_incidents, under_embargo
from kizuki.store.findings.vulnerability_names import vulnerabilities
from kizuki.store.models import (
    Advisory,
    AdvisoryAlias,
    Case,
    CaseVulnerability,
    EmbargoTurn,
    HoleBound,
    Hospital,
    IncidentMember,
    MeasureTarget,
    PartyTurn,
    SafetyInformation,
)
from kizuki.store.queries.disclosure import held_until
from kizuki.store.queries.viewer import PROGRAM

HOSPITAL_PARTY = "hospital"
"""The kind of party that is a hospital: its key is the hospital's own."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Names and advisories that one hospital is not told of, and the cases that tell it."""

    names: frozenset[str]
    advisories: frozenset[int]
    told_cases: frozenset[int]
    secret_cases: frozenset[int]

    @property
    def silent_cases(self) -> frozenset[int]:
        """Cases of which nothing is said to this hospital."""
        return self.secret_cases - self.told_cases


def withheld_from(hospital_id: int, at: datetime) -> Withheld:
    """What this hospital is not told at this moment. Embargoes are few, and so are the names that are read for it."""
    secret = _secret_cases(at)
    told = _told_cases(hospital_id)
    holes = _vulnerabilities(secret)
    names = withheld(holes, secret, told)
    advisories = frozenset(
        AdvisoryAlias.objects.filter(name__in=names).values_list("advisory_id", flat=True) if names else ()
    )
    return Withheld(names, advisories | _elsewhere(hospital_id), frozenset(told), frozenset(secret))


def _elsewhere(hospital_id: int) -> frozenset[int]:
    """Holes of our own that are at other sites only (a password left at one hospital): nothing of this one's."""
    rows = HoleBound.objects.values_list("advisory_id", "hospital_id", "unit__hospital_id")
    bound = [(advisory, hospital == hospital_id or of_unit == hospital_id) for advisory, hospital, of_unit in rows]
    return frozenset(advisory for advisory, _ in bound) - {advisory for advisory, here in bound if here}


def _secret_cases(at: datetime) -> set[int]:
    """Cases under an embargo of readers, or within an incident or information that is; and those whose disclosure holds
    something back at this moment."""
    information = under_embargo("information", EVERYBODY)
    within = IncidentMember.objects.filter(kind="case", incident__in=hidden_incidents(EVERYBODY)).values("member")
    rows = Case.objects.filter(
        Q(pk__in=under_embargo("case", EVERYBODY))
        | Q(pk__in=within)
        | Q(pk__in=SafetyInformation.objects.filter(pk__in=information, case__isnull=False).values("case"))
    )
    found = set(rows.values_list("pk", flat=True))
    turns: dict[int, list[EmbargoTurn]] = defaultdict(list)
    for turn in EmbargoTurn.objects.select_related("disclosure").order_by("disclosure_id", "position"):
        turns[turn.disclosure.case_id].append(turn)
    for case, said in turns.items():
        until = held_until(said)
        if until is not None and until > at:
            found.add(case)
    return found


def _told_cases(hospital_id: int) -> set[int]:
    """Cases that tell this hospital: a measure that was sent to it, or the newest entry of the party that it is."""
    targets = MeasureTarget.objects.filter(hospital=hospital_id, state__in=TOLD_BY_REACH)
    found = set(targets.values_list("measure__case", flat=True))
    key = Hospital.objects.filter(pk=hospital_id).values_list("key", flat=True).first()
    newest: dict[int, str] = {}
    turns = PartyTurn.objects.filter(party__kind=HOSPITAL_PARTY, party__key=key).order_by("position")
    for case, told in turns.values_list("disclosure__case", "told"):
        newest[case] = told
    return found | {case for case, told in newest.items() if told == "told"}


def _vulnerabilities(secret_cases: set[int]) -> Iterable[Vulnerability]:
    """Every vulnerability that somebody keeps secret, with all its names and every case about it."""
    hidden = set(hidden_advisories(EVERYBODY).values_list("pk", flat=True))
    mine: set[str] = set(Advisory.objects.filter(pk__in=hidden).values_list("identifier", flat=True))
    mine |= set(AdvisoryAlias.objects.filter(advisory__in=hidden).values_list("name", flat=True))
    asked = mine | set(CaseVulnerability.objects.filter(case__in=secret_cases).values_list("name", flat=True))
    if not asked:
        return ()
    named = [(one.names | {one.name} | set(one.asked)) for one in vulnerabilities(sorted(asked), PROGRAM)]
    about: dict[str, set[int]] = defaultdict(set)
    every = {name for names in named for name in names}
    for name, case in CaseVulnerability.objects.filter(name__in=every).values_list("name", "case"):
        about[name].add(case)
    return [
        Vulnerability(frozenset(names), frozenset(case for name in names for case in about[name]), bool(names & mine))
        for names in named
    ]
