"""Background work: what failed for the last time, what is under way, what waits, and when the workers gave signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.store.queries.viewer import Viewer
from kizuki.store.queries.work_about import work_about
from kizuki.store.record.heartbeat import signs
from kizuki.store.work.standing import Piece, standing_work
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_alarms import SET_LIMITS
from kizuki.web.doors.of_jobs import DOORS
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

_WHY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("stopped", ("lease ran out",)),
    ("network", ("FetchFailed", "Connection", "Timeout", "URLError", "HTTPError", "SMTP", "SSL", "gaierror")),
    ("refused", ("Refused",)),
    ("gone", ("DoesNotExist",)),
    ("database", ("OperationalError", "InterfaceError", "DatabaseError", "IntegrityError")),
    ("room", ("MemoryError", "OSError")),
)
"""What to do about a failure, by how the kinds of error begin or end that it tells of."""


@dataclass(frozen=True, slots=True)
class PieceLine:
    """A piece with what it is about by name, and why it failed (`jobs.why.<why>`)."""

    it: Piece
    about: str
    why: str


@dataclass(frozen=True, slots=True)
class JobsPage:
    """The work as it stands, and the workers with their newest signs: machine and process, lane, instant."""

    failed: tuple[PieceLine, ...]
    held: tuple[PieceLine, ...]
    waiting: tuple[tuple[str, int], ...]
    signs: tuple[tuple[str, str, datetime], ...]
    doors: tuple[Link, ...]


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """The page."""
    viewer = viewer_of(request)
    work = standing_work(viewer)
    doing = Doing(viewer, "", 0, today(), kept={"jobs": work})
    doors = links((*DOORS, SET_LIMITS), doing)
    page = JobsPage(_lines(viewer, work.failed), _lines(viewer, work.held), work.waiting, signs(), doors)
    return render(request, "kizuki/jobs.html", {"page": page})


def _lines(viewer: Viewer, pieces: Sequence[Piece]) -> tuple[PieceLine, ...]:
    about = work_about(viewer, [piece.args for piece in pieces])
    return tuple(PieceLine(piece, words, why_of(piece.error)) for piece, words in zip(pieces, about, strict=True))


def why_of(error: str) -> str:
    """The code of what to do about an error; one that is not known is for the administrator."""
    kind = error if error == "lease ran out" else error.partition(" ")[0]
    return next(
        (why for why, kinds in _WHY if any(kind.startswith(one) or kind.endswith(one) for one in kinds)), "other"
    )
