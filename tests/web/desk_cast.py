"""What the question desk needs beside the office: a PSIRT member, a vulnerability with a published vector, a profile."""

from __future__ import annotations

from tests.web.cast import PASSWORD

SUZUKI = "suzuki"
AUDITOR = "honda"
CVE = "CVE-2026-0001"
VECTOR = "CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N"


def furnish() -> int:
    """Register all of it. Returns the id of the pump."""
    from kizuki.actions.devices.register_user import register_user
    from kizuki.actions.devices.set_scoring_profile import set_scoring_profile
    from kizuki.actions.feeds.keep_advisories import keep_advisories
    from kizuki.actions.feeds.keep_known_exploited import keep_known_exploited
    from kizuki.actions.verb import Actor
    from kizuki.store.models import Device
    from tests.actions.record import advisory

    program = Actor.program("sample")
    for name, shown, role in ((SUZUKI, "鈴木 健", "psirt"), (AUDITOR, "本田 光", "auditor")):
        register_user(sign_in_name=name, display_name=shown, role=role, password=PASSWORD, actor=program)
    rated = [{"type": "CVSS_V3", "score": VECTOR}]
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11", severity=rated, summary="Overflow"), actor=program)
    listed = b'{"catalogVersion": "1", "vulnerabilities": [{"cveID": "CVE-2026-0001", "dateAdded": "2026-06-01"}]}'
    keep_known_exploited(listed, actor=program)
    profile = {
        "id": "pump",
        "version": "1",
        "interfaces": [{"id": "wlan0", "kind": "wifi"}],
        "data_held": ["therapy"],
        "intended_use": ["therapy"],
    }
    set_scoring_profile("pump", profile, actor=program)
    return int(Device.objects.get(key="pump").pk)
