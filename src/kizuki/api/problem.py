"""What goes wrong, told as problem+json (RFC 9457): a code with values for programs, a sentence for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec
from django.http import HttpResponse

from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.core.refusals import coded, reason_in

MEDIA_TYPE = "application/problem+json"

Kind = Literal[
    "bad_body",
    "invalid",
    "refused",
    "no_token",
    "no_scope",
    "not_allowed",
    "not_there",
    "moved",
    "too_often",
    "no_method",
]

_STATUS: Mapping[Kind, int] = {
    "bad_body": 400,
    "no_token": 401,
    "no_scope": 403,
    "not_allowed": 403,
    "not_there": 404,
    "no_method": 405,
    "moved": 412,
    "invalid": 422,
    "refused": 422,
    "too_often": 429,
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One place of the input, and what is wrong there: `code` with `values` for programs, `reason` in words."""

    place: str
    code: str
    values: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProblemBody:
    """The body of every answer that is none. `type` names the kind of problem; `errors` has every place, the first of
    which is `place` and `reason` too."""

    type: str
    title: str
    status: int
    place: str
    reason: str
    errors: tuple[Wrong, ...]


@dataclass(slots=True)
class Problem(Exception):
    """A request that is not answered as asked."""

    kind: Kind
    errors: Sequence[Wrong] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def answered(self, lang: Lang) -> HttpResponse:
        """The answer, in the language asked for."""
        title = say(f"api.problem.{self.kind}", lang)
        first = self.errors[0] if self.errors else Wrong("", self.kind, reason=title)
        status = _STATUS[self.kind]
        body = ProblemBody(
            f"urn:kizuki:problem:{self.kind}", title, status, first.place, first.reason, tuple(self.errors)
        )
        headers: dict[str, Any] = {"Content-Language": lang, **self.headers}
        return HttpResponse(msgspec.json.encode(body), content_type=MEDIA_TYPE, status=status, headers=headers)


def of_refusal(refused: Refused, lang: Lang) -> Problem:
    """A verb's refusal as a problem. What is not there and what is hidden are the same, as the verb says them."""
    code, values = coded(refused.reason)
    wrong = Wrong(refused.place, code, values, reason_in(refused.reason, lang))
    if refused.place == IF_MATCH:
        return Problem("moved", [wrong])
    if refused.place == "actor":
        return Problem("not_allowed", [wrong])
    return Problem("not_there" if refused.reason.startswith("there is no ") else "refused", [wrong])


IF_MATCH = "if_match"
"""The place of the refusal of what has changed since it was read."""
