"""How far a patch has come: units done of units in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from kizuki.store.access.seen import seen
from kizuki.store.models import AdvisoryAlias, Patch, Unit, UnitPatch
from kizuki.store.queries.viewer import PROGRAM, Viewer


@dataclass(frozen=True, slots=True)
class PatchProgress:
    """Units of the patch's device. `in_use` counts units in use and those that nobody can find: neither is out of
    use. `done` are those of them on which the patch is applied, or that run the release which has it; `refused`,
    `unanswered`, `offered` and `rolled_back` what the hospitals said; of `untold` nobody has said anything.
    `fixes` leaves out the names of what is under embargo for the viewer.

    `done == in_use` is the only proof that it is on all units, and none while there are no units.
    """

    patch_id: int
    device_id: int
    state: str
    fixes: tuple[str, ...]
    in_use: int
    done: int
    offered: int
    unanswered: int
    refused: int
    rolled_back: int
    untold: int

    @property
    def on_all_units(self) -> bool:
        """Whether the patch, still shipped, is on every unit in use, of which there is at least one."""
        return self.state == "shipped" and 0 < self.in_use == self.done


@dataclass(frozen=True, slots=True)
class PatchRow:
    """A patch with the days of its programme and its progress."""

    id: int
    key: str
    release: str | None
    moves: tuple[tuple[str, date], ...]
    progress: PatchProgress


def patch_progress(viewer: Viewer, patch_id: int) -> PatchProgress | None:
    """How far one patch is; None where there is none."""
    patch = seen(viewer, Patch).filter(pk=patch_id).first()
    return None if patch is None else _progress(viewer, patch)


def patches_of_device(viewer: Viewer, device_id: int) -> tuple[PatchRow, ...]:
    """The patches of a device, the newest first."""
    patches = seen(viewer, Patch).filter(device_id=device_id).select_related("release").prefetch_related("moves")
    return tuple(_row(viewer, patch) for patch in patches.order_by("-pk"))


def patches_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[PatchRow, ...]:
    """Those of these patches that the viewer sees, by id."""
    patches = seen(viewer, Patch).filter(pk__in=ids).select_related("release").prefetch_related("moves")
    return tuple(_row(viewer, patch) for patch in patches.order_by("pk"))


def _row(viewer: Viewer, patch: Patch) -> PatchRow:
    return PatchRow(
        id=patch.pk,
        key=patch.key,
        release=patch.release.version if patch.release else None,
        moves=tuple((move.state, move.on) for move in sorted(patch.moves.all(), key=lambda move: move.pk)),
        progress=_progress(viewer, patch),
    )


def _fixes(viewer: Viewer, patch: Patch) -> tuple[str, ...]:
    """Without the names of what is under embargo for the viewer; a name that nothing goes by is in."""
    called = Q(name__in=patch.fixes)
    public = seen(viewer, AdvisoryAlias).filter(called).values("name")
    hidden = set(seen(PROGRAM, AdvisoryAlias).filter(called).exclude(name__in=public).values_list("name", flat=True))
    return tuple(name for name in patch.fixes if name not in hidden)


def _progress(viewer: Viewer, patch: Patch) -> PatchProgress:
    used = seen(viewer, Unit).filter(device_id=patch.device_id, state__in=("in_use", "unknown"))
    said = seen(viewer, UnitPatch).filter(patch=patch, unit__in=used)
    counts = dict(said.values("state").annotate(count=Count("pk")).values_list("state", "count"))
    silent = used.exclude(pk__in=said.values("unit"))
    # A unit that was delivered with the release needs no word of its own.
    with_release = silent.filter(Q(release_id=patch.release_id)).count() if patch.release_id else 0
    in_use = used.count()
    return PatchProgress(
        patch_id=patch.pk,
        device_id=patch.device_id,
        state=patch.state,
        fixes=_fixes(viewer, patch),
        in_use=in_use,
        done=counts.get("applied", 0) + with_release,
        offered=counts.get("offered", 0),
        unanswered=counts.get("unanswered", 0),
        refused=counts.get("refused", 0),
        rolled_back=counts.get("rolled_back", 0),
        untold=in_use - sum(counts.values()) - with_release,
    )
