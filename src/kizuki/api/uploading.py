"""Bulk imports: a list is handed in, answered with a job, and taken by a worker."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field

from kizuki.actions.devices.receive_upload import receive_upload
from kizuki.actions.verb import Actor
from kizuki.api.answers import answer
from kizuki.api.asking import Token, viewer_of
from kizuki.api.problem import of_refusal
from kizuki.core.people.scopes import UPLOADING
from kizuki.core.refusal import Refused
from kizuki.store.queries.uploads import uploads_by_id

Key = Annotated[str, Field(pattern=r"^\S{1,64}$")]
Version = Annotated[str, Field(min_length=1, max_length=100)]


def _body(media_type: str, schema: dict[str, str]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema}}}}


_RAW = _body("application/octet-stream", {"type": "string"})
_UNITS = _body("application/json", {"$ref": "#/components/schemas/Units"})


def add_uploads(api: NinjaAPI) -> None:
    """The routes of a build pipeline, and of whoever keeps the units."""
    said: dict[str, Any] = {
        "auth": Token(UPLOADING),
        "tags": [UPLOADING],
    }

    @api.post("/uploads/sbom", operation_id="upload_sbom", summary="upload: sbom", openapi_extra=_RAW, **said)
    def sbom(
        request: HttpRequest,
        device: Key,
        version: Version,
        released_on: date | None = None,
    ) -> HttpResponse:
        """The component list of a release, as the tool wrote it: every format that `kizuki sbom` reads."""
        return _received(request, device, "sbom", version, released_on)

    @api.post("/uploads/units", operation_id="upload_units", summary="upload: units", openapi_extra=_UNITS, **said)
    def units(request: HttpRequest, device: Key) -> HttpResponse:
        """The units of a device: an array of units, each with its serial number."""
        return _received(request, device, "units", "", None)


def _received(request: HttpRequest, device: str, kind: str, version: str, released_on: date | None) -> HttpResponse:
    viewer, content = viewer_of(request), request.read()
    assert viewer.user_id is not None, "a token is a person's"
    try:
        made = receive_upload(
            device, kind, content, version=version, released_on=released_on, actor=Actor.user(viewer.user_id)
        )
    except Refused as refused:
        raise of_refusal(refused, viewer.lang) from refused
    (row,) = uploads_by_id(viewer, [made])
    response = answer(request, row, viewer.lang, status=202)
    response["Location"] = f"/api/v1/uploads/{made}"
    return response
