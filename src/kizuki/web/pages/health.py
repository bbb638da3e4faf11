"""For those who watch the installation: is the process there, and does everything behind it work? Codes only."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from kizuki.store.queries.health import alarms
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The web process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 where everything works, else 503 with the codes of what does not."""
    try:
        found = [alarm.code for alarm in alarms(PROGRAM, clock.now())]
    except DatabaseError:
        found = ["database"]
    return JsonResponse({"ready": not found, "alarms": found}, status=503 if found else 200)
