"""What the record says for a letter, by the keys that the letters' tables name. No patient stands among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kizuki.core.forms.letters.filled import LANGS
from kizuki.core.glossary import say
from kizuki.core.lifecycle.measures.classification import CLASSES, FIELD_MEASURES
from kizuki.store.access.seen import seen
from kizuki.store.devices.milestones import milestones_of
from kizuki.store.models import (
    CaseVulnerability,
    Device,
    KeptText,
    Measure,
    MeasureJudgement,
    MeasureTarget,
    Unit,
)
from kizuki.store.queries.company import addressees_on, company_on, standing_company
from kizuki.store.queries.device_life import device_life
from kizuki.store.queries.viewer import Viewer


def sources_of(viewer: Viewer, measure_id: int, on: date) -> dict[str, Any]:
    """Every key that the record can answer for this measure on a day; an absent one is not known."""
    measure = seen(viewer, Measure).select_related("case__device").get(pk=measure_id)
    units = _units(viewer, measure_id)
    told = {
        **_company(viewer, on),
        **_device(viewer, measure.case.device, on),
        **_measure(measure, units),
        **_judgement(viewer, measure_id),
        "device.versions": sorted({row.release.version for row in units["all"] if row.release}),
        "case.vulnerabilities": list(
            seen(viewer, CaseVulnerability)
            .filter(case=measure.case_id)
            .order_by("name")
            .values_list("name", flat=True)
        ),
    }
    return {key: value for key, value in told.items() if value not in (None, "", [], {})}


def hospitals_of(viewer: Viewer, measure_id: int, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What a letter to each of these hospitals says of it, by key: its name, and the serial numbers that stand there."""
    found = seen(viewer, MeasureTarget).filter(measure_id=measure_id, hospital__key__in=list(keys))
    rows = list(found.select_related("hospital"))
    serials = dict(
        seen(viewer, Unit).filter(pk__in=[u for row in rows for u in row.units]).values_list("pk", "serial")
    )
    return {
        row.hospital.key: _addressed(row.hospital.name, [serials[unit] for unit in row.units if unit in serials])
        for row in rows
    }


def sources_of_device(viewer: Viewer, key: str, on: date) -> dict[str, Any] | None:
    """What the record says of a device without any case; None where there is no such device."""
    device = seen(viewer, Device).filter(key=key).first()
    if device is None:
        return None
    in_use = seen(viewer, Unit).filter(device=device, state="in_use").exclude(release=None)
    told = {
        **_company(viewer, on),
        **_device(viewer, device, on),
        "device.versions": sorted(set(in_use.values_list("release__version", flat=True))),
    }
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}


def hospital_of_device(viewer: Viewer, device_key: str, key: str) -> dict[str, Any] | None:
    """A hospital with the units of a device that stand there; None where none does, or there is no such hospital."""
    rows = seen(viewer, Unit).filter(device__key=device_key, hospital__key=key, state="in_use").order_by("serial")
    units = list(rows.select_related("hospital"))
    if not units or units[0].hospital is None:
        return None
    return _addressed(units[0].hospital.name, [unit.serial for unit in units])


def _addressed(name: str, serials: list[str]) -> dict[str, Any]:
    return {
        "name": {lang: say("letter.to_hospital", lang, name=name) for lang in LANGS},
        "serials": {"ja": "、".join(serials), "en": ", ".join(serials)},
    }


def _units(viewer: Viewer, measure_id: int) -> Mapping[str, list[Unit]]:
    """The units that a measure is for, and those of hospitals where it is done."""
    states = {
        unit: state
        for units, state in seen(viewer, MeasureTarget).filter(measure_id=measure_id).values_list("units", "state")
        for unit in units
    }
    found: dict[str, list[Unit]] = defaultdict(list)
    for row in seen(viewer, Unit).filter(pk__in=list(states)).select_related("release").order_by("serial"):
        found["all"].append(row)
        if states[row.pk] == "done":
            found["done"].append(row)
    return found


