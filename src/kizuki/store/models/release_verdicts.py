"""What the other parts of a release make of a match."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store import told_grounds
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Why
from kizuki.store.models.advisories import VERDICTS, Match
from kizuki.store.models.devices import Release
from kizuki.store.models.json_field import JsonField


class ReleaseVerdict(models.Model):
    """In this release a match has another verdict than by its component alone: what it must run on, or together with,
    is one of the parts (a configuration with AND). There is a row only where the verdict differs."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="release__device", advisory="match__advisory"),
        chain=Chain.DERIVED,
        rests_on="Match Release ReleaseComponent Component Advisory ConfirmedAlias",
        kept=Kept.DEVICE,
        coded="verdict",
        plain={Why.PUBLISHED: "evidence"},
        reader="kizuki.store.queries.findings:lines_of",
    )

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="in_releases")
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=16, choices=[(verdict, verdict) for verdict in VERDICTS])
    evidence = JsonField(shape=told_grounds.MatchTold)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["match", "release"], name="one_verdict_per_match_and_release"),
        ]
