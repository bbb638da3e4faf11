"""The case base of a device as events that are counted once each: by term, harm, item and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.facts.case import Harm, Matter
from kizuki.core.facts.reading import read_case
from kizuki.core.facts.values import Kind, Severity
from kizuki.core.reporting import Determination as Answer
from kizuki.store.access.seen import seen
from kizuki.store.cases.facts import KnownFacts, newest_facts_of
from kizuki.store.cases.parts import kept_parts_of, part_for_place
from kizuki.store.models import Case, CaseDuplicate, Receipt, Report, SamePerson
from kizuki.store.obligations.ledger import newest_answers
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of
from kizuki.store.record.parts import chunks

_CASES_AT_A_TIME = 500
_STRONGEST_FIRST = ("3-イ", "3-ロ", "3-ハ")


@dataclass(frozen=True, slots=True)
class Counted:
    """One event: a matter and at most one person of it (`id` is made of their ids; a person who was joined to another
    one of the same device is told once). `terms` are codes, or the company's words, of the malfunction (`words` by
    code); `severity`
    `death`, `serious`, `feared` (neither, but it could have been) or ''; `items` the items of 第3号 that are met for the
    person, `of_matter` those that are met for the matter as a whole."""

    id: str
    matter: str
    case_id: int
    case: str
    title: str
    kind: str
    learned_on: date
    terms: tuple[str, ...]
    health_effect: str
    words: Mapping[str, str]
    severity: str
    items: tuple[str, ...]
    of_matter: tuple[str, ...]
    on_form_8: bool
    occurred_on: str
    person: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Told:
    """What several cases tell, by case: facts, answer of the rules, parts by kind and place, what a form 8 told."""

    facts: Mapping[int, KnownFacts]
    answers: Mapping[int, Answer]
    parts: Mapping[int, Mapping[str, Mapping[str, str]]]
    on_form_8: Mapping[int, set[tuple[str, str]]]


def counted_of(viewer: Viewer, device_id: int, *, until: date | None = None) -> tuple[Counted, ...]:
    """Every event of a device that the viewer may see, learned by a day, the earliest first. What a duplicate tells is
    told by the case that goes on."""
    cases = seen(viewer, Case).filter(device_id=device_id).exclude(pk__in=CaseDuplicate.objects.values("case_id"))
    joined = dict(seen(viewer, SamePerson).values_list("person_id", "same_as_id"))
    found: dict[str, Counted] = {}
    for part in chunks(list(cases.order_by("pk")), _CASES_AT_A_TIME):
        told = _told(part)
        for case in part:
            for event in _of_case(case, joined, told):
                if until is None or event.learned_on <= until:
                    found.setdefault(event.id, event)
    return tuple(sorted(found.values(), key=lambda event: (event.learned_on, event.case_id, event.id)))


def _told(cases: Sequence[Case]) -> _Told:
    ids = [case.pk for case in cases]
    return _Told(newest_facts_of(ids), newest_answers(ids), kept_parts_of(ids), _on_form_8(ids))


def _of_case(case: Case, joined: Mapping[str, str], told: _Told) -> Iterator[Counted]:
    facts = read_case(told.facts[case.pk].facts)
    answer, kept, told_on_8 = (
        told.answers.get(case.pk),
        told.parts.get(case.pk, {}),
        told.on_form_8.get(case.pk, set()),
    )
    for matter in facts.matters:
        persons: list[Harm | None] = list(matter.harms) if matter.harms_known else []
        for harm in persons or [None]:
            person = (harm.id or "") if harm else ""
            key = matter.id or f"{case.pk}.{matter.index}"
            same = joined.get(person, person)
            event = _part(kept, "event", key, person)
            patient = _part(kept, "patient", key, person)
            yield Counted(
                # A person of another case of the same device is the same event, whichever case tells it.
                id=same if same != person else (person or key),
                matter=key,
                case_id=case.pk,
                case=case.number,
                title=case.title,
                kind=matter.kind.value.value if matter.kind.value else "",
                learned_on=harm.learned_on if harm else matter.learned_on,
                terms=tuple(filter(None, (_term(row) for row in event.get("device_problems") or ()))),
                health_effect=next(filter(None, (_term(row) for row in event.get("health_effects") or ())), ""),
                words=_words(event),
                severity=_severity(matter, harm),
                items=_items(answer, matter.id or "", person) if person else (),
                of_matter=_items(answer, matter.id or "", ""),
                on_form_8=bool({(matter.id or "", person), (matter.id or "", "")} & told_on_8),
                occurred_on=event.get("occurred_on") or "",
                person={name: patient[name] for name in ("age", "sex", "outcome") if patient.get(name)},
            )


def _part(kept: Mapping[str, Mapping[str, str]], kind: str, matter: str, person: str) -> dict[str, Any]:
    body = part_for_place(kind, kept, matter, person)
    found: dict[str, Any] = json_of(body) if body is not None else {}
    return found


def _term(row: Mapping[str, Any]) -> str:
    return str(row.get("code") or row.get("jfmda") or row.get("term") or "")


def _words(event: Mapping[str, Any]) -> dict[str, str]:
    rows = (*(event.get("device_problems") or ()), *(event.get("health_effects") or ()))
    return {_term(row): str(row["term"]) for row in rows if row.get("term") and _term(row) != row["term"]}


def _severity(matter: Matter, harm: Harm | None) -> str:
    """How grave it was; where nobody was harmed gravely, whether it could have been."""
    known = harm.severity.value if harm else None
    if known in (Severity.DEATH, Severity.SERIOUS):
        return str(known.value)
    feared = matter.potential.value in (Severity.DEATH, Severity.SERIOUS)
    return "feared" if feared else ""


def _items(answer: Answer | None, matter: str, person: str) -> tuple[str, ...]:
    """The items of 第3号 that are met for a person, or ('') for the matter as a whole; the strongest first."""
    if answer is None:
        return ()
    met = {
        str(duty.item)
        for duty in answer.duties
        if duty.finding == "met" and (duty.matter_id or "") == matter and (duty.person_id or "") == person
    }
    return tuple(item for item in _STRONGEST_FIRST if item in met)


def _on_form_8(case_ids: Sequence[int]) -> dict[int, set[tuple[str, str]]]:
    """By case, matter and person of each form 8 that was sent and neither rejected nor taken back."""
    rejected = Receipt.objects.filter(report__case__in=case_ids, accepted=False).values("report_id")
    sent = Report.objects.filter(case__in=case_ids, form="8", state="submitted")
    told = ("case_id", "matter", "person", "series")
    taken = set(sent.filter(purpose="withdrawal").values_list(*told))
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for row in sent.filter(purpose="report").exclude(pk__in=rejected).values_list(*told):
        if row not in taken:
            found[row[0]].add((row[1], row[2]))
    return found


_GRAVEST = ("death", "serious", "feared", "")


def once_a_matter(events: Iterable[Counted]) -> tuple[Counted, ...]:
    """One event for each matter, told by its gravest person: a malfunction that harmed two is one malfunction."""
    found: dict[str, Counted] = {}
    for event in events:
        there = found.setdefault(event.matter, event)
        if _GRAVEST.index(event.severity) < _GRAVEST.index(there.severity):
            found[event.matter] = event
    return tuple(found.values())


def is_event(event: Counted) -> bool:
    """Whether it is a happening with the device, not a vulnerability, a study or a measure abroad."""
    return event.kind == Kind.EVENT.value
