"""Which findings of a device a patch of ours closes."""

from __future__ import annotations

from collections.abc import Collection

from kizuki.store.models import AdvisoryAlias, Patch


def findings_patched(findings: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of these (device, advisory) for which the device has a patch that names the vulnerability and was not
    withdrawn. That there is a patch is not that it is applied. Two queries."""
    patches = Patch.objects.filter(device_id__in={device for device, _ in findings}).exclude(state="withdrawn")
    closed: dict[int, set[str]] = {}
    for device, fixes in patches.values_list("device_id", "fixes"):
        closed.setdefault(device, set()).update(fixes)
    if not closed:
        return set()
    names: dict[int, set[str]] = {}
    every = frozenset[str]().union(*closed.values())
    rows = AdvisoryAlias.objects.filter(advisory_id__in={advisory for _, advisory in findings}, name__in=every)
    for advisory, name in rows.values_list("advisory_id", "name"):
        names.setdefault(advisory, set()).add(name)
    return {
        (device, advisory) for device, advisory in findings if closed.get(device, set()) & names.get(advisory, set())
    }
