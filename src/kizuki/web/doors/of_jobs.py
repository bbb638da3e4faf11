"""What a person does about background work: tries again what failed, cancels what nobody needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from kizuki.actions.work.cancel_work import cancel_work
from kizuki.actions.work.retry_work import retry_work
from kizuki.core.glossary import say
from kizuki.store.queries.work_about import work_about
from kizuki.store.work.standing import Piece, Standing, standing_work
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice
from kizuki.web.doors.form import DoorForm

Offered = list[tuple[str, str]]


def standing(doing: Doing) -> Standing:
    """As it was when the page was begun."""
    return doing.once("jobs", lambda: standing_work(doing.viewer))


def _said(pieces: Sequence[Piece], doing: Doing) -> Offered:
    """Each by its kind and what it is about."""
    about = work_about(doing.viewer, [piece.args for piece in pieces])
    return [
        (piece.code, f"{say(f'jobs.kind.{piece.kind}', doing.lang)} {words}".strip())
        for piece, words in zip(pieces, about, strict=True)
    ]


def _failed(doing: Doing) -> Offered:
    return _said(standing(doing).failed, doing)


def _all(doing: Doing) -> Offered:
    return _said((*standing(doing).failed, *standing(doing).held), doing)


class RetryForm(DoorForm):
    """Which failed task."""

    work = Choice("jobs.field.failed", _failed)

    def begin(self) -> dict[str, Any]:
        """The one that the address names."""
        return {"work": self.doing.asked.get("work", "")}


class CancelForm(DoorForm):
    """Which task."""

    work = Choice("jobs.field.standing", _all)

    def begin(self) -> dict[str, Any]:
        """The one that the address names."""
        return {"work": self.doing.asked.get("work", "")}


def _retry(doing: Doing, told: dict[str, Any]) -> str:
    retry_work(told["work"], actor=doing.actor)
    return reverse("jobs")


def _cancel(doing: Doing, told: dict[str, Any]) -> str:
    cancel_work(told["work"], actor=doing.actor)
    return reverse("jobs")


DOORS = (
    Door(
        "retry_work", "", ("retry_work",), RetryForm, _retry, lambda doing: bool(standing(doing).failed), page="jobs"
    ),
    Door(
        "cancel_work",
        "",
        ("cancel_work",),
        CancelForm,
        _cancel,
        lambda doing: bool(standing(doing).failed or standing(doing).held),
        page="jobs",
    ),
)
"""The doors of the page of background work."""
