"""Running on, together with, and not with: configurations held against the components of a device."""

from __future__ import annotations

import pytest

from kizuki.core.advisories import (
    Advisory,
    Configuration,
    ConfigurationNode,
    CpeMatch,
    Status,
    affected_of_configurations,
)
from kizuki.core.glossary import say
from kizuki.core.matching import DeviceParts, Verdict, device_parts, judge
from kizuki.core.sbom import Component

AFFECTED, UNDETERMINED, NOT_AFFECTED = Verdict.AFFECTED, Verdict.UNDETERMINED, Verdict.NOT_AFFECTED


def cpe(part: str, name: str, version: str = "*") -> str:
    return f"cpe:2.3:{part}:acme:{name}:{version}:*:*:*:*:*:*:*"


def part_of(kind: str, name: str, version: str) -> Component:
    return Component(ref=name, name=name, version=version, cpe=cpe(kind, name, version))


VULNERABLE = CpeMatch(cpe("a", "pump"), end_excluding="2.0")
RUNS_ON = CpeMatch(cpe("o", "system"), vulnerable=False, start_including="7", end_excluding="8")
PUMP, OLD, NEW = part_of("a", "pump", "1.0"), part_of("o", "system", "7.1"), part_of("o", "system", "8.0")
UNREADABLE = part_of("o", "system", "patch tuesday")
BY_NAME = Component(ref="n", name="Acme System", version="7.1")


def advisory(*configurations: Configuration) -> Advisory:
    affected = affected_of_configurations(configurations, "nvd", "NVD", Status.UNAFFECTED)
    return Advisory("CVE-2024-1", "nvd", affected=affected, configurations=configurations)


def both(*matches: CpeMatch, negate_last: bool = False) -> Advisory:
    nodes = [ConfigurationNode((match,)) for match in matches]
    nodes[-1] = ConfigurationNode(nodes[-1].matches, negate=negate_last)
    return advisory(Configuration(tuple(nodes), all_of=True))


def answer(record: Advisory, parts: DeviceParts | None, component: Component = PUMP) -> tuple[Verdict, str]:
    (finding,) = judge(component, record, parts=parts)
    return finding.verdict, finding.evidence.why[0].code


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        ([PUMP, OLD], (AFFECTED, "platform_present")),
        ([PUMP, NEW, OLD], (AFFECTED, "platform_present")),
        ([PUMP, NEW], (UNDETERMINED, "platform_other_version")),
        ([PUMP], (UNDETERMINED, "platform_absent")),
        ([PUMP, UNREADABLE], (UNDETERMINED, "platform_unsure")),
        ([PUMP, BY_NAME], (UNDETERMINED, "platform_unsure")),
    ],
)
def test_a_platform_makes_affected_only_where_it_is_there_and_never_makes_a_no(
    components: list[Component], expected: tuple[Verdict, str]
) -> None:
    assert answer(both(VULNERABLE, RUNS_ON), device_parts(components)) == expected


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        ([PUMP, OLD], (AFFECTED, "platform_present")),
        ([PUMP, NEW], (NOT_AFFECTED, "platform_other_version")),
        ([PUMP], (NOT_AFFECTED, "platform_confirmed_absent")),
        ([PUMP, UNREADABLE], (UNDETERMINED, "platform_unsure")),
        ([PUMP, BY_NAME], (UNDETERMINED, "platform_unsure")),
    ],
)
def test_only_a_list_that_a_person_confirmed_as_complete_makes_an_absent_platform_a_no(
    components: list[Component], expected: tuple[Verdict, str]
) -> None:
    assert answer(both(VULNERABLE, RUNS_ON), device_parts(components, complete=True)) == expected


def test_without_the_list_of_a_device_a_configuration_is_undetermined() -> None:
    assert answer(both(VULNERABLE, RUNS_ON), None) == (UNDETERMINED, "platform_not_known")


def test_a_version_outside_is_not_affected_whatever_it_runs_on() -> None:
    newer = part_of("a", "pump", "2.0")
    assert answer(both(VULNERABLE, RUNS_ON), None, newer) == (NOT_AFFECTED, "outside")


@pytest.mark.parametrize(
    ("components", "complete", "expected"),
    [
        ([PUMP, OLD], False, (UNDETERMINED, "platform_excluded")),
        ([PUMP, OLD], True, (NOT_AFFECTED, "platform_excluded")),
        ([PUMP], False, (UNDETERMINED, "platform_absent")),
        ([PUMP], True, (AFFECTED, "platform_confirmed_absent")),
        ([PUMP, UNREADABLE], True, (UNDETERMINED, "platform_unsure")),
    ],
)
def test_a_negated_node_turns_presence_round_and_leaves_the_unknown_unknown(
    components: list[Component], complete: bool, expected: tuple[Verdict, str]
) -> None:
    record = both(VULNERABLE, RUNS_ON, negate_last=True)
    assert answer(record, device_parts(components, complete=complete)) == expected


