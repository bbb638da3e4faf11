"""Who may read the numbers of the installation."""

import os

from kizuki.core.refusal import Refused

SHORTEST = 20


def token_of(text: str) -> str:
    """The token of `/metrics`, '' where there is no such page; `Refused` where it could be guessed."""
    token = text.strip()
    if token and (len(token) < SHORTEST or not token.isascii() or not token.isprintable() or " " in token):
        raise Refused("KIZUKI_METRICS_TOKEN", f"must have {SHORTEST} signs or more, without spaces")
    return token


METRICS_TOKEN = token_of(os.environ.get("KIZUKI_METRICS_TOKEN", ""))
