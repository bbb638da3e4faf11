"""Where finders report, for anybody: the form with the policy, and security.txt (RFC 9116).

No answer tells anything of the record: not whether a product is ours, not how many reports there were, not who reads
them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from kizuki.actions.disclosure.receive_finder_report import FinderReport, receive_finder_report
from kizuki.actions.verb import Actor
from kizuki.core.disclosure.table import ACKNOWLEDGEMENT_DAYS
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.store.queries.finders import FinderDeskRow, finder_desk
from kizuki.store.queries.viewer import PROGRAM, Viewer
from kizuki.web.context import language_of
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_finders import Report
from kizuki.web.pages.first_run import FormOfStranger
from kizuki.web.throttle import count_report, may_report
from kizuki.web.today import today

GOOD_FOR = timedelta(days=90)
"""How long a copy of security.txt may be believed; it is made anew at each request."""


@dataclass(frozen=True, slots=True)
class FinderPage:
    """The form (None once it was sent), the receipt code, or that too many came; `policy` are the company's own words."""

    mail: str
    policy: str
    days: int
    form: FormOfStranger | None = None
    code: str = ""
    too_many: bool = False


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def finder_report(request: HttpRequest) -> HttpResponse:
    """The form; sent, it shows the receipt code and nothing else. 404 while nobody is there who could receive it."""
    desk, lang = _open_desk(), language_of(request)
    policy = desk.policy_ja if lang == "ja" else desk.policy_en
    page = FinderPage(desk.mail, policy, ACKNOWLEDGEMENT_DAYS)
    doing = Doing(Viewer(None, "program", lang), "finder_report", 0, today())
    form = Report(doing, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not may_report(request):
            return _shown(request, replace(page, too_many=True), 429)
        count_report(request)
        report = FinderReport(**{name: form.cleaned_data[name] for name in ("title", "body", "product", "contact")})
        try:
            code = receive_finder_report(report, on=doing.on, actor=Actor.program("web"))
        except Refused as refused:
            form.refuse(refused)
        else:
            return _shown(request, replace(page, code=code))
    shown = FormOfStranger(form, request.path, say("finder.button", lang))
    return _shown(request, replace(page, form=shown), 422 if form.is_bound else 200)


def _shown(request: HttpRequest, page: FinderPage, status: int = 200) -> HttpResponse:
    return render(request, "kizuki/finder.html", {"page": page}, status=status)


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report, as RFC 9116 wants it; 404 where nobody could receive it, or where the pages have no address of
    their own that begins with https (KIZUKI_ADDRESS)."""
    desk = _open_desk()
    if not settings.ADDRESS.startswith("https://"):
        raise Http404
    form = f"{settings.ADDRESS}{reverse('finder-report')}"
    until = datetime.combine(today() + GOOD_FOR, time(0), UTC)
    lines = [
        f"Contact: {form}",
        *([f"Contact: mailto:{desk.mail}"] if desk.mail else []),
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Policy: {form}",
        f"Canonical: {settings.ADDRESS}{reverse('security-txt')}",
        "Preferred-Languages: ja, en",
    ]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")


def _open_desk() -> FinderDeskRow:
    desk = finder_desk(PROGRAM)
    if desk is None or not desk.readers:
        raise Http404
    return desk
