"""Records and components as the tests of matching write them."""

from __future__ import annotations

import json
from typing import Any

from kizuki.core.advisories import Advisory, read_advisories
from kizuki.core.matching import Finding, Verdict, judge
from kizuki.core.sbom import Component

AFFECTED, UNDETERMINED, NOT_AFFECTED = Verdict.AFFECTED, Verdict.UNDETERMINED, Verdict.NOT_AFFECTED
CPE = "cpe:2.3:a:acme:pump:{}:*:*:*:*:*:*:*"


def osv(
    ecosystem: str,
    name: str,
    *events: dict[str, str],
    versions: tuple[str, ...] = (),
    kind: str = "ECOSYSTEM",
    **more: Any,
) -> Advisory:
    ranges = [{"type": kind, "events": list(events)}] if events else []
    affected = [{"package": {"ecosystem": ecosystem, "name": name}, "ranges": ranges, "versions": list(versions)}]
    return read({"id": "X-1", "modified": "2024-01-02T00:00:00Z", "affected": affected} | more)


def cve(*affected: dict[str, Any], adp: tuple[dict[str, Any], ...] = (), state: str = "PUBLISHED") -> Advisory:
    containers = {
        "cna": {"providerMetadata": {"shortName": "acme"}, "affected": list(affected)},
        "adp": [{"providerMetadata": {"shortName": "CISA-ADP"}, "affected": list(adp)}],
    }
    return read(
        {"dataType": "CVE_RECORD", "cveMetadata": {"cveId": "CVE-2024-1", "state": state}, "containers": containers}
    )


def read(value: dict[str, Any]) -> Advisory:
    (advisory,) = read_advisories(json.dumps(value).encode()).advisories
    return advisory


def pump(*versions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"vendor": "Acme", "product": "Pump", "cpes": [CPE.format("*")], "versions": list(versions)} | more


def below(high: str, low: str = "0", status: str = "affected", **more: Any) -> dict[str, Any]:
    return {"version": low, "lessThan": high, "status": status, "versionType": "custom"} | more


def purl(text: str, version: str = "", **more: str) -> Component:
    return Component(ref="c", name="thing", version=version, purl=text, **more)


def cpe(version: str, text: str = "") -> Component:
    return Component(ref="c", name="Pump", version=version, cpe=text or CPE.format("*"))


def verdict(component: Component, advisory: Advisory) -> tuple[Verdict | None, list[str]]:
    findings = judge(component, advisory)
    assert len(findings) <= 1
    return (findings[0].verdict, [row.code for row in findings[0].evidence.why]) if findings else (None, [])


def only(component: Component, advisory: Advisory) -> Finding:
    (finding,) = judge(component, advisory)
    return finding
