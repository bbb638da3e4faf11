"""What stands before the items for a vulnerability without an event (notification 4(3)).

Present? attackable? effect on function? removed or reduced on the units in use? Only then: what is the worst
credible harm from intended use, body site and likelihood? No score and no likelihood alone decides here, and
neither appears in these rules.
"""

from __future__ import annotations

from kizuki.core.facts.case import Matter, Mitigation
from kizuki.core.facts.finding import Finding, all_of, negation, to_be_judged
from kizuki.core.facts.values import Kind, MitigationState, Severity
from kizuki.core.reporting.terms import of


@of(Kind.VULNERABILITY)
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


@of(Kind.VULNERABILITY)
def may_harm_seriously(matter: Matter) -> Finding:
    """Exploiting the vulnerability may cause death or serious harm: to be reported as a malfunction (第2号ロ)."""
    return all_of(fear_remains(matter), matter.potential.is_(Severity.SERIOUS, Severity.DEATH))


@of(Kind.VULNERABILITY)
def may_harm_only_lightly(matter: Matter) -> Finding:
    """Only lighter harm is to be feared: whether this already is 不具合の発生 (第3号ハ) is for a person to judge."""
    return all_of(
        fear_remains(matter),
        matter.potential.is_(Severity.NON_SERIOUS),
        to_be_judged("light_vulnerability_without_event", matter.kind.path),
    )
