"""Pages that may name a patient leave behind who was shown them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from kizuki.store.models import Case, Incident, NoReportDecision, SafetyInformation
from kizuki.store.people.readings import keep_readings
from kizuki.store.record import clock

READ: Mapping[str, type[Model]] = {
    "case_id": Case,
    "information_id": SafetyInformation,
    "incident_id": Incident,
    "decision_id": NoReportDecision,
}
"""The part of an address that names a row → its table; a page of another address shows no more than a list does, but
for one that says by the same names what it shows (`request.shown`)."""

SHOWN = (200, 422)
"""A page, and a form that is shown again with its refusal."""


def reading(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """What cannot be kept is not shown: the answer goes out behind it."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        asked = dict(request.resolver_match.kwargs) if request.resolver_match else {}
        asked |= getattr(request, "shown", {})
        person = request.user.pk if request.user.is_authenticated else None
        if person is not None and response.status_code in SHOWN:
            for name in READ.keys() & asked.keys():
                keep_readings(person, "web", READ[name], [asked[name]], clock.now())
        return response

    return respond
