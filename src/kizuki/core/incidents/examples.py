"""The six examples of the notification (4(2)): their words, their place in its text, and what a case has in common."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import resources

import msgspec

from kizuki.core.glossary import Lang


@dataclass(frozen=True, slots=True)
class Example:
    """One example; `group` and `number` are its place in 4(2): common to all devices, or of one kind of device."""

    code: str
    group: str
    number: int
    ja: str
    en: str
    generic: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    exploited: bool = False
    legacy: bool = False

    def said(self, lang: Lang) -> str:
        """Its words: the notification's own in Japanese, ours in English."""
        return self.ja if lang == "ja" else self.en


@cache
def examples() -> tuple[Example, ...]:
    """The six, in the order of the notification."""
    text = (resources.files(__package__) / "examples.toml").read_text(encoding="utf-8")
    rows = [{"code": code, **row} for code, row in tomllib.loads(text).items()]
    return msgspec.convert(tuple(rows), tuple[Example, ...])


def likeness(
    example: Example, *, generic: str, effects: Collection[str], exploited: bool, legacy: bool
) -> tuple[str, ...]:
    """What a case has in common with an example, in codes: `generic:輸液ポンプ`, `exploited`, `legacy`, `effect:spread`.

    An example of one kind of device is like no case of another kind, and one that lives from an exploitation none in
    which nothing was exploited; what is not known of the case is nothing in common.

    >>> one = examples()[3]
    >>> likeness(one, generic="汎用輸液ポンプ", effects=["settings_changed"], exploited=False, legacy=False)
    ('generic:輸液ポンプ', 'effect:settings_changed')
    >>> likeness(one, generic="成人用人工呼吸器", effects=["settings_changed"], exploited=True, legacy=False)
    ()
    """
    name = unicodedata.normalize("NFKC", generic)
    kinds = [f"generic:{word}" for word in example.generic if word in name][:1]
    if (example.generic and not kinds) or (example.exploited and not exploited) or (example.legacy and not legacy):
        return ()
    also = [code for code, there in (("exploited", example.exploited), ("legacy", example.legacy)) if there]
    return (*kinds, *also, *(f"effect:{code}" for code in example.effects if code in effects))
