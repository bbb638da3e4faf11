"""My own page: where my reminders go, and which were sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kizuki.actions.people.renew_calendar_key import renew_calendar_key
from kizuki.actions.people.set_mail_address import set_mail_address
from kizuki.actions.verb import Actor
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.queries.calendar import has_key
from kizuki.store.queries.notices import NoticeRow, mail_of, notices_of
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_me import SET_PASSWORD
from kizuki.web.doors.offered import Link, links
from kizuki.web.refusals import refusal_words
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class MyPage:
    """`mail` is the address as it stands, or as it was typed where it was refused; `sends` whether this installation
    sends mail at all, `hour` from which hour of the day on."""

    mail: str
    may_set: bool
    sends: bool
    hour: int
    notices: tuple[NoticeRow, ...]
    refusal: str
    doors: tuple[Link, ...] = ()
    has_calendar: bool = False
    calendar: str = ""
    """The address of the calendar, on the page that made it."""


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """The page; a post says where my mail goes, or makes the address of my calendar."""
    viewer, refusal, calendar = viewer_of(request), "", ""
    typed = request.POST.get("mail", "").strip()[:300]
    if request.method == "POST" and viewer.user_id is not None and "calendar" in request.POST:
        key = renew_calendar_key(viewer.user_id, actor=Actor.user(viewer.user_id))
        calendar = request.build_absolute_uri(reverse("calendar", args=[key]))
    elif request.method == "POST" and viewer.user_id is not None:
        try:
            set_mail_address(viewer.user_id, typed, actor=Actor.user(viewer.user_id))
        except Refused as refused:
            refusal = refusal_words(refused, viewer.lang)
        else:
            return redirect("me")
    page = MyPage(
        mail=typed if refusal else mail_of(viewer),
        may_set=may(viewer.role, "set_mail_address"),
        sends=settings.MAIL is not None,
        hour=settings.REMIND_HOUR,
        notices=notices_of(viewer),
        refusal=refusal,
        doors=links((SET_PASSWORD,), Doing(viewer, "", 0, today())),
        has_calendar=has_key(viewer),
        calendar=calendar,
    )
    return render(request, "kizuki/me.html", {"page": page}, status=422 if refusal else 200)
