"""A patch: its programme, and units done of units in use."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.store.queries.called import called
from kizuki.store.queries.kept_documents import PaperRow, papers_of
from kizuki.store.queries.patches import PatchRow, patch_progress, patches_of_device
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_patch import DOORS
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class PatchView:
    """A patch of a device, and what the reader may do."""

    row: PatchRow
    brand: str
    doors: tuple[Link, ...]
    papers: tuple[PaperRow, ...]

    @property
    def most(self) -> int:
        """The end of its bar."""
        return max(1, self.row.progress.in_use)


@require_safe
def patch(request: HttpRequest, patch_id: int) -> HttpResponse:
    """The page."""
    viewer = viewer_of(request)
    progress = patch_progress(viewer, patch_id)
    if progress is None:
        raise Http404
    row = next(one for one in patches_of_device(viewer, progress.device_id) if one.id == patch_id)
    doing = Doing(viewer, "", patch_id, today(), kept={"patch": progress, "units_of": progress.device_id})
    brand = called(viewer, "device", progress.device_id) or ""
    view = PatchView(row, brand, links(DOORS, doing), papers_of(viewer, "patch", patch_id))
    return render(request, "kizuki/patch.html", {"page": view})
