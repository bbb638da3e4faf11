"""The calendar of one person, for their calendar program: opened by a key, not by a session."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kizuki.core.documents.icalendar import WholeDay, icalendar
from kizuki.core.glossary import say
from kizuki.store.queries.calendar import days_of, whose
from kizuki.store.record import clock
from kizuki.web.today import today


@login_not_required
@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The days; for a key of nobody the same answer as for a page that is not there."""
    viewer = whose(key)
    if viewer is None:
        raise Http404
    days = [
        WholeDay(due.uid, due.on, due.words, f"{settings.ADDRESS}/cases/{due.case_id}" if _links(due.case_id) else "")
        for due in days_of(viewer, today())
    ]
    content = icalendar(say("calendar.name", viewer.lang), days, clock.now())
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _links(case_id: int | None) -> bool:
    return case_id is not None and bool(settings.ADDRESS)
