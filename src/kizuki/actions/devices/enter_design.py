"""Enter design information (設計情報等, notification 4(3)) of a release; what rested on it is asked again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.actions.documents import keep_document
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.devices.design import KINDS
from kizuki.core.refusal import Refused
from kizuki.store.devices.design import DesignTold, Written, quotes_of, write_design
from kizuki.store.models import DesignQuote, Release
from kizuki.store.record.parts import chunks

_AT_A_TIME = 200
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class DesignGiven:
    """What a person tells: `kind` is one of KINDS, `title` the thing (a port, a flow, a component), `dated_on` the day of
    which it is true, `body` its words, `file` its bytes with their media type. One of words and file is there, unless it
    is so no more (`gone`)."""

    kind: str
    title: str
    dated_on: date
    body: str = ""
    file: tuple[bytes, str] | None = None
    gone: bool = False


def enter_design(release_id: int, given: Sequence[DesignGiven], *, on: date, actor: Actor) -> int:
    """Keep what is told of a release's design, each under its kind and title as a new version; what says the same as the
    version that stands makes none. Returns how many versions were written.

    What rested on a version that is replaced is asked again: the case or the assessment that quotes it gets a task, and a
    no-report decision that rests on it is reopened by its watch. `Refused` names what cannot be kept, before anything is.
    """
    find(Release, "release", actor=actor, pk=release_id)
    checked = [_checked(one, place, on) for place, one in enumerate(given)]
    return sum(_enter(release_id, part, actor) for part in chunks(checked, _AT_A_TIME))


def _enter(release_id: int, part: Sequence[DesignGiven], actor: Actor) -> int:
    with verb("enter_design", actor=actor, of=[f"release:{release_id}"]) as act:
        named: list[str] = []
        told = []
        for one in part:
            document, subjects = keep_document(*one.file) if one.file else (None, [])
            named += subjects
            told.append(DesignTold(one.kind, one.title, one.dated_on, one.body, document, one.gone))
        written = write_design(release_id, told, act.person, act.at)
        if not written:
            act.unchanged()
            return 0
        again = _ask_again(act, written)
        act.watch_register()
        act.record(
            subjects=[*named, f"release:{release_id}", *(f"design:{row.entry.pk}" for row in written)],
            payload={"versions": len(written), "again": again},
        )
    return len(written)


def _ask_again(act: Act, written: Sequence[Written]) -> int:
    """A task for each case and each assessment that quotes what was replaced."""
    asked: dict[str, list[DesignQuote]] = {}
    for quote in quotes_of([row.before.pk for row in written if row.before is not None]):
        asked.setdefault(
            f"case:{quote.case_id}" if quote.case_id else f"assessment:{quote.assessment_id}", []
        ).append(quote)
    for subject, quotes in asked.items():
        act.wait_for(
            Waiting(
                kind="design_changed",
                subject=subject,
                origin=f"design:{quotes[0].entry_id}",
                owner_role="safety_manager",
                case=quotes[0].case_id,
                device=quotes[0].entry.release.device_id,
                values={"count": len(quotes)},
            )
        )
    return len(asked)


def _checked(one: DesignGiven, place: int, on: date) -> DesignGiven:
    if one.kind not in KINDS:
        raise Refused(f"{place}.kind", f"{one.kind or 'nothing'} is not one of: {', '.join(KINDS)}")
    if one.dated_on > on:
        raise Refused(f"{place}.dated_on", f"{one.dated_on} lies in the future")
    title = text(one.title, f"{place}.title", longest=200, required=True)
    body = text(one.body, f"{place}.body", longest=_LONGEST)
    if not body and not one.file and not one.gone:
        raise Refused(f"{place}.body", "must not be empty: words or a file say what is so")
    return DesignGiven(one.kind, title, one.dated_on, body, one.file, one.gone)
