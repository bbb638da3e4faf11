"""Say which vulnerabilities a case is about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, CaseVulnerability

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{2,99}")


def link_vulnerabilities(case_id: int, names: Iterable[str], *, actor: Actor) -> list[str]:
    """Tie vulnerabilities to a case by name (CVE, GHSA, JVN or one of our own); ties are never cut. Returns new ones.

    What is tied is watched: a no-report decision on the case reopens when one of them changes.
    """
    find(Case, "case", actor=actor, pk=case_id)
    wanted = list(dict.fromkeys(name.strip() for name in names))
    for position, name in enumerate(wanted):
        if not _NAME.fullmatch(name):
            raise Refused(f"names.{position}", f"{name!r} is not the name of a vulnerability")
    with verb("link_vulnerabilities", actor=actor, of=[f"case:{case_id}"]) as act:
        Case.objects.select_for_update().get(pk=case_id)
        standing = set(CaseVulnerability.objects.filter(case_id=case_id).values_list("name", flat=True))
        new = [name for name in wanted if name not in standing]
        if not new:
            act.unchanged()
            return []
        CaseVulnerability.objects.bulk_create(CaseVulnerability(case_id=case_id, name=name) for name in new)
        act.watch_register()
        act.record(subjects=[f"case:{case_id}"], payload={"names": new})
    return new
