"""Real configurations of NVD against components as device makers write them; read by eye."""

from __future__ import annotations

import json
import lzma

import msgspec

from kizuki.core.advisories import Advisory, Status, affected_of_configurations
from kizuki.core.advisories.cve5 import Applicability, configuration_of
from kizuki.core.matching import NO_ALIASES, Alias, AliasTable, Verdict, alias_table, device_parts, judge
from kizuki.core.sbom import Component
from tests.shared import shared_data


def records(*about: bytes) -> list[Advisory]:
    found = []
    with lzma.open(shared_data("vulns") / "nvd/anchore-overrides.ndjson.xz") as file:
        for line in file:
            if any(word in line for word in about):
                value = json.loads(line)
                rows = msgspec.convert(value["cve"]["configurations"], list[Applicability])
                configurations = tuple(configuration_of(row) for row in rows)
                affected = affected_of_configurations(configurations, "nvd", "NVD", Status.UNAFFECTED)
                name = value["_annotation"]["cve_id"]
                found.append(Advisory(name, "nvd", affected=affected, configurations=configurations))
    return found


def verdicts(
    component: Component, advisories: list[Advisory], aliases: AliasTable = NO_ALIASES
) -> dict[str, Verdict]:
    parts = device_parts([component])
    rows = [finding for row in advisories for finding in judge(component, row, parts=parts, aliases=aliases)]
    return {row.advisory: row.verdict for row in rows if row.verdict is not Verdict.NOT_AFFECTED}


def test_a_wireless_controller_is_found_by_cpe_by_name_and_once_its_name_is_settled() -> None:
    advisories = records(b":ui:unifi")
    by_cpe = Component("c", name="UniFi", version="8.5.5", cpe="cpe:2.3:a:ui:unifi:8.5.5:*:*:*:*:*:*:*")
    by_name = Component("c", name="UniFi Network Application", version="8.5.5", supplier="Ubiquiti Inc.")
    cpe = "cpe:2.3:a:ui:unifi_network_application:*:*:*:*:*:*:*:*"
    table = alias_table([Alias("UniFi Network Application", "Ubiquiti Inc.", "", cpe, "t.sato", "2026-06-01")])
    assert verdicts(by_cpe, advisories)["CVE-2024-42028"] is Verdict.AFFECTED
    assert verdicts(by_name, advisories)["CVE-2024-42028"] is Verdict.UNDETERMINED
    assert verdicts(by_name, advisories, table)["CVE-2024-42028"] is Verdict.AFFECTED
    newer = Component("c", name="UniFi", version="99.0", cpe="cpe:2.3:a:ui:unifi:99.0:*:*:*:*:*:*:*")
    assert verdicts(newer, advisories) == {}


def test_a_library_that_is_vulnerable_only_beside_another_product_is_left_to_a_person() -> None:
    advisories = records(b":wolfssl:wolfssl:")
    library = Component("c", name="WolfSSL", version="4.8.1", cpe="cpe:2.3:a:wolfssl:wolfssl:4.8.1:*:*:*:*:*:*:*")
    found = verdicts(library, advisories)
    assert found["CVE-2026-3548"] is Verdict.UNDETERMINED
    assert found["CVE-2024-1544"] is Verdict.AFFECTED
    assert list(found.values()).count(Verdict.AFFECTED) > 15
