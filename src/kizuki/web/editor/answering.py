"""The answer to one box that was written: what stands now, and what was refused, with nothing lost on either side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kizuki.core.forms import Box
from kizuki.core.forms.writing import Said, columns_of, value_written
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.store.queries.viewer import Viewer
from kizuki.web.editor.boxes import BoxShown, Conflict
from kizuki.web.editor.form_page import FormPage
from kizuki.web.editor.posted import said_of, typed_back
from kizuki.web.refusals import refusal_words


@dataclass(frozen=True, slots=True)
class Writing:
    """How the boxes of a form are written: `write` is the verb (box, what was said, the tag that was read), `again` reads
    the page anew, `show` answers the whole page with a refusal and its status."""

    write: Callable[[str, Said | None, str], object]
    again: Callable[[], FormPage]
    show: Callable[[FormPage, str, int], HttpResponse]


def written(request: HttpRequest, viewer: Viewer, page: FormPage, writing: Writing) -> HttpResponse:
    """One box, as it was sent."""
    box = next((one for one in page.table.boxes if one.id == request.POST.get("box")), None)
    shown = page.box(box.id) if box else None
    if box is None or shown is None or not page.writes:
        raise Http404
    said = said_of(request.POST, box)
    try:
        writing.write(box.id, said, request.POST.get("read", ""))
    except Refused as refused:
        words = say("editor.changed_meanwhile", viewer.lang)
        other = refused.place == "read"
        kept = replace(
            typed_back(shown, request.POST, columns_of(box)),
            refusal=words if other else _why(refused, box, said, viewer),
            conflict=Conflict(shown.shown, shown.written_by) if other else None,
        )
        return _answer(request, page.with_box(kept), kept, writing, whole=True, status=422)
    again = writing.again()
    kept_box = again.box(box.id)
    if kept_box is None:
        raise Http404
    whole = "take_back" in request.POST or "propose" in request.POST or request.POST.get("conflict") == "1"
    return _answer(request, again, kept_box, writing, whole=whole)


def _why(refused: Refused, box: Box, said: Said | None, viewer: Viewer) -> str:
    """Why a box cannot hold it; what the program says of another place stands as it is."""
    if box.type in ("date", "instant") and _is_none(box, said):
        return say("door.error.no_day" if box.type == "date" else "editor.no_instant", viewer.lang)
    return refusal_words(Refused("", refused.reason), viewer.lang)


def _is_none(box: Box, said: Said | None) -> bool:
    """Whether what was typed is no day at all; one that is may be refused for what stands beside it."""
    try:
        value_written(box, said or "")
    except Refused:
        return True
    return False


def _answer(
    request: HttpRequest, page: FormPage, box: BoxShown, writing: Writing, *, whole: bool = False, status: int = 200
) -> HttpResponse:
    """What stands now: with htmx the box (or what is said of it) with everything around it, else the whole page."""
    if "HX-Request" not in request.headers:
        if status == 200:
            return redirect(f"{page.address}#box-{box.id}")
        return writing.show(page, box.refusal, status)
    template = "kizuki/editor/box_answer.html" if whole else "kizuki/editor/kept_answer.html"
    response = render(request, template, {"page": page, "box": box}, status=status)
    if whole:
        response["HX-Retarget"], response["HX-Reswap"] = f"#box-{box.id}", "outerHTML"
    return response
