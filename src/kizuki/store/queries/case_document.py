"""The document of a case as `kizuki form` reads it: what is registered, and what the case says beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

from kizuki.core.forms.first_named import age_band
from kizuki.core.trends import ALL_TERMS
from kizuki.store.access.seen import seen
from kizuki.store.cases.facts import newest_facts
from kizuki.store.cases.parts import DOCUMENT_PARTS, Subject, kept_parts, parts_for
from kizuki.store.models import Case, Unit
from kizuki.store.queries.company import addressees_on, document_of_company, standing_company
from kizuki.store.queries.dispatches import dispatches_of
from kizuki.store.queries.listed import KNOWN_KEYS, listed_of
from kizuki.store.queries.period_document import rate_document, rated
from kizuki.store.queries.shipments import in_use_on, shipments_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.store.record.canonical import json_of


def case_document(
    viewer: Viewer, case_id: int, subject: Subject | None = None, *, on: date | None = None
) -> dict[str, Any]:
    """The input of `kizuki form` for this case: the case's own words come before what is registered.

    With `subject` the parts are those of one matter and person. Without one they are what is common to the case, and
    what is told of one matter or person only: what differs between several is left out. The case must exist. Nothing
    is made up: what is registered nowhere is absent. The company stands there as it was called and where it sat on the
    day of the report: `on`, else the day that the case says, else today.
    """
    case = seen(viewer, Case).select_related("device", "release").get(pk=case_id)
    told = _common(case_id) if subject is None else parts_for(case_id, subject)
    parts = {name: part for name, part in told.items() if name in DOCUMENT_PARTS}
    if subject is not None and "event" in parts:
        parts["event"] = _with_known(viewer, case_id, subject, parts["event"])
    sent = dispatches_of(viewer, case_id)
    rate = _rate(viewer, case, subject, parts)
    day = on or _day(parts.get("report", {}).get("reported_on")) or clock.today()
    company = standing_company(viewer, day)
    return {
        **parts,
        **({"dispatches": sent} if sent else {}),
        **({"rate": rate} if rate else {}),
        "facts": newest_facts(case_id).facts,
        "report": {"number": 1, **(_known(company.numbers) if company else {}), **parts.get("report", {})},
        "company": {**document_of_company(company), **parts.get("company", {})},
        "device": {**_device(case), **parts.get("device", {})},
    }


def _with_known(viewer: Viewer, case_id: int, subject: Subject, event: dict[str, Any]) -> dict[str, Any]:
    """The event with 既知・未知 as a person confirmed it from the precautions, for each term of which it says neither."""
    rows = [
        row
        for row in listed_of(viewer, case_id)
        if row.matter == subject.matter and row.person in ("", subject.person)
    ]
    rows.sort(key=lambda row: bool(row.person))  # what is confirmed of the person itself comes last, and counts
    if not rows:
        return event
    by_code, by_words = ({getattr(row, name): row.known for row in rows} for name in ("code", "term"))

    def known(term: dict[str, Any]) -> dict[str, Any]:
        codes = [str(term[name]) for name in ("code", "jfmda") if term.get(name)]
        said = [by_code[code] for code in codes if code in by_code] or [
            by_words[words] for words in (term.get("term"),) if words in by_words and not codes
        ]
        return {**term, "known": said[0]} if said and term.get("known") is None else term

    told = {key: [known(term) for term in event[key]] for key in KNOWN_KEYS if event.get(key)}
    return {**event, **told}


def _rate(viewer: Viewer, case: Case, subject: Subject | None, parts: dict[str, Any]) -> dict[str, Any]:
    """The part `rate`: as the case tells it, and where it is silent as it is counted for its matter of that kind."""
    told: dict[str, Any] = parts.get("rate", {})
    asked = _asked_rate(case.pk, subject, parts)
    return {**rate_document(viewer, case.device_id, *asked), **told} if asked else told


def rated_cases(viewer: Viewer, case_id: int, subject: Subject) -> tuple[int, ...]:
    """The cases whose events the part `rate` of this matter counts; none where it is of another kind."""
    case = seen(viewer, Case).get(pk=case_id)
    asked = _asked_rate(case_id, subject, parts_for(case_id, subject))
    return tuple(sorted({one.case_id for one in rated(viewer, case.device_id, *asked)})) if asked else ()


def _asked_rate(case_id: int, subject: Subject | None, parts: dict[str, Any]) -> tuple[str, date] | None:
    """Of which term, in the year that ends on which day, the rate of a matter is counted; None: it is of another kind."""
    matters = newest_facts(case_id).facts.get("matters", ())
    mine = [one for one in matters if one.get("kind") == "rate" and subject and one.get("id") == subject.matter]
    if not mine:
        return None
    problems = parts.get("event", {}).get("device_problems") or [{}]
    term = str(problems[0].get("code") or problems[0].get("jfmda") or problems[0].get("term") or ALL_TERMS)
    return term, date.fromisoformat(mine[0]["learned_on"])


def first_document(viewer: Viewer, case_id: int, subject: Subject | None = None) -> dict[str, Any]:
    """The same for the sheet of a first report: with PMDA's office of the day, each person told of by an age band, and
    the units in Japan: those last said to be in use, else those registered, which the sheet says, since not every
    unit is."""
    document = case_document(viewer, case_id, subject)
    case = seen(viewer, Case).get(pk=case_id)
    units = seen(viewer, Unit).filter(device_id=case.device_id, state="in_use")
    counted = {
        "addressee": _addressee(viewer),
        "units_in_japan": _in_use(viewer, case) or _registered(units.count(), "台"),
        "sites_in_japan": _registered(units.exclude(hospital=None).values("hospital").distinct().count(), "施設"),
        "persons": [_person(place, json_of(body)) for place, body in kept_parts(case_id).get("patient", {}).items()],
    }
    return document | {"first": _known(counted) | document.get("first", {})}


def _addressee(viewer: Viewer) -> str | None:
    """PMDA's office for first reports as it is registered today; the form names the notification's where none is."""
    to = next(iter(addressees_on(viewer, "pmda_first_report", clock.today())), None)
    if to is None:
        return None
    numbers = "　".join(f"{mark} {told}" for mark, told in (("FAX", to.fax), ("電話", to.phone)) if told)
    office = "　".join(part for part in (to.name, to.unit) if part)
    return f"{office}　御中" + (f"（{numbers}）" if numbers else "")


def _in_use(viewer: Viewer, case: Case) -> int | None:
    """The units in use as last said by the end of the newest month."""
    rows = shipments_of(viewer, case.device_id)
    return in_use_on(rows, rows[-1].month) if rows else None


def _registered(count: int, unit: str) -> str | None:
    return f"{count}{unit}（登録分）" if count else None


def _person(place: str, patient: dict[str, Any]) -> dict[str, Any]:
    age = patient.get("age")
    told = {"id": place, "age_band": age_band(age), "sex": patient.get("sex"), "on": patient.get("died_on")}
    return _known(told)


def _common(case_id: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind, bodies in kept_parts(case_id).items():
        if "" in bodies or len(bodies) == 1:
            found[kind] = json_of(bodies[""] if "" in bodies else next(iter(bodies.values())))
    return found


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(str(said)) if said else None
    except ValueError:  # the form refuses it by its own name
        return None


def _device(case: Case) -> dict[str, Any]:
    device = case.device
    return _known(
        {
            "brand": device.brand,
            "generic": device.generic,
            "jmdn": device.jmdn,
            "approval_no": device.approval_no,
            "approved_on": device.approved_on.isoformat() if device.approved_on else None,
            "model": device.model,
            "maker": device.maker,
            "software_version": case.release.version if case.release else None,
            **device.details,
        }
    )


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", {}, [])}
