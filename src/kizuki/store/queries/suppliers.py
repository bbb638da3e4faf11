"""What suppliers state (VEX) beside a finding, and which of our own patches close it: information, never a verdict."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from kizuki.core.vex import VexProduct
from kizuki.store.access.seen import seen
from kizuki.store.findings.statements import beside_match, statement_of
from kizuki.store.models import Match, Patch, PatchMove, SupplierStatement
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class StatementTold:
    """One statement: who says it of which product and version, as of when (as they wrote it), since when we have it,
    and how it stands to our verdict (`agrees`, `differs`, `adds`, `open`). `superseded`: its author said something
    newer of the same."""

    author: str
    status: str
    relation: str
    about: str
    products: tuple[str, ...]
    justification: str
    words: str
    action: str
    stated_at: str
    learned_at: datetime
    document: str
    superseded: bool


@dataclass(frozen=True, slots=True)
class PatchTold:
    """A patch of ours that closes the vulnerability on the device: the version that has it, its state, and since when."""

    key: str
    version: str
    state: str
    since: date | None


def statements_beside(
    viewer: Viewer, match: Match, verdict: str, names: Collection[str]
) -> tuple[StatementTold, ...]:
    """The statements about this vulnerability in this component, the newest first; two queries."""
    rows = list(
        seen(viewer, SupplierStatement).filter(names__name__in=list(names)).distinct().order_by("-learned_at", "-pk")
    )
    told = {id(statement): (row, statement) for row in rows for statement in [statement_of(row)]}
    said = beside_match(match, verdict, names, [statement for _, statement in told.values()])
    return tuple(
        StatementTold(
            author=one.statement.author,
            status=str(one.statement.status),
            relation=str(one.relation),
            about=str(one.about),
            products=tuple(_called(product) for product in one.statement.products),
            justification=one.statement.justification,
            words=one.statement.words,
            action=one.statement.action,
            stated_at=told[id(one.statement)][0].stated_at,
            learned_at=told[id(one.statement)][0].learned_at,
            document=told[id(one.statement)][0].document_id,
            superseded=one.superseded,
        )
        for one in said
    )


def patches_beside(viewer: Viewer, device_id: int, names: Collection[str]) -> tuple[PatchTold, ...]:
    """Our own patches of the device that name this vulnerability, the newest first; two queries."""
    rows = seen(viewer, Patch).filter(device=device_id).select_related("release").order_by("-pk")
    ours = [row for row in rows if set(row.fixes) & set(names)]
    moves = seen(viewer, PatchMove).filter(patch__in=ours).order_by("pk") if ours else []
    since = {(move.patch_id, move.state): move.on for move in moves}
    return tuple(
        PatchTold(row.key, row.release.version if row.release else "", row.state, since.get((row.pk, row.state)))
        for row in ours
    )


def _called(product: VexProduct) -> str:
    """Its identifier, else its name, with its version where that does not stand in it; in brackets the parts meant."""
    name = next(filter(None, (*product.purls, *product.cpes, product.name, product.ref)), "")
    said = name if product.version in name else f"{name} {product.version}"
    inside = ", ".join(_called(part) for part in product.parts)
    return f"{said} ({inside})" if inside else said
