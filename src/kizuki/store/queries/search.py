"""One search over everything that the viewer sees: what they do not see is not counted either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kizuki.core.glossary import say
from kizuki.core.lifecycle.moves import states_of
from kizuki.core.searching import holds, words_of
from kizuki.store.access.seen import seen
from kizuki.store.components.searching import names_with
from kizuki.store.findings.filters import FindingFilter
from kizuki.store.models import (
    AdvisoryAlias,
    Case,
    Device,
    Hospital,
    Incident,
    NoReportDecision,
    ReleaseComponent,
    SafetyInformation,
    Unit,
    User,
)
from kizuki.store.queries.findings import findings
from kizuki.store.queries.incidents import incident_list
from kizuki.store.queries.ledgers.cases import cases_holding
from kizuki.store.queries.of_vulnerability import AskedVulnerability, asked_vulnerability, named_in_cases
from kizuki.store.queries.search_texts import TextFound, texts_found
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock

MOST = 20
"""Of each kind; whoever finds more says more."""

_NAMES = 200
_HOLES = 5
"""Of so many vulnerabilities the findings are listed, where a part of a number is one of several."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was found: its kind, its id where it has a page (0: none), what it is called, and what about it."""

    kind: str
    id: int
    words: str
    about: str = ""
    release: int = 0
    """Of a finding, whose id is that of its match: the release that has it."""
    at: str = ""
    """Of a text: the kind of what has the page on which it is read."""


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """What was found of one kind; `more`: there is more than is shown; `unread`: not everything was looked through."""

    kind: str
    rows: tuple[Found, ...]
    more: bool
    unread: bool = False


def search(viewer: Viewer, asked: str) -> tuple[FoundGroup, ...]:
    """Cases, no-report decisions, findings, incidents, information, sealed texts, vulnerabilities, components, devices,
    units, hospitals and people, in that order.

    Every word must be there, however wide or large it is typed; a part of a CVE number is enough, and leads to the cases,
    decisions and findings of the vulnerability by any of its names. Kinds of which nothing was found are left out.
    """
    words = words_of(asked)
    if not words:
        return ()
    hole = asked_vulnerability(viewer, asked)
    kinds = (
        ("case", _cases(viewer, words, hole)),
        ("decision", _decisions(viewer, hole)),
        ("finding", _findings(viewer, hole)),
        ("incident", _incidents(viewer, words)),
        ("information", _information(viewer, words)),
        ("text", _texts(viewer, words)),
        ("vulnerability", _vulnerabilities(viewer, hole)),
        ("component", _components(viewer, words)),
        ("device", _devices(viewer, words)),
        ("unit", _units(viewer, words)),
        ("hospital", _hospitals(viewer, words)),
        ("person", _people(viewer, words)),
    )
    groups = (_group(kind, rows) for kind, rows in kinds)
    return tuple(group for group in groups if group.rows or group.unread)


def _group(kind: str, rows: Iterator[Found | None]) -> FoundGroup:
    """What was found of a kind; None among the rows says that there is more to look through."""
    taken = tuple(islice(rows, MOST + 1))
    found = tuple(row for row in taken if row is not None)
    return FoundGroup(kind, found[:MOST], len(found) > MOST, unread=None in taken)


def _cases(viewer: Viewer, words: tuple[str, ...], hole: AskedVulnerability | None) -> Iterator[Found]:
    of_it: dict[int, list[str]] = {}
    if hole is not None:
        for case_id, name in named_in_cases(viewer, hole).order_by("name").values_list("case_id", "name"):
            of_it.setdefault(case_id, []).append(name)
    for row in cases_holding(viewer, seen(viewer, Case).order_by("-pk"), words, of_it):
        where = row.hospital.name if row.hospital else ""
        about = " ".join(filter(None, (row.device.brand, where, *of_it.get(row.pk, ()))))
        yield Found("case", row.pk, f"{row.number} {row.title_in(viewer.lang)}", about)


def _decisions(viewer: Viewer, hole: AskedVulnerability | None) -> Iterator[Found]:
    if hole is None:
        return
    cases = named_in_cases(viewer, hole).values("case")
    rows = seen(viewer, NoReportDecision).filter(case__in=cases).select_related("case").order_by("-pk")
    for row in rows[: MOST + 1]:
        state = say(f"record.value.state.{row.state}", viewer.lang)
        yield Found("decision", row.pk, f"{row.case.number} {row.case.title_in(viewer.lang)}", state)


