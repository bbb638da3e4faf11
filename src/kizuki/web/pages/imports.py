"""Bringing in lists: an empty one to fill in, a preview row by row, and all of it kept or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kizuki.actions.verb import Actor
from kizuki.core.glossary import say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.gateways.tables import write_template
from kizuki.gateways.xlsx import XLSX
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.listing import ForeignList, ListForm, carried_of
from kizuki.web.importing import KINDS, Preview, columns_for, keep, preview_of, shown_columns, unpack
from kizuki.web.said import say_done
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class KindOfList:
    """A kind of list; `open`: the reader may keep its rows."""

    kind: str
    open: bool


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """The kinds of lists in the order in which a company brings them in."""

    rows: tuple[KindOfList, ...]


@dataclass(frozen=True, slots=True)
class ListToChoose:
    """The form in which a list is chosen, as `door_form.html` shows it."""

    form: DoorForm
    address: str
    button: str


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column of the list."""

    name: str
    required: bool
    about: str
    id: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One kind of list, with the preview of the one that was chosen."""

    kind: str
    form: ListToChoose
    columns: tuple[ColumnLine, ...]
    preview: Preview | None = None
    refusal: str = ""

    @property
    def strength(self) -> str:
        """After a preview its commit is the button to press."""
        return "" if self.preview is None or not self.preview.keepable else "quiet"


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """The page of all lists."""
    viewer = viewer_of(request)
    page = ImportsPage(tuple(KindOfList(kind, may(viewer.role, verb)) for kind, verb in KINDS.items()))
    return render(request, "kizuki/imports.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind of list: its template, its preview, its commit."""
    viewer = viewer_of(request)
    if kind not in KINDS:
        raise Http404
    if not may(viewer.role, KINDS[kind]):
        raise PermissionDenied
    if request.method != "POST":
        if request.GET.get("template"):
            answer = HttpResponse(write_template(columns_for(kind), viewer.lang), content_type=XLSX)
            answer["Content-Disposition"] = f'attachment; filename="{kind}.xlsx"'
            return answer
        return _shown(request, viewer, kind, _form(viewer, kind))
    return _keep(request, viewer, kind) if request.POST.get("step") == "commit" else _preview(request, viewer, kind)


def _form(viewer: Viewer, kind: str, data: Any = None, files: Any = None) -> ListForm:
    found = ForeignList if kind == "listing" else ListForm
    return found(Doing(viewer, "import", 0, today()), data, files)


def _preview(request: HttpRequest, viewer: Viewer, kind: str) -> HttpResponse:
    form = _form(viewer, kind, request.POST, request.FILES)
    if not form.is_valid() or viewer.user_id is None:
        return _shown(request, viewer, kind, form, status=422)
    content = form.cleaned_data["file"].read()
    try:
        actor = Actor.user(viewer.user_id)
        found = preview_of(kind, content, form.cleaned_data, on=today(), actor=actor, lang=viewer.lang)
    except Refused as refused:
        form.refuse(refused)
        return _shown(request, viewer, kind, form, status=422)
    carried = (*found.carried, *carried_of(form.cleaned_data).items())
    shown = Preview(found.rows, found.counts, found.elsewhere, carried, found.again, found.more)
    return _shown(request, viewer, kind, _form(viewer, kind), preview=shown)


def _keep(request: HttpRequest, viewer: Viewer, kind: str) -> HttpResponse:
    """The list comes with the form, or is chosen again; its token says that it is the one that was shown."""
    assert viewer.user_id is not None, "the page is for those who signed in"
    try:
        again = request.FILES.get("file")
        content = again.read() if again is not None else unpack(request.POST.get("content", ""))
        form = _form(viewer, kind, request.POST, request.FILES)
        form.fields["file"].required = False
        if not form.is_valid():
            return _shown(request, viewer, kind, form, status=422)
        token = request.POST.get("token", "")
        kept = keep(kind, content, form.cleaned_data, token, on=today(), person=viewer.user_id)
    except Refused as refused:
        word = {"token": "imports.moved", "--commit": "imports.moved", "file": "imports.broken"}.get(refused.place)
        why = say(word, viewer.lang) if word else say("imports.refused", viewer.lang, why=str(refused))
        return _shown(request, viewer, kind, _form(viewer, kind), refusal=why, status=422)
    say_done(request, say("imports.kept", viewer.lang, count=kept))
    if kind != "listing":
        return redirect("imports")
    return redirect("information-triage" if may(viewer.role, "set_aside_information") else "information")


def _shown(
    request: HttpRequest,
    viewer: Viewer,
    kind: str,
    form: ListForm,
    *,
    preview: Preview | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    choose = ListToChoose(form, reverse("import", args=[kind]), say("imports.look", viewer.lang))
    columns = tuple(ColumnLine(*row) for row in shown_columns(columns_for(kind), viewer.lang))
    page = ImportPage(kind, choose, columns, preview, refusal)
    return render(request, "kizuki/import.html", {"page": page}, status=status)
