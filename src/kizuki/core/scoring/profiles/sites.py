"""Kinds of sites, each with its own environmental answers, and a score in the context of one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources
from types import MappingProxyType
from typing import Any

from kizuki.core.scoring.answers import Answers
from kizuki.core.scoring.result import ScoreResult, score
from kizuki.core.scoring.rubric import QUESTIONS


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """A kind of site: its id (words: `scoring.site.<id>`), version and environmental answers by code."""

    id: str
    version: str
    answers: Mapping[str, str]

    @property
    def name(self) -> str:
        """The profile as records name it: `home@2026-11`."""
        return f"{self.id}@{self.version}"


def _site(row: dict[str, Any]) -> SiteProfile:
    answers = dict(pair.split(":") for pair in row["answers"].split())
    return SiteProfile(row["id"], row["version"], MappingProxyType(answers))


SITES: Mapping[str, SiteProfile] = MappingProxyType(
    {
        row["id"]: _site(row)
        for row in tomllib.loads(resources.files(__package__).joinpath("sites.toml").read_text(encoding="utf-8"))[
            "site"
        ]
    }
)
"""The site profiles by id."""


@dataclass(frozen=True, slots=True)
class SiteScore:
    """An assessment in the context of one kind of site: the answers it added, and the result.

    What the site's controls would lower stands in `result.suggestions` until a named person confirmed it
    (`Answers.confirmations`); an expired confirmation is said in `result.cautions`.
    """

    site: SiteProfile
    added: tuple[str, ...]
    result: ScoreResult


def at_site(answers: Answers, site: SiteProfile) -> Answers:
    """The answers with those of the site for every metric of which a person answered nothing."""
    own = {QUESTIONS[code].metric for code in answers.given if code in QUESTIONS}
    added = {code: value for code, value in site.answers.items() if QUESTIONS[code].metric not in own}
    return replace(answers, given={**answers.given, **added})


def score_at_site(answers: Answers, site: SiteProfile) -> SiteScore:
    """Score an assessment in the context of a site. Raises `Refused` as `score` does."""
    there = at_site(answers, site)
    added = tuple(code for code in there.given if code not in answers.given)
    return SiteScore(site, added, score(there))
