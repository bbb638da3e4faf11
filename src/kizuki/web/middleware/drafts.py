"""A form that was sent and taken leaves no draft of itself."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kizuki.store.people.form_drafts import drop_form_draft

FIELD = "kept_draft"
"""What a page adds to a form of which it kept a draft: the place of that draft."""
TAKEN = (302, 303)


def drafts(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A form that is shown again with its faults keeps its draft; so does one behind which the session has ended."""

    def respond(request: HttpRequest) -> HttpResponse:
        person = request.user.pk if request.user.is_authenticated else None
        response = get_response(request)
        if person is not None and request.method == "POST" and response.status_code in TAKEN:
            place = request.POST.get(FIELD, "")
            if place:
                drop_form_draft(person, place)
        return response

    return respond
