"""Vulnerabilities as feeds tell of them, for the stories of the register."""

from __future__ import annotations

import json
from typing import Any

from kizuki.actions.assessments.assess_vulnerability import assess_vulnerability
from kizuki.actions.assessments.sign_assessment import state_no_hazard
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.feeds.keep_known_exploited import keep_known_exploited
from kizuki.actions.verb import Actor
from kizuki.store.models import Assessment
from tests.actions.assessments.desk import BASE, NONE
from tests.actions.record import TESTER

LOW, HIGH = (
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
)


def osv(identifier: str, *aliases: str, fixed: str = "3.0", vector: str = LOW, **values: Any) -> None:
    """An OSV record about jinja2, kept."""
    events = [{"introduced": "2.0"}, {"fixed": fixed}]
    record = {
        "id": identifier,
        "modified": "2026-06-01T00:00:00Z",
        "aliases": list(aliases),
        "severity": [{"type": "CVSS_V3", "score": vector}],
        "affected": [
            {"package": {"ecosystem": "PyPI", "name": "jinja2"}, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
        ],
        **values,
    }
    keep_advisories(json.dumps(record).encode(), actor=TESTER)


def cve5(number: str, exploitation: str) -> None:
    """The record of the CVE list with CISA's decision in it, kept."""
    options = [{"Exploitation": exploitation}, {"Automatable": "no"}]
    record = {
        "dataType": "CVE_RECORD",
        "dataVersion": "5.1",
        "cveMetadata": {"cveId": number, "state": "PUBLISHED"},
        "containers": {
            "cna": {
                "providerMetadata": {"shortName": "x"},
                "affected": [{"vendor": "pallets", "product": "jinja2", "versions": []}],
                "metrics": [{"other": {"type": "ssvc", "content": {"options": options}}}],
            }
        },
    }
    keep_advisories(json.dumps(record).encode(), actor=TESTER)


def kev(number: str) -> None:
    """The catalogue of known exploited vulnerabilities with one number, kept."""
    catalogue = {
        "title": "t",
        "catalogVersion": "1",
        "dateReleased": "2026-06-15",
        "count": 1,
        "vulnerabilities": [{"cveID": number, "dateAdded": "2026-06-15"}],
    }
    keep_known_exploited(json.dumps(catalogue).encode(), actor=TESTER)


def read_for_the_clinic(name: str, reviewer: Actor | None, **answers: str) -> int:
    """The clinical reading on the pump; `reviewer` states that no hazard can be reached (None: nobody does)."""
    given = {"answers": {**BASE, **NONE, **answers}}
    assess_vulnerability("pump", name, given, actor=TESTER)
    made = Assessment.objects.get(current=True, advisory__names__name=name)
    if reviewer is not None:
        state_no_hazard(made.pk, reason="影響なし", actor=reviewer)
    return int(made.pk)
