"""Where units of a device stand, as far as scoring is concerned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kizuki.store.access.seen import seen
from kizuki.store.models import Hospital
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class SiteChoice:
    """A hospital with units of the device and a site profile: its kind, and what it answered otherwise."""

    key: str
    name: str
    kind: str
    answers: Mapping[str, str]
    evidence: str
    expires_on: date | None


def site_choices(viewer: Viewer, device_id: int) -> tuple[SiteChoice, ...]:
    """The hospitals whose profile can be used for a device, by name."""
    rows = seen(viewer, Hospital).filter(units__device_id=device_id).distinct().order_by("name", "key")
    return tuple(
        SiteChoice(
            key=row.key,
            name=row.name,
            kind=row.scoring_profile["kind"],
            answers=row.scoring_profile["answers"],
            evidence=row.scoring_profile["evidence"],
            expires_on=_day(row.scoring_profile["expires_on"]),
        )
        for row in rows
        if row.scoring_profile
    )


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None