def _company(viewer: Viewer, on: date) -> dict[str, Any]:
    company = standing_company(viewer, on)
    if company is None:
        return {}
    licences = company_on(viewer, on).licences
    marketing = [row for row in licences if row.kind.startswith("marketing_")]
    numbers = {lang: [_licence(row.kind, row.number, lang) for row in marketing] for lang in ("ja", "en")}
    holder = "\n".join(part for part in (company.name, company.address) if part)
    prefectures = addressees_on(viewer, "prefecture", on)
    mine = [row for row in prefectures if row.prefecture and company.address.startswith(row.prefecture)]
    told = (mine or list(prefectures))[:1]
    return {
        "company.name": company.name,
        "company.address": company.address,
        "company.representative": company.representative,
        "company.contact": {lang: _contact(company.contact, lang) for lang in ("ja", "en")},
        "company.holder": holder,
        "company.licence": {lang: "\n".join(rows) for lang, rows in numbers.items()} if marketing else None,
        "company.holder_licensed": (
            {lang: "\n".join((holder, *rows)) for lang, rows in numbers.items()} if marketing else None
        ),
        "addressee.name": "　".join(part for part in (told[0].name, told[0].unit) if part) if told else None,
    }


def _licence(kind: str, number: str, lang: Any) -> str:
    return f"{say(f'record.value.kind.{kind}', lang)}　{number}"


def _contact(contact: Mapping[str, Any], lang: str) -> str:
    """Who, the numbers, and the address of mail, a line each: no number is parted from what it is."""
    names = [contact.get(f"{part}_{lang}") or contact.get(part) or "" for part in ("department", "name")]
    numbers = [f"{mark} {contact[part]}" for part, mark in (("phone", "TEL"), ("fax", "FAX")) if contact.get(part)]
    told = ("　".join(filter(None, names)), "　".join(numbers), contact.get("email"))
    return "\n".join(line for line in told if line)


def _device(viewer: Viewer, device: Device, on: date) -> dict[str, Any]:
    days = milestones_of(device.pk)
    life = device_life(viewer, device.pk, on)
    use = (life.traits.get("intended_use") if life else None) or {}
    return {
        "device.called": {
            "ja": f"{device.brand}（{device.generic}）" if device.generic else device.brand,
            "en": _called_in_english(device),
        },
        "device.approval_no": device.approval_no,
        "device.end_of_life": days.get("eol"),
        "device.end_of_support": days.get("eos"),
        "device.intended_use": {lang: use[lang] for lang in ("ja", "en") if use.get(lang)},
        "device.legacy_why": _legacy_why(life),
    }


def _called_in_english(device: Device) -> str:
    """The names in English where the record has them; a registered name stands as it is registered."""
    names = (
        (device.profile.get(key), known) for key, known in (("brand", device.brand), ("generic_name", device.generic))
    )
    brand, generic = ((told.get("en") if isinstance(told, Mapping) else None) or known for told, known in names)
    return f"{brand} ({generic})" if generic else str(brand)


def _legacy_why(life: Any) -> str:
    if life is None or not life.legacy.judged_on:
        return ""
    return "\n".join(part for part in (life.legacy.update_reason, life.legacy.control_reason) if part)


def _measure(measure: Measure, units: Mapping[str, list[Unit]]) -> dict[str, Any]:
    plan = KeptText.objects.filter(subject=f"measure:{measure.pk}", kind="plan").order_by("revision").last()
    every, done = units["all"], units["done"]
    counted = {"units": len(every), "done": len(done), "left": len(every) - len(done)}
    serials = [row.serial for row in every]
    said = {
        f"measure.{name}": {lang: say("letter.units", lang, units=number) for lang in ("ja", "en")}
        for name, number in counted.items()
        if every
    }
    return {
        **said,
        "measure.plan": plan.body if plan is not None and plan.erased_at is None else None,
        "measure.serials": serials,
    }


def _judgement(viewer: Viewer, measure_id: int) -> dict[str, Any]:
    row = seen(viewer, MeasureJudgement).filter(measure_id=measure_id).order_by("position").last()
    if row is None:
        return {}
    found = FIELD_MEASURES[row.in_field]
    told: dict[str, Any] = {"judgement.recall": {"ja": found.ja, "en": found.en}}
    if row.recall_class:
        named = CLASSES[row.recall_class]
        told["judgement.class"] = {"ja": named.ja, "en": named.en}
    return told
