"""Duties beside the report, proposed with what starts them; wording, address and addressee are in the glossary.

None of them is a report of 法68条の10: they run in parallel, and some are owed by others.
"""

from __future__ import annotations

from kizuki.core.facts.case import Case, Matter
from kizuki.core.facts.finding import Reason
from kizuki.core.facts.values import Causality, DeviceStatus, Exploited, Kind, Locus, MitigationState, Severity
from kizuki.core.reporting.determination import BesideDuty, Outcome

GRAVE = (Severity.SERIOUS, Severity.DEATH)


def duties_beside(case: Case, outcome: Outcome) -> tuple[BesideDuty, ...]:
    """The duties that the facts of the case start or may start, each with the facts that do."""
    started: dict[str, list[Reason]] = {"gvp_record": [Reason(f"outcome={outcome}")]}
    if case.device.status is not DeviceStatus.APPROVED:
        started["another_article"] = [Reason("another_article")]
    for matter in case.matters:
        for code, reason in _of_matter(matter):
            started.setdefault(code, []).append(reason)
    return tuple(BesideDuty(code, tuple(dict.fromkeys(reasons))) for code, reasons in started.items())


def _of_matter(matter: Matter) -> list[tuple[str, Reason]]:
    started = []
    if _hazard(matter):
        reason = _hazard_reason(matter)
        started.append(("safety_measures", reason))
        if _concerns_units_in_japan(matter):
            started.append(("hospital_information", reason))
        if _corrects(matter) and _concerns_units_in_japan(matter):
            started += [
                (code, matter.mitigation.state.reason()) for code in ("recall_report", "is_the_patch_a_change")
            ]
        if _urgent(matter) and _concerns_units_in_japan(matter):
            started.append(("urgent_safety_information", reason))
    if _weakness_known(matter):
        started.append(("coordinated_disclosure", _weakness_reason(matter)))
    if matter.kind.value is Kind.EVENT and matter.exploited.value is Exploited.HERE:
        started += [(code, matter.exploited.reason()) for code in _of_an_attack(matter)]
    if any(harm.causality.value is Causality.RULED_OUT for harm in matter.harms):
        started.append(("causality_review", Reason("causality=ruled_out", f"matters.{matter.index}.harms")))
    return started


def _of_an_attack(matter: Matter) -> tuple[str, ...]:
    """An attack abroad is no matter of the authorities, the police and the data protection law of Japan."""
    if matter.locus.value is Locus.FOREIGN:
        return ("parent_company",)
    return ("personal_data_breach", "hospital_to_mhlw", "police", "parent_company")


def _concerns_units_in_japan(matter: Matter) -> bool:
    """Unless the matter is foreign and units in Japan are known not to have the same hole."""
    return matter.locus.value is not Locus.FOREIGN or matter.also_in_domestic_units.value is not False


def _hazard(matter: Matter) -> bool:
    """Use of the device may cause or spread a hazard (法68条の9第1項), as far as is known or not yet excluded."""
    if matter.kind.value is Kind.VULNERABILITY:
        excluded = (matter.component_present.value, matter.attackable.value, matter.affects_function.value)
        return False not in excluded and matter.potential.value is not Severity.NONE
    return matter.kind.value is not Kind.RESEARCH and matter.potential.value is not Severity.NONE


def _hazard_reason(matter: Matter) -> Reason:
    return matter.potential.reason() if matter.potential.known else Reason("not_yet_known", matter.potential.path)


def _corrects(matter: Matter) -> bool:
    return matter.mitigation.state.value not in (None, MitigationState.NONE)


def _urgent(matter: Matter) -> bool:
    """Life is at risk, and either harmed already or exploited somewhere without a correction."""
    harmed = any(
        harm.severity.value in GRAVE and harm.causality.value is not Causality.RULED_OUT for harm in matter.harms
    )
    exploited = matter.exploited.value in (Exploited.HERE, Exploited.ELSEWHERE)
    # Who died or was gravely harmed says what the potential is, also where nobody was asked for it.
    return harmed or (matter.potential.value in GRAVE and exploited and not _corrects(matter))


def _weakness_known(matter: Matter) -> bool:
    present = matter.kind.value is Kind.VULNERABILITY and matter.component_present.value is not False
    return present or matter.exploited.value is Exploited.HERE


def _weakness_reason(matter: Matter) -> Reason:
    return matter.exploited.reason() if matter.exploited.value is Exploited.HERE else matter.kind.reason()
