"""A set of findings that one act is about: what the person saw must be what stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kizuki.actions.verb import Act
from kizuki.core.refusal import Refused
from kizuki.store.findings.filters import MOST_AT_ONCE, Key
from kizuki.store.findings.standing import Standing, standing_of, token_of
from kizuki.store.models import TriageJudgement


def of_findings(keys: Sequence[Key]) -> list[str]:
    """What a verb over these findings is about: the matches, and the releases in which they stand."""
    return [*(f"match:{match}" for match, _ in keys), *(f"release:{release}" for _, release in keys)]


def preview(keys: Sequence[Key]) -> tuple[list[Standing], str]:
    """How these findings stand, and the token that a commit over them needs. `Refused` where they are none or too
    many, or one of them is no finding."""
    return (standing := _standing(keys, lock=False)), token_of(standing)


def unmoved(keys: Sequence[Key], token: str) -> list[Standing]:
    """How these findings stand, inside a verb. `Refused` where that is not what the token was given for."""
    standing = _standing(keys, lock=True)
    if token_of(standing) != token:
        raise Refused("token", "the findings have changed since they were shown; look at them again")
    return standing


def _standing(keys: Sequence[Key], *, lock: bool) -> list[Standing]:
    distinct = sorted(set(keys))
    if not distinct:
        raise Refused("findings", "none is chosen")
    if len(distinct) > MOST_AT_ONCE:
        raise Refused("findings", f"{len(distinct)} are chosen; at most {MOST_AT_ONCE} at once")
    standing = standing_of(distinct, lock=lock)
    found = {(row.match, row.release) for row in standing if row.active}
    missing = [key for key in distinct if key not in found]
    if missing:
        raise Refused("findings", f"{missing[0][0]}-{missing[0][1]} is no finding (any more)")
    return standing


def judgement(act: Act, kind: str, standing: Sequence[Standing], **values: object) -> TriageJudgement:
    """Keep what is said of the set, once for all of them."""
    pairs = [[row.match, row.release] for row in standing]
    return TriageJudgement.objects.create(kind=kind, findings=pairs, made_by=act.actor.code, made_at=act.at, **values)


def subjects_of(made: TriageJudgement, standing: Sequence[Standing]) -> list[str]:
    """The judgement and the devices it is about; the findings stand in the judgement and in the payload."""
    return [f"judgement:{made.pk}", *(f"device:{device}" for device in sorted({row.device for row in standing}))]


def future(expires_on: date | None, on: date, place: str) -> date | None:
    """The day, which must lie ahead. `Refused` where it does not."""
    if expires_on is not None and expires_on <= on:
        raise Refused(place, "must lie in the future")
    return expires_on
