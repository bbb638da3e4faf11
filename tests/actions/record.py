"""A small record to try verbs on: a company, a device, and facts that are easy to judge by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.devices.register_company import register_company
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.verb import Actor
from kizuki.store.models import Obligation
from tests.planted import planted


@contextmanager
def rolled_back() -> Iterator[None]:
    """What is done inside leaves nothing; verbs inside it believe that they are outermost, as in Django's own tests."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


TESTER = Actor.program("test")
TODAY = date(2026, 6, 20)

DEATH_IN_JAPAN: dict[str, Any] = {
    "matters": [
        {
            "kind": "event",
            "learned_on": "2026-06-01",
            "locus": "domestic",
            "harms": [{"severity": "death", "causality": "suspected", "predictable": False}],
            "potential": "death",
            "malfunction_predictable": False,
            "exploited": "here",
            "notes": "病院からの電話",
        }
    ]
}
"""A death in Japan that nothing excludes: item 1-イ, 15 days from 1 June."""


def company_and_pump() -> int:
    """Registers both; returns the id of the pump."""
    register_company(name="見本メディカル株式会社", actor=TESTER)
    return register_device(DeviceEntry(key="pump", brand="ポンプ", facts={"own": True}), actor=TESTER)


def opened_case(key: str = "case", facts: dict[str, Any] | None = None, **values: Any) -> int:
    """Opens a case on the pump."""
    entry = CaseEntry(key=key, device="pump", title="停止", facts=facts or DEATH_IN_JAPAN, **values)
    return open_case(entry, on=TODAY, actor=TESTER)


def exploited_on_the_monitor(name: str, key: str = "attack", told: str | None = "here") -> int:
    """A case on another device of ours: an event in which somebody exploited this vulnerability (None: not answered)."""
    register_device(DeviceEntry(key="monitor", brand="モニタ", facts={"own": True}), actor=TESTER)
    matter = {"kind": "event", "learned_on": TODAY.isoformat(), "locus": "domestic", "exploited": told}
    facts = {"device": {"own": True, "designated": False}, "matters": [matter]}
    case_id = open_case(CaseEntry(key=key, device="monitor", title="侵入", facts=facts), on=TODAY, actor=TESTER)
    link_vulnerabilities(case_id, [name], actor=TESTER)
    return case_id


def nothing_owed(case_id: int) -> None:
    """Ends whatever is owed on a case, past the verbs that would ask why."""
    with planted():
        rows = Obligation.objects.filter(case_id=case_id, ended_at=None)
        rows.update(state="ended", ended_at=datetime.now(UTC))


def sbom(*components: dict[str, Any]) -> bytes:
    """A CycloneDX list of these components."""
    return json.dumps(
        {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}
    ).encode()


def library(name: str, version: str) -> dict[str, Any]:
    """A component from PyPI."""
    purl = f"pkg:pypi/{name}@{version}"
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}


def advisory(number: int, name: str, introduced: str, fixed: str, **values: Any) -> bytes:
    """An OSV record that affects a range of a PyPI package."""
    events = [{"introduced": introduced}, {"fixed": fixed}]
    return json.dumps(
        {
            "id": f"PYSEC-2026-{number}",
            "modified": "2026-06-01T00:00:00Z",
            "aliases": [f"CVE-2026-{number:04d}"],
            "affected": [
                {"package": {"ecosystem": "PyPI", "name": name}, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
            ],
            **values,
        }
    ).encode()