def _findings(viewer: Viewer, hole: AskedVulnerability | None) -> Iterator[Found]:
    if hole is None:
        return
    for name in hole.shown[:_HOLES]:
        for line in findings(viewer, FindingFilter(text=name), clock.today(), limit=MOST + 1).rows:
            yield Found(
                "finding",
                line.match,
                f"{line.component} {line.component_version}".strip(),
                f"{name} {line.brand} {line.version}",
                line.release,
            )


def _incidents(viewer: Viewer, words: tuple[str, ...]) -> Iterator[Found]:
    for row in incident_list(viewer, states=tuple(states_of("incident")), limit=None):
        if holds(f"{row.number} {row.title}", words):
            yield Found("incident", row.id, f"{row.number} {row.title}")


def _information(viewer: Viewer, words: tuple[str, ...]) -> Iterator[Found]:
    rows = seen(viewer, SafetyInformation).order_by("-pk").values_list("pk", "number", "source_no")
    for pk, number, source_no in rows.iterator(chunk_size=500):
        if holds(f"{number} {source_no}", words):
            yield Found("information", pk, number, source_no)


def _texts(viewer: Viewer, words: tuple[str, ...]) -> Iterator[Found | None]:
    for one in texts_found(viewer, words):
        yield Found("text", one.id, _called(viewer, one), one.around, at=one.at) if one else None


def _called(viewer: Viewer, found: TextFound) -> str:
    """What the page is called on which a text is read."""
    if found.at == "case":
        case = seen(viewer, Case).only("number", "title", "erased_at").get(pk=found.id)
        return f"{case.number} {case.title_in(viewer.lang)}"
    if found.at == "device":
        return seen(viewer, Device).get(pk=found.id).brand
    model = SafetyInformation if found.at == "information" else Incident
    return str(seen(viewer, model).values_list("number", flat=True).get(pk=found.id))


def _vulnerabilities(viewer: Viewer, hole: AskedVulnerability | None) -> Iterator[Found]:
    if hole is None:
        return
    names = (
        seen(viewer, AdvisoryAlias)
        .filter(name__icontains=hole.part)
        .order_by("name")
        .values_list("name", "advisory__summary")
    )
    told: set[str] = set()
    for name, summary in names[:_NAMES]:
        if name not in told:
            told.add(name)
            yield Found("vulnerability", 0, name, str(summary)[:120])


def _components(viewer: Viewer, words: tuple[str, ...]) -> Iterator[Found]:
    names = names_with("".join(words), _NAMES)
    if not names:
        return
    rows = seen(viewer, ReleaseComponent).filter(component__name_key__in=names)
    told: dict[tuple[str, str], set[str]] = {}
    values = rows.values_list("component__name", "component__version", "release__device__brand").distinct()
    for name, version, brand in values.order_by("component__name", "component__version")[:_NAMES]:
        told.setdefault((name, version), set()).add(brand)
    for (name, version), brands in told.items():
        yield Found("component", 0, f"{name} {version}".strip(), ", ".join(sorted(brands)))


def _devices(viewer: Viewer, words: tuple[str, ...]) -> Iterator[Found]:
    for row in seen(viewer, Device).order_by("brand", "pk"):
        if holds(f"{row.brand} {row.generic} {row.key} {row.approval_no} {row.model}", words):
            yield Found("device", row.pk, row.brand, row.generic)


def _units(viewer: Viewer, words: tuple[str, ...]) -> Iterator[Found]:
    if len(words) > 1 or len(words[0]) < 3:
        return
    rows = (
        seen(viewer, Unit).filter(serial__icontains=words[0]).select_related("device", "hospital").order_by("serial")
    )
    for row in rows[: MOST + 1]:
        yield Found(
            "unit", row.device_id, row.serial, f"{row.device.brand} {row.hospital.name if row.hospital else ''}"
        )


def _hospitals(viewer: Viewer, words: tuple[str, ...]) -> Iterator[Found]:
    return _named(
        seen(viewer, Hospital).order_by("name", "pk"), "hospital", words, lambda row: (row.name, row.prefecture)
    )


def _people(viewer: Viewer, words: tuple[str, ...]) -> Iterator[Found]:
    rows = seen(viewer, User).order_by("display_name", "pk")
    return _named(rows, "person", words, lambda row: (row.display_name, row.sign_in_name))


def _named(rows: Iterable[Any], kind: str, words: tuple[str, ...], said: Any) -> Iterator[Found]:
    for row in rows:
        name, about = said(row)
        if holds(f"{name} {about}", words):
            yield Found(kind, row.pk, name, about)
