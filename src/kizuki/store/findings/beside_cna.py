"""Records of NVD whose ranges may be old, and the CNA's record of the same number beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from kizuki.core.advisories import Advisory as Read
from kizuki.store.models import Advisory

_ADVISORIES = msgspec.json.Decoder(Read)
_OLD = '"may_be_old":true'


def cna_beside(told: Mapping[int, Read]) -> dict[int, Read]:
    """The CNA's record, where it is kept, for each of these records (by id) whose ranges may be old."""
    named = {
        number: name
        for number, read in told.items()
        if any(row.may_be_old for row in read.affected)
        for name in read.aliases[:1]
    }
    if not named:
        return {}
    kept = Advisory.objects.filter(identifier__in=set(named.values()), kind="cve5").values_list("identifier", "body")
    records = {identifier: _ADVISORIES.decode(body) for identifier, body in kept}
    return {number: records[name] for number, name in named.items() if name in records}


def with_old_ranges(advisory_ids: Sequence[int]) -> list[int]:
    """These advisories, and the records of NVD that one of them, the CNA's, speaks beside."""
    told = Advisory.objects.filter(pk__in=advisory_ids, kind="cve5").values_list("identifier", flat=True)
    names = [f"NVD:{identifier}" for identifier in told]
    old = Advisory.objects.filter(identifier__in=names, body__contains=_OLD).values_list("pk", flat=True)
    return list(dict.fromkeys((*advisory_ids, *old)))