def test_a_negated_configuration_is_turned_as_a_whole() -> None:
    nodes = (ConfigurationNode((VULNERABLE,)), ConfigurationNode((RUNS_ON,)))
    record = advisory(Configuration(nodes, all_of=True, negate=True))
    assert answer(record, device_parts([PUMP], complete=True))[0] is AFFECTED
    assert answer(record, device_parts([PUMP, OLD], complete=True))[0] is NOT_AFFECTED


def test_one_of_several_platforms_is_enough_and_all_of_a_node_are_needed_where_it_says_so() -> None:
    other = CpeMatch(cpe("o", "other", "-"), vulnerable=False)
    beside = part_of("o", "other", "99")
    either = Configuration((ConfigurationNode((VULNERABLE,)), ConfigurationNode((RUNS_ON, other))), all_of=True)
    every = Configuration(
        (ConfigurationNode((VULNERABLE,)), ConfigurationNode((RUNS_ON, other), all_of=True)), all_of=True
    )
    assert answer(advisory(either), device_parts([PUMP, beside]))[0] is AFFECTED
    assert answer(advisory(every), device_parts([PUMP, beside])) == (UNDETERMINED, "platform_absent")
    assert answer(advisory(every), device_parts([PUMP, beside, OLD]))[0] is AFFECTED


def test_a_finding_that_another_list_may_settle_says_so() -> None:
    (open_one,) = judge(PUMP, both(VULNERABLE, RUNS_ON))
    (settled,) = judge(PUMP, both(VULNERABLE, RUNS_ON), parts=device_parts([PUMP, OLD]))
    (outside,) = judge(part_of("a", "pump", "2.0"), both(VULNERABLE, RUNS_ON))
    assert [row.depends_on_the_device for row in (open_one, settled, outside)] == [True, False, False]


def test_a_component_that_must_not_be_there_itself_is_undetermined_with_a_reason() -> None:
    record = advisory(Configuration((ConfigurationNode((VULNERABLE,), negate=True),)))
    assert answer(record, None) == (UNDETERMINED, "configuration")


def test_alternatives_need_no_other_product() -> None:
    record = advisory(Configuration((ConfigurationNode((VULNERABLE,)), ConfigurationNode((RUNS_ON,)))))
    assert answer(record, None) == (AFFECTED, "in_range")


def test_the_gravest_of_several_configurations_stands() -> None:
    wide = Configuration((ConfigurationNode((CpeMatch(cpe("a", "pump"), end_excluding="1.5"),)),))
    on_system = Configuration((ConfigurationNode((VULNERABLE,)), ConfigurationNode((RUNS_ON,))), all_of=True)
    assert answer(advisory(on_system, wide), None) == (AFFECTED, "in_range")
    (finding,) = judge(PUMP, advisory(on_system, wide))
    assert [row.verdict for row in finding.beside] == [UNDETERMINED]


def test_firmware_is_on_the_hardware_it_is_the_firmware_of() -> None:
    firmware = CpeMatch(cpe("o", "pump_firmware"), end_excluding="2.0")
    record = both(firmware, CpeMatch(cpe("h", "pump", "-"), vulnerable=False))
    assert answer(record, None, part_of("o", "pump_firmware", "1.0")) == (AFFECTED, "platform_implied")
    second = both(firmware, CpeMatch(cpe("h", "pump", "v2"), vulnerable=False))
    assert answer(second, None, part_of("o", "pump_firmware", "1.0")) == (UNDETERMINED, "platform_not_known")


def test_a_vulnerable_product_beside_another_vulnerable_one_needs_both() -> None:
    second = CpeMatch(cpe("a", "driver"), end_including="3")
    record = both(VULNERABLE, second)
    driver = part_of("a", "driver", "3")
    assert answer(record, device_parts([PUMP, driver]))[0] is AFFECTED
    assert answer(record, device_parts([PUMP, driver]), driver)[0] is AFFECTED
    assert answer(record, device_parts([PUMP]))[0] is UNDETERMINED


def test_every_reason_about_platforms_has_its_words() -> None:
    for components in ([PUMP, OLD], [PUMP, NEW], [PUMP], [PUMP, UNREADABLE]):
        for negate in (False, True):
            (finding,) = judge(
                PUMP, both(VULNERABLE, RUNS_ON, negate_last=negate), parts=device_parts(components, complete=negate)
            )
            for reason in finding.evidence.why:
                assert "{" not in reason.sentence("ja") + reason.sentence("en")
    assert "{platform}" not in say("matching.why.platform_not_known", "ja", platform="x")
