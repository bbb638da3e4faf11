"""An authenticator app, written out from RFC 4226 and RFC 6238 with the standard library alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from typing import Any


def code_now(secret: str, seconds: float | None = None) -> str:
    """What the app shows at this instant, the machine's own where none is named."""
    step = int(time.time() if seconds is None else seconds) // 30
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


class App:
    """The telephone of a person: each code is one that was not shown before, as if half a minute went by between."""

    def __init__(self, person: int) -> None:
        from kizuki.actions.people.second_factor import begin_second_factor, confirm_second_factor
        from kizuki.actions.verb import Actor
        from kizuki.store.people.second_factors import second_factor_of

        begin_second_factor(person, actor=Actor.user(person))
        factor = second_factor_of(person)
        assert factor is not None
        self.person, self.secret = person, factor.secret
        self.recovery = confirm_second_factor(person, code_now(self.secret), actor=Actor.user(person))

    def code(self) -> str:
        """The next code: what was used before is set back by a minute, since no test waits."""
        self.row().update(last_step=0)
        return code_now(self.secret)

    def row(self) -> Any:
        """The row behind it."""
        from kizuki.store.models import SecondFactor

        return SecondFactor.objects.filter(person_id=self.person)
