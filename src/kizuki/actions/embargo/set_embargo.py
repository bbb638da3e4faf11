"""Put a case, information, an incident or a vulnerability of our own under embargo, change who sees it, or lift it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from kizuki.actions.cases.comments import keep_words
from kizuki.actions.embargo.secrecy import Confidential, keep_secret, lift, pass_on, require_readers, standing_of
from kizuki.actions.permission import no_row
from kizuki.actions.rows import text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.incidents.cases_wanted import CAMPAIGN
from kizuki.core.refusal import Refused
from kizuki.store.access.subjects import belonging
from kizuki.store.findings.knowledge import entered_as
from kizuki.store.models import Advisory, Incident, IncidentMember
from kizuki.store.models.embargo import SUBJECTS
from kizuki.store.record.keeping_rows import standing


def set_embargo(
    subject: str,
    embargoed: bool,
    readers: Iterable[int],
    reason: str,
    *,
    until: date | None = None,
    actor: Actor,
) -> None:
    """From now on only the people named see the subject (`case:12`, `information:5`, `incident:3`, `advisory:9`) and act
    on it; not embargoed, everybody does. A reason is required; `until` is the day on which somebody looks again.

    What stands in it already is kept as secret: the case that information became, the cases and information of an
    incident. `Refused` where it is not there for whoever asks (nobody admits themselves), where a person is unknown or
    has left, where whoever does it would shut themselves out, or where no two of them may sign as second persons for
    one another today: what is loosened in it could never be signed.
    """
    kind = _kind(subject)
    with verb("set_embargo", actor=actor, of=[subject]) as act:
        led = belonging([subject])[subject]
        if not led:
            raise no_row(kind, subject.partition(":")[2])
        words = text(reason, "reason", longest=2_000, required=True)
        wanted = Confidential(tuple(sorted(set(readers))), until) if embargoed else None
        if wanted is not None:
            _require_ours(kind, led)
            require_readers(wanted, led.get("device"), timezone.localdate(act.at), actor)
        if standing_of(subject) == wanted:
            act.unchanged()
            return
        lift(act, subject)
        if wanted is not None:
            keep_secret(act, subject, wanted)
            pass_on(act, subject, _within(kind, led))
        _keep_reason(act, subject, words)
        told = {"embargoed": embargoed, "readers": list(wanted.readers) if wanted else []}
        act.record(subjects=[subject], payload=told | ({"until": until.isoformat()} if wanted and until else {}))


def _kind(subject: str) -> str:
    kind, _, identity = subject.partition(":")
    if kind not in SUBJECTS or not identity.isdecimal():
        raise Refused("subject", f"{subject!r} is not like case:12 ({', '.join(SUBJECTS)})")
    return kind


def _require_ours(kind: str, led: dict[str, int]) -> None:
    """What others have published is no secret of ours."""
    if kind == "advisory" and Advisory.objects.get(pk=led["advisory"]).kind != "entered":
        raise Refused("subject", "was published by others; only a vulnerability that we entered is kept secret")


def _within(kind: str, led: dict[str, int]) -> list[str]:
    if kind == "information":
        return [f"case:{led['case']}"] if "case" in led else []
    if kind == "incident":
        if standing(Incident, pk=led["incident"], kind=CAMPAIGN).exists():
            # It links what is as secret as it is by itself.
            return []
        members = IncidentMember.objects.filter(incident_id=led["incident"], kind__in=("case", "information"))
        return [f"{name}:{pk}" for name, pk in members.order_by("pk").values_list("kind", "member")]
    return []


def _keep_reason(act: Act, subject: str, words: str) -> None:
    kind, _, identity = subject.partition(":")
    if kind == "case":
        keep_words(int(identity), "embargo_reason", words, act.at)
    elif kind == "advisory":
        # A record has no period of its own: the words go with the day on which we knew of it.
        keep_text(act, entered_as(int(identity)), "embargo_reason", words)
    else:
        keep_text(act, subject, "embargo_reason", words)
