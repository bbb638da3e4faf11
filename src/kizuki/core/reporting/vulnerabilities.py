"""What stands before the items for a vulnerability without an event (notification 4(3)).

Present? attackable? effect on function? removed or reduced on the units in use? Only then: what is the worst
credible harm from intended use, body site and likelihood? No score and no likelihood alone decides here, and
neither appears in these rules.
"""

from __future__ import annotations

from kizuki.core.facts.case import Matter, Mitigation
from kizuki.core.facts.finding import Finding, all_of, negation, to_be_judged, under
from kizuki.core.facts.values import MitigationState, Severity, Verdict
from kizuki.core.reporting.terms import leaves_function_alone


def fear_remains(matter: Matter) -> Finding:
    """The vulnerable software is in the device, can be attacked, affects its function, and is not mitigated there.

    Own code, a configuration or an open port has no component: the first question is then answered by the fact
    itself. An unused network port that can be reached counts as attackable (notification 4(2), infusion pump).
    """
    return all_of(
        matter.component_present.is_(True),
        matter.attackable.is_(True),
        matter.affects_function.is_(True),
        negation(mitigated_on_all_units(matter.mitigation)),
    )


def mitigated_on_all_units(mitigation: Mitigation) -> Finding:
    """Removed, or reduced so far that no harm is to be feared, on every unit in use, with proof.

    A patch that is released but not applied leaves the fear.
    """
    return all_of(
        mitigation.state.is_(MitigationState.REDUCED, MitigationState.REMOVED),
        mitigation.on_all_units.is_(True),
        mitigation.proven.is_(True),
    )


def may_harm_seriously(matter: Matter) -> Finding:
    """Exploiting the vulnerability may cause death or serious harm: to be reported as a malfunction (第2号ロ).

    Where only data can be reached, a person may judge that the same access could change the function; that is then
    reported in the same way.
    """
    if only_data_can_be_reached(matter) and matter.judged.get("leak_could_change_function") is Verdict.REPORT:
        return leaves_function_alone(matter, matter.affects_function.path)
    return under(
        "vulnerability_to_be_feared",
        all_of(fear_remains(matter), matter.potential.is_(Severity.SERIOUS, Severity.DEATH)),
    )


def only_data_can_be_reached(matter: Matter) -> bool:
    """It can be attacked and no harm is said to be possible by it; nobody said what proves that function is safe."""
    return (
        matter.potential.value is Severity.NONE
        and matter.component_present.value is True
        and matter.attackable.value is True
        and matter.affects_function.value is False
        and "affects_function" not in matter.evidence
    )


def may_harm_only_lightly(matter: Matter) -> Finding:
    """Only lighter harm is to be feared: whether this already is 不具合の発生 (第3号ハ) is for a person to judge."""
    return under(
        "only_lighter_harm",
        all_of(
            fear_remains(matter),
            matter.potential.is_(Severity.NON_SERIOUS),
            to_be_judged("light_vulnerability_without_event", matter, matter.kind.path),
        ),
    )
