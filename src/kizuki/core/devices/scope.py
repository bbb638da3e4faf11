"""Whether a device is in scope of the notification (医薬安発0115第2号 2), which is not whether it is reported.

Out of scope never removes the duty of 法68条の10: a malfunction of any device is reported under the same article.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

GROUNDS = ("connectable", "connectable_media", "samd", "accessory_with_program")
"""Connects to other devices or networks, with or without wire; by media; is a program (SaMD); is an accessory that
uses a program. Any of them puts a device in scope, whatever its class."""

State = Literal["yes", "no", "not_confirmed"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whether in scope, on which grounds, and what to say: codes of the glossary (`device.scope.*`)."""

    state: State
    grounds: tuple[str, ...]
    said: tuple[str, ...]


def scope_of(traits: Mapping[str, bool | None]) -> Scope:
    """In scope where any ground holds, out of it only where each is known not to; otherwise not confirmed."""
    grounds = tuple(name for name in GROUNDS if traits.get(name) is True)
    if grounds:
        return Scope("yes", grounds, ("yes", *grounds))
    open_grounds = tuple(name for name in GROUNDS if traits.get(name) is None)
    if open_grounds:
        return Scope("not_confirmed", open_grounds, ("not_confirmed", "duty_stays"))
    return Scope("no", (), ("no", "duty_stays"))
