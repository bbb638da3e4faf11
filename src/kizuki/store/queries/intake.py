"""What was told when a piece of information came in, as it is proposed where a case or an incident is opened from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.core.information.harm import SAID
from kizuki.core.information.patient import PatientTold, patient_in
from kizuki.core.information.sources import sources
from kizuki.store.access.seen import seen
from kizuki.store.models import IncidentMember, KeptText, SafetyInformation
from kizuki.store.queries.units import units_with_serial
from kizuki.store.queries.viewer import Viewer

_TEXTS = ("summary", "serial", "hospital", "patient")


@dataclass(frozen=True, slots=True)
class Intake:
    """`source` is the code of where it came from; `device` and `hospital` are keys, each '' while nobody knows;
    `hospital_told` is the name of one that is not on our list. `unit` is the id of the one unit that has the serial
    number, None where no unit or several have it."""

    number: str
    source: str
    awareness_on: date
    summary: str
    device: str
    brand: str
    hospital: str
    hospital_name: str
    hospital_told: str
    serial: str
    unit: int | None
    occurred_on: date | None
    patient: PatientTold
    harm: str = ""
    """What somebody said of the harm of people; '' where nobody was asked, or its words alone speak of a death."""

    @property
    def learned_by(self) -> str:
        """入手の経路 in the words of the papers, which are Japanese."""
        return sources()[self.source].said("ja")


def intake_of(viewer: Viewer, information_id: int) -> Intake | None:
    """What one piece of information told; None where the viewer sees none."""
    row = seen(viewer, SafetyInformation).select_related("device", "hospital").filter(pk=information_id).first()
    if row is None:
        return None
    told = KeptText.objects.filter(subject=f"information:{row.pk}", kind__in=_TEXTS)
    texts = {text.kind: text.body for text in told.filter(erased_at=None).order_by("revision")}
    device, hospital = row.device, row.hospital
    serial = texts.get("serial", "")
    units = units_with_serial(viewer, serial) if serial else ()
    fitting = [unit.id for unit in units if device is None or unit.device == device.key]
    return Intake(
        number=row.number,
        source=row.source,
        awareness_on=row.awareness_on,
        summary=texts.get("summary", ""),
        device=device.key if device else "",
        brand=device.brand if device else "",
        hospital=hospital.key if hospital else "",
        hospital_name=hospital.name if hospital else "",
        hospital_told=texts.get("hospital", ""),
        serial=serial,
        unit=fitting[0] if len(fitting) == 1 else None,
        occurred_on=row.occurred_on,
        patient=patient_in(texts.get("patient", "")),
        harm=row.told_harm if row.told_harm in SAID else "",
    )


def intake_of_incident(viewer: Viewer, incident_id: int) -> Intake | None:
    """What the first piece of information told that an incident was opened from; None where there was none."""
    members = seen(viewer, IncidentMember).filter(incident_id=incident_id, kind="information").order_by("pk")
    found = (intake_of(viewer, number) for number in members.values_list("member", flat=True))
    return next((one for one in found if one is not None), None)
