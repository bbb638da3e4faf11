"""The API as a whole: its routes from the tables of nouns and verbs, its document, and how it says what went wrong."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from kizuki.api.asking import VerbToken, language_of
from kizuki.api.document import complete
from kizuki.api.listing import add_routes
from kizuki.api.problem import Problem, Wrong
from kizuki.api.running import run
from kizuki.api.uploading import add_uploads
from kizuki.api.verbs import api_verbs
from kizuki.core.glossary import say
from kizuki.store.nouns.table import NOUNS


class Api(NinjaAPI):
    """Ninja's, with what its document lacks: the verbs, which are typed by their functions, and the problems."""

    def get_openapi_schema(self, **more: Any) -> Any:
        """The document; the verbs' models are made when it is asked for first."""
        document = super().get_openapi_schema(**more)
        complete(document)
        return document


def make() -> Api:
    """The API with every route."""
    api = Api(title="Kizuki", version="1", description="docs/api.md", docs_url=None, urls_namespace="api")
    # Before the ones of `uploads`, of which `sbom` and `units` would be ids.
    add_uploads(api)
    for noun in NOUNS.values():
        add_routes(api, noun)

    @api.post("/verbs/{verb}", auth=VerbToken(), include_in_schema=False, url_name="verb")
    def do(request: HttpRequest, verb: str) -> HttpResponse:
        return run(request, api_verbs()[verb])

    _add_rest(api)
    return api


def _add_rest(api: NinjaAPI) -> None:
    """What goes wrong before a route, and addresses at which there is none."""

    @api.exception_handler(Problem)
    def problem(request: HttpRequest, fault: Problem) -> HttpResponse:
        return fault.answered(language_of(request))

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
        lang = language_of(request)
        errors = [
            Wrong(str(one["loc"][-1]), str(one["type"]), (), say("api.wrong.other", lang, why=str(one["msg"])))
            for one in fault.errors
        ]
        return Problem("invalid", errors).answered(lang)

    @api.exception_handler(Http404)
    @api.exception_handler(HttpError)
    def not_there(request: HttpRequest, _fault: Exception) -> HttpResponse:
        return Problem("not_there").answered(language_of(request))

    @api.api_operation(
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", include_in_schema=False, auth=None
    )
    def nothing(request: HttpRequest, rest: str) -> HttpResponse:
        return Problem("not_there", [Wrong(rest[:100], "not_there")]).answered(language_of(request))
