"""The further traits of a device as one object, checked key by key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.core.devices.identifiers import gtin
from kizuki.core.devices.scope import GROUNDS
from kizuki.core.facts import fields
from kizuki.core.refusal import Refused

APPROVAL_KINDS = ("approval", "certification", "notification")
"""承認, 認証, 届出."""

CONFORMITY = ("yes", "no", "not_confirmed")

_YES_NO = ("specified_maintenance", "implant", "nil_reports", *GROUNDS)
_TEXTS = ("approval_kind", "scope_reason", "rubric_profile", "risk_file")
_KEYS = {*_YES_NO, *_TEXTS, "udi_di", "essential_12_3", "intended_use", "body_site", "baseline", "identical_foreign"}
_FOREIGN = ("name", "maker", "model", "country")


def read_traits(value: Mapping[str, Any]) -> dict[str, Any]:
    """The traits of a device; what is absent or null is not confirmed and stays absent.

    `approval_kind`; `udi_di` (GTINs); `specified_maintenance`, `implant` and the grounds of scope true/false;
    `scope_reason`; `essential_12_3` (`state`, `confirmed_on`, `evidence`); `intended_use` and `body_site` (`ja`,
    `en`); `baseline`, the rates known beforehand: a list of (`term`, `rate` malfunctions a year per `per` units in use,
    `known_on`, `source`), of which one without `term` stands for all terms; `nil_reports`, whether a period without any
    event is reported as well (様式第11・第12);
    `identical_foreign` devices; `rubric_profile`; `risk_file` (the digest of a kept document). `Refused` names the key.
    """
    row = fields.an_object(dict(value), "", _KEYS)
    found: dict[str, Any] = {key: fields.yes_no(row, key, "traits").value for key in _YES_NO}
    found |= {key: fields.a_text(row.get(key), key) for key in _TEXTS}
    if found["approval_kind"] not in (None, *APPROVAL_KINDS):
        raise Refused("approval_kind", f"{found['approval_kind']!r} is not one of: {', '.join(APPROVAL_KINDS)}")
    found["udi_di"] = [
        gtin(_required(code, f"udi_di.{place}"), f"udi_di.{place}")
        for place, code in enumerate(fields.a_list(row.get("udi_di") or [], "udi_di"))
    ]
    found["essential_12_3"] = _conformity(row.get("essential_12_3"))
    for key in ("intended_use", "body_site"):
        found[key] = _named(row.get(key), key, ("ja", "en"), required=("ja",))
    found["baseline"] = _baseline(row.get("baseline"))
    found["identical_foreign"] = [
        _named(entry, f"identical_foreign.{place}", _FOREIGN, required=("name", "country"))
        for place, entry in enumerate(fields.a_list(row.get("identical_foreign") or [], "identical_foreign"))
    ]
    return {key: inner for key, inner in found.items() if inner not in (None, [], {})}


def _conformity(value: Any) -> dict[str, Any] | None:
    """基本要件基準12条3項: confirmed only with the day and the evidence that it rests on."""
    if value is None:
        return None
    place = "essential_12_3"
    row = fields.an_object(value, place, {"state", "confirmed_on", "evidence"})
    state = row.get("state")
    if state not in CONFORMITY:
        raise Refused(f"{place}.state", f"{state!r} is not one of: {', '.join(CONFORMITY)}")
    day = fields.a_date(row.get("confirmed_on"), f"{place}.confirmed_on")
    evidence = fields.a_text(row.get("evidence"), f"{place}.evidence")
    if state == "yes" and (day is None or evidence is None):
        raise Refused(place, "conformity is confirmed with its day (confirmed_on) and its evidence")
    told = {"state": state, "confirmed_on": day and day.isoformat(), "evidence": evidence}
    return {key: inner for key, inner in told.items() if inner is not None}


def _baseline(value: Any) -> list[dict[str, Any]]:
    """Each rate known beforehand; a single object is that of all terms. No term comes twice."""
    rows = [] if value is None else [value] if isinstance(value, dict) else fields.a_list(value, "baseline")
    found = [_rate(row, f"baseline.{place}") for place, row in enumerate(rows)]
    terms = [row.get("term", "") for row in found]
    twice = next((place for place, term in enumerate(terms) if term in terms[:place]), None)
    if twice is not None:
        raise Refused(f"baseline.{twice}.term", f"{terms[twice] or 'all terms'} comes twice")
    return found


def _rate(value: Any, place: str) -> dict[str, Any]:
    row = fields.an_object(value, place, {"term", "rate", "per", "known_on", "source"})
    rate = fields.a_number(row.get("rate"), f"{place}.rate")
    per = fields.a_number(row.get("per"), f"{place}.per", whole=True, least=1)
    if rate is None or per is None:
        raise Refused(place, "a rate is so many malfunctions (rate) in so many units (per)")
    day = fields.a_date(row.get("known_on"), f"{place}.known_on")
    source = _required(row.get("source"), f"{place}.source")
    term = fields.a_text(row.get("term"), f"{place}.term")
    told = {"term": term, "rate": rate, "per": per, "known_on": day and day.isoformat(), "source": source}
    return {key: inner for key, inner in told.items() if inner is not None}


def _named(value: Any, place: str, keys: tuple[str, ...], *, required: tuple[str, ...]) -> dict[str, str] | None:
    if value is None:
        return None
    row = fields.an_object(value, place, keys)
    found = {key: fields.a_text(row.get(key), f"{place}.{key}") for key in keys}
    for key in required:
        _required(found[key], f"{place}.{key}")
    return {key: inner for key, inner in found.items() if inner is not None}


def _required(value: Any, place: str) -> str:
    found = fields.a_text(value, place)
    if found is None:
        raise Refused(place, "must not be empty")
    return found
