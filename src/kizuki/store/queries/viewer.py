"""Who is looking."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.core.glossary import Lang


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person or a part of the program that reads. `user_id` is None for the program; `role` one of ROLES."""

    user_id: int | None
    role: str
    lang: Lang = "ja"


PROGRAM = Viewer(None, "program")
