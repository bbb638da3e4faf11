"""Say of which hospital a piece of information speaks, also of one that is registered by it."""

from __future__ import annotations

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.rows import find, stand, standing, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Hospital, SafetyInformation


def name_hospital(
    information_id: int, key: str, *, name: str = "", prefecture: str = "", address: str = "", actor: Actor
) -> int:
    """Tie the hospital with this key to it, and to the case that it belongs to where that has none. Returns its id.

    A key that nobody has registers an institution of that `name`; the words that the intake told of it stay. `Refused`
    where a new one has no name, and where the information or its case names another hospital already.
    """
    found = find(SafetyInformation, "information", actor=actor, pk=information_id)
    named = text(key, "hospital.key", longest=64, required=True)
    stands = bool(standing(Hospital, key=named))
    values = {
        "name": text(name, "hospital.name", longest=200, required=not stands),
        "prefecture": text(prefecture, "hospital.prefecture", longest=16),
        "address": text(address, "hospital.address", longest=300),
    }
    if found.hospital is not None and found.hospital.key != named:
        raise Refused(
            "information.hospital",
            f"{found.hospital.name} is named already: the hospital of information is told once",
        )
    with verb(
        "name_hospital", actor=actor, of=[f"information:{information_id}", *standing(Hospital, key=named)]
    ) as act:
        case = lock_case(act, found.case_id) if found.case_id is not None else None
        hospital, changed = stand(Hospital, {"key": named}, {} if stands else values)
        row = find(SafetyInformation, "information", actor=actor, pk=information_id)
        if row.hospital_id == hospital.pk and not changed:
            act.unchanged()
            return int(hospital.pk)
        row.hospital = hospital
        row.save(update_fields=["hospital"])
        subjects = [f"information:{information_id}", f"hospital:{hospital.pk}"]
        if case is not None and case.hospital_id is None:
            case.hospital = hospital
            case.save(update_fields=["hospital"])
            subjects.append(f"case:{case.pk}")
        act.record(subjects=subjects, payload={"number": row.number, "registered": bool(changed)})
    return int(hospital.pk)
