"""What cannot be matched: a queue with suggestions. Nothing is accepted before a person says so and why."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kizuki.actions.components.confirm_alias import AliasEntry, confirm_alias
from kizuki.actions.devices.declare_not_to_be_had import declare_not_to_be_had
from kizuki.actions.verb import Actor
from kizuki.core.glossary import all_words, say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.queries.devices import device_names
from kizuki.store.queries.no_list import NoLists, no_lists
from kizuki.store.queries.unmatchable import UnmatchableLine, unmatchables
from kizuki.store.queries.viewer import Viewer
from kizuki.web.numbers import number_in
from kizuki.web.proof import password_in
from kizuki.web.signed import Signed, as_written
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class UnmatchablePage:
    """A part of the queue; `confirmable`: the person may settle what a component is; `signing`: they may sign that a
    list or a release is not to be had."""

    rows: tuple[UnmatchableLine, ...]
    devices: tuple[tuple[int, str], ...]
    device: int | None
    next: int | None
    confirmable: bool
    no_lists: NoLists
    signing: bool
    refusal: str = ""
    refused: int | None = None
    signed: Signed | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def unmatchable(request: HttpRequest) -> HttpResponse:
    """The page; a confirmed product is kept and leads back to the queue."""
    viewer = viewer_of(request)
    device, after = _number(request.GET.get("device", "")), _number(request.GET.get("after", ""))
    refusal, refused = "", None
    if request.method == "POST":
        owed = _number(request.POST.get("obligation", ""))
        try:
            _confirm(request, viewer) if owed is None else _sign(request, viewer, owed)
        except Refused as why:
            known = f"screens.unmatchable.refused.{why.place}"
            refusal = say(known, viewer.lang) if known in all_words() else str(why)
            refused = owed or _number(request.POST.get("line", ""))
        else:
            return redirect(request.get_full_path())
    rows, behind = unmatchables(viewer, device=device, after=after or 0)
    page = UnmatchablePage(
        rows=rows,
        devices=device_names(viewer),
        device=device,
        next=behind,
        confirmable=may(viewer.role, "confirm_alias"),
        no_lists=no_lists(viewer, with_owed=True),
        signing=may(viewer.role, "declare_not_to_be_had"),
        refusal=refusal,
        refused=refused,
        signed=as_written(viewer.lang),
    )
    return render(request, "kizuki/unmatchable.html", {"page": page}, status=422 if refusal else 200)


def _confirm(request: HttpRequest, viewer: Viewer) -> None:
    said = request.POST
    purl, _, cpe = said.get("product", "").partition("\n")
    entry = AliasEntry(
        name=said.get("name", ""),
        maker=said.get("maker", ""),
        purl=purl.strip(),
        cpe=cpe.strip(),
        reason=said.get("reason", ""),
    )
    confirm_alias(entry, on=today(), actor=Actor.user(viewer.user_id or 0))


def _sign(request: HttpRequest, viewer: Viewer, obligation: int) -> None:
    declare_not_to_be_had(
        obligation,
        request.POST.get("reason", ""),
        password=password_in(request.POST),
        on=today(),
        actor=Actor.user(viewer.user_id or 0),
    )


def _number(text: str) -> int | None:
    return number_in(text)
