"""Keep the support cycles of endoflife.date."""

from __future__ import annotations

from datetime import date
from typing import Any

from kizuki.actions.documents import keep_document
from kizuki.actions.verb import Actor, verb
from kizuki.core.advisories import AdvisoryFile, SupportCycle
from kizuki.store.models import SupportedCycle
from kizuki.store.record.parts import chunks

_ROWS_AT_A_TIME = 500


def keep_support(source: bytes, read: AdvisoryFile, *, actor: Actor) -> int:
    """Keep the document and every cycle that is new or changed in it; returns how many. None is taken away."""
    products = {cycle.product[:120] for cycle in read.support}
    standing = {(row.product, row.cycle): row for row in SupportedCycle.objects.filter(product__in=products)}
    told = {(cycle.product[:120], cycle.cycle[:120]): _cycle_columns(cycle) for cycle in read.support}
    moved = [
        (key, columns)
        for key, columns in told.items()
        if key not in standing or {name: getattr(standing[key], name) for name in columns} != columns
    ]
    for part in chunks(moved, _ROWS_AT_A_TIME):
        with verb("keep_support", actor=actor, of=()) as act:
            document, named = keep_document(source, "application/json", published=True)
            rows = [
                SupportedCycle(product=product, cycle=cycle, source=document, **columns)
                for (product, cycle), columns in part
            ]
            SupportedCycle.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["product", "cycle"],
                update_fields=[
                    "eol_on",
                    "ended",
                    "support_on",
                    "extended_on",
                    "latest",
                    "packages",
                    "cpes",
                    "source",
                ],
            )
            act.record(
                subjects=[*named, "catalogue:endoflife"], payload={"source": document.sha256, "cycles": len(part)}
            )
    return len(moved)


def _cycle_columns(cycle: SupportCycle) -> dict[str, Any]:
    return {
        "eol_on": _day(cycle.eol_on),
        "ended": cycle.ended,
        "support_on": _day(cycle.support_on),
        "extended_on": _day(cycle.extended_on),
        "latest": cycle.latest[:120],
        "packages": list(cycle.packages),
        "cpes": list(cycle.cpes),
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if len(text) >= 10 else None
