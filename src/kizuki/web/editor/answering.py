"""The answer to one box that was written: what stands now, and what was refused, with nothing lost on either side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kizuki.core.forms import Box
from kizuki.core.forms.writing import Said, columns_of
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.store.queries.viewer import Viewer
from kizuki.web.editor.boxes import BoxShown, Conflict
from kizuki.web.editor.form_page import FormPage
from kizuki.web.editor.posted import said_of, typed_back
from kizuki.web.editor.sparing import Cause, kept_beside
from kizuki.web.editor.why import why_left_out, why_refused


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
        return _refused(request, viewer, page, writing, _Tried(box, shown, said, refused))
    again = writing.again()
    kept_box = again.box(box.id)
    if kept_box is None:
        raise Http404
    whole = "take_back" in request.POST or "propose" in request.POST or request.POST.get("conflict") == "1"
    return _answer(request, again, kept_box, writing, whole=whole)


@dataclass(frozen=True, slots=True)
class _Tried:
    """What was said of a box, as it was shown to whoever said it, and why it is refused."""

    box: Box
    shown: BoxShown
    said: Said | None
    why: Refused


def _refused(request: HttpRequest, viewer: Viewer, page: FormPage, writing: Writing, tried: _Tried) -> HttpResponse:
    """What was typed stays in the field, with why it is not kept; of a table the rest of it is kept all the same."""
    box, shown, why, read = tried.box, tried.shown, tried.why, request.POST.get("read", "")
    left: Mapping[Cause, Refused] = {}
    try:
        left = kept_beside(box, tried.said, why, shown, lambda rest: writing.write(box.id, rest, read))
    except Refused as other:
        why = other
    if left:
        page = writing.again()
        shown = page.box(box.id) or shown
    elsewhere = why.place == "read"
    kept = replace(
        typed_back(shown, request.POST, columns_of(box)),
        refusal=_words(page, tried, left, viewer) if not elsewhere else say("editor.changed_meanwhile", viewer.lang),
        conflict=Conflict(shown.shown, shown.written_by) if elsewhere else None,
    )
    return _answer(request, page.with_box(kept), kept, writing, whole=elsewhere, status=422)


def _words(page: FormPage, tried: _Tried, left: Mapping[Cause, Refused], viewer: Viewer) -> str:
    if not left:
        return why_refused(page.table, tried.box, tried.said, tried.why, viewer.lang)
    whys = [why_left_out(page.table, tried.box, tried.said, *one, viewer.lang) for one in left.items()]
    return "\n".join((*whys, say("editor.rest_kept", viewer.lang)))


def _answer(
    request: HttpRequest, page: FormPage, box: BoxShown, writing: Writing, *, whole: bool = False, status: int = 200
) -> HttpResponse:
    """What stands now: with htmx what is said of the box with everything around it, else the whole page. The field itself
    is put anew (`whole`) only where it says something else than was typed: somebody may go on typing meanwhile."""
    if "HX-Request" not in request.headers:
        if status == 200:
            return redirect(f"{page.address}#box-{box.id}")
        return writing.show(page, box.refusal, status)
    template = "kizuki/editor/box_answer.html" if whole else "kizuki/editor/kept_answer.html"
    response = render(request, template, {"page": page, "box": box}, status=status)
    if whole:
        response["HX-Retarget"], response["HX-Reswap"] = f"#box-{box.id}", "outerHTML"
    return response
