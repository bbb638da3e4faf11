"""The table of nouns: what a page of people shows and what a program reads come from the same functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet

from kizuki.core.people.scopes import UPLOADING
from kizuki.store import models
from kizuki.store.access.seen import seen
from kizuki.store.findings.filters import Cursor, FindingFilter
from kizuki.store.nouns.noun import Noun, Part, by_id, number_of
from kizuki.store.queries import (
    cases,
    components,
    devices,
    disclosure,
    finding,
    findings,
    hospitals,
    incidents,
    information,
    measures,
    obligations,
    patches,
    register,
    reports,
    staff,
    units,
    uploads,
    work,
)
from kizuki.store.queries.viewer import Viewer

Rows = Callable[[Viewer, Sequence[int]], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit with how it stood, the oldest first."""

    row: units.UnitRow
    history: tuple[units.UnitStand, ...]


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """A measure with the hospitals that it is for."""

    row: measures.MeasureRow
    targets: tuple[measures.TargetRow, ...]


def _unit(viewer: Viewer, unit_id: int, _on: date) -> UnitPage | None:
    rows = units.units_by_id(viewer, [unit_id])
    return UnitPage(rows[0], units.unit_history(viewer, unit_id)) if rows else None


def _measure(viewer: Viewer, measure_id: int, _on: date) -> MeasurePage | None:
    rows = measures.measures_by_id(viewer, [measure_id])
    return MeasurePage(rows[0], measures.targets_of(viewer, measure_id)) if rows else None


def _findings(viewer: Viewer, after: str, limit: int, on: date) -> Part:
    found = findings.findings(viewer, FindingFilter(), on, before=_cursor(after), limit=limit)
    return Part(found.rows, "-".join(map(str, found.next.key)) if found.next else None)


def _finding(viewer: Viewer, identity: str, on: date) -> finding.FindingPage | None:
    at = _cursor(identity)
    return None if at is None else finding.finding_page(viewer, *at.key, on)


def _cursor(text: str) -> Cursor | None:
    match, _, release = text.partition("-")
    numbers = number_of(match), number_of(release)
    return None if numbers[0] is None or numbers[1] is None else Cursor((numbers[0], numbers[1]))


def _count_findings(viewer: Viewer, on: date) -> int | None:
    found = findings.findings(viewer, FindingFilter(), on, limit=1)
    return found.count if found.counted else None


def _dayless(read: Callable[[Viewer, int], Any]) -> Callable[[Viewer, int, date], Any]:
    return lambda viewer, number, _on: read(viewer, number)


def _alone(rows: Rows) -> Callable[[Viewer, int, date], Any]:
    """A noun whose one says no more than its row."""
    return lambda viewer, number, _on: next(iter(rows(viewer, [number])), None)


def _there(model: type[Any]) -> Callable[[Viewer], QuerySet[Any]]:
    return partial(_seen, model)


def _seen(model: type[Any], viewer: Viewer) -> QuerySet[Any]:
    return seen(viewer, model)


def _table(
    scope: str, name: str, model: type[Any], rows: Rows, one: Callable[[Viewer, int, date], Any], *types: type
) -> Noun:
    return by_id(name, scope, model, rows, one, (types[0], types[-1]), _there(model))


_FEW = 50
"""Of nouns whose rows are put together one by one."""
_CASES, _FINDINGS, _PORTFOLIO = "read_cases", "read_findings", "read_portfolio"


def _of_cases() -> Iterator[Noun]:
    add = partial(_table, _CASES)
    yield add("cases", models.Case, cases.cases_by_id, _dayless(cases.case_page), cases.CaseRow, cases.CasePage)
    yield add(
        *("incidents", models.Incident, incidents.incidents_by_id, _dayless(incidents.incident_page)),
        *(incidents.IncidentRow, incidents.IncidentPage),
    )
    yield add(
        *("informations", models.SafetyInformation, information.information_by_id),
        *(_dayless(information.information_page), information.InformationRow, information.InformationPage),
    )
    yield add(
        *("reports", models.Report, reports.reports_by_id, _dayless(reports.report_life)),
        *(reports.ReportRow, reports.ReportLife),
    )
    owed = obligations.obligations_by_id
    yield add("obligations", models.Obligation, owed, _alone(owed), obligations.ObligationRow)
    yield add(
        *("decisions", models.NoReportDecision, register.decisions_by_id, _dayless(register.decision_page)),
        *(register.DecisionRow, register.DecisionPage),
    )
    yield add("measures", models.Measure, measures.measures_by_id, _measure, measures.MeasureRow, MeasurePage)
    told = disclosure.disclosures_by_id
    yield replace(add("disclosures", models.Disclosure, told, _alone(told), disclosure.DisclosureRow), most=_FEW)
    yield add("tasks", models.Task, work.tasks_by_id, _alone(work.tasks_by_id), work.TaskRow)


def _of_findings() -> Iterator[Noun]:
    yield Noun(
        *("findings", _FINDINGS, findings.FindingLine, finding.FindingPage),
        *(_findings, _count_findings, _finding),
        key=lambda row: str(row.key),
    )
    add, done = partial(_table, _FINDINGS), patches.patches_by_id
    yield replace(add("patches", models.Patch, done, _alone(done), patches.PatchRow), most=_FEW)


def _of_portfolio() -> Iterator[Noun]:
    add = partial(_table, _PORTFOLIO)
    yield add(
        *("devices", models.Device, devices.devices_by_id, _dayless(devices.device_page)),
        *(devices.DeviceRow, devices.DevicePage),
    )
    versions = devices.releases_by_id
    yield add("releases", models.Release, versions, _alone(versions), devices.ReleaseRow)
    yield by_id(
        *("components", _PORTFOLIO, models.Component, components.components_by_id),
        *(_dayless(components.component_page), (components.ComponentRow, components.ComponentPage)),
        components.components_in_use,
    )
    yield add(
        *("hospitals", models.Hospital, hospitals.hospitals_by_id, _dayless(hospitals.hospital_page)),
        *(hospitals.HospitalRow, hospitals.HospitalPage),
    )
    yield add("units", models.Unit, units.units_by_id, _unit, units.UnitRow, UnitPage)
    yield add("people", models.User, staff.people_by_id, staff.person_page, staff.PersonRow, staff.PersonPage)
    jobs = uploads.uploads_by_id
    # Who hands a list in asks for its end with the same token.
    yield _table(UPLOADING, "uploads", models.Upload, jobs, _alone(jobs), uploads.UploadRow)


NOUNS: Mapping[str, Noun] = {noun.name: noun for noun in (*_of_cases(), *_of_findings(), *_of_portfolio())}
"""By name, in the order in which they are told."""
