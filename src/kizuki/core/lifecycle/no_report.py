"""The register of no-report decisions (報告不要判断台帳): what a decision rests on, and what reopens it.

Notification 4(3): what need not be reported is watched over time, and reported when the need arises.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kizuki.core.clocks import READING
from kizuki.core.refusal import Refused

STATES = ("proposed", "decided", "declined", "reopened", "replaced")


@dataclass(frozen=True, slots=True)
class Reach:
    """That a record of a vulnerability speaks of a component of ours: `verdict` affected or undetermined, `range` the
    digest of what it says of versions. `on` is the day on which that was last found otherwise."""

    component: str
    record: str
    verdict: str
    range: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Hole:
    """A vulnerability as it stands on the device of the case. `None`: not known.

    `name` is its CVE number where it has one, `names` everything it goes by (empty: read before names were watched).
    `vector` is the clinical reading's CVSS 3.1 vector, `pips` its answers that touch patient safety, `open_pips` those
    that no hazard answers for; `returned`: somebody sent the reading back. `exploitation` is CISA's SSVC point (N, P,
    A), `severity` the highest published base score by version of CVSS, `reach` what of ours the records speak of,
    `records` each with its revision. Each `…_on` is the day on which Kizuki stored that fact.
    """

    name: str
    known_exploited: bool | None = None
    exploited_on: date | None = None
    vector: str | None = None
    pips: tuple[str, ...] | None = None
    open_pips: tuple[str, ...] = ()
    assessed_on: date | None = None
    learned_on: date | None = None
    names: tuple[str, ...] = ()
    exploitation: str | None = None
    active_on: date | None = None
    severity: tuple[tuple[str, float], ...] = ()
    severity_on: date | None = None
    reach: tuple[Reach, ...] = ()
    records: tuple[tuple[str, int], ...] = ()
    returned: bool = False

    @property
    def all_names(self) -> frozenset[str]:
        """Every name it goes by, the one shown too."""
        return frozenset((self.name, *self.names))


@dataclass(frozen=True, slots=True)
class Watched:
    """What a no-report decision rests on, read at one moment.

    `facts` is the digest of the newest facts without ids; `outcome` of its determination, empty where there is none
    yet. `units_done` of `units_total` carry the measure (None: not known), counted where the record holds units of the
    device (`units_from` record), else as the facts tell (told; empty: read before that was told apart); `told_…` is
    what the facts tell in any case. `measures` are the patches of ours that close these vulnerabilities, `withdrawn`
    those taken back. `support_ends_on` end of support (EOS); `events` how many events on the same device came to be
    known and `events_of` the ids of their cases (None: read before these were watched). `design` are the places of
    design information that the case quotes, each with the digest of what stands there, `design_on` the day on which
    the newest of it was entered. `exploited_of` are the ids of cases on other devices of ours in which one of these
    vulnerabilities was exploited, `unclear_of` of those of which nobody has answered whether it was (None: read before
    these were watched); `…_on` is the newest day on which that came to be known.
    """

    facts: str
    facts_on: date
    outcome: str
    holes: tuple[Hole, ...] = ()
    units_done: int | None = None
    units_total: int | None = None
    units_on: date | None = None
    measure_withdrawn: bool = False
    support_ends_on: date | None = None
    events: int = 0
    event_on: date | None = None
    units_from: str = ""
    told_done: int | None = None
    told_total: int | None = None
    measures: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    design: tuple[tuple[str, str], ...] = ()
    design_on: date | None = None
    events_of: tuple[int, ...] | None = None
    exploited_of: tuple[int, ...] | None = None
    exploited_on: date | None = None
    unclear_of: tuple[int, ...] | None = None
    unclear_on: date | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a decision is reopened: a code with words in the glossary (`register.cause.<code>`), what it is about, and
    `stored_on`, the day on which Kizuki stored the fact: the provisional awareness day."""

    code: str
    about: str
    stored_on: date


def latest_review(decided_on: date, asked_for: date | None, limit: int = READING.days_to_review) -> date:
    """The day on which a decision is looked at again; `Refused` where it lies too far off, or is past."""
    latest = decided_on + timedelta(days=limit)
    if asked_for is None:
        return latest
    if not decided_on < asked_for <= latest:
        raise Refused("review_on", f"must lie after {decided_on} and not after {latest} ({limit} days)")
    return asked_for


def causes(then: Watched, now: Watched, *, decided_on: date, review_on: date, on: date) -> tuple[Cause, ...]:
    """Why a decision made on `decided_on` from `then` no longer stands on day `on`; empty where it stands.

    Where the day on which a fact was stored is not known, the day of the decision is taken: the strictest clock.
    """
    found = [
        *_of_the_case(then, now),
        *_of_our_other_devices(then, now, decided_on),
        *_of_the_holes(then.holes, now.holes, decided_on),
        *_of_the_measure(then, now),
        *_of_the_design(then, now),
    ]
    ends = now.support_ends_on
    # Support that had ended when it was decided was known to those who decided.
    ended_then = then.support_ends_on is not None and then.support_ends_on <= decided_on
    if ends is not None and ends <= on and not ended_then:
        found.append(Cause("support_ended", ends.isoformat(), max(ends, decided_on)))
    if review_on <= on:
        found.append(Cause("review_day", review_on.isoformat(), review_on))
    return tuple(found)


def _of_the_case(then: Watched, now: Watched) -> Iterable[Cause]:
    if more := _events_more(then, now):
        yield Cause("new_event", str(more), now.event_on or now.facts_on)
    if now.facts != then.facts:
        yield Cause("facts_changed", "", now.facts_on)
    elif now.outcome != then.outcome:
        yield Cause("outcome_changed", now.outcome, now.facts_on)


def _of_our_other_devices(then: Watched, now: Watched, decided_on: date) -> Iterable[Cause]:
    """What was exploited in another device of ours can be exploited in this one: no catalogue has to say so first. While
    nobody knows whether it was, that is no "no" either."""
    yield from _came_since("exploited_here", then.exploited_of, now.exploited_of, now.exploited_on, decided_on)
    yield from _came_since("maybe_exploited_here", then.unclear_of, now.unclear_of, now.unclear_on, decided_on)


def _came_since(
    code: str, then: tuple[int, ...] | None, now: tuple[int, ...] | None, on: date | None, decided_on: date
) -> Iterable[Cause]:
    if not now or on is None:
        return
    # Decided before these were watched: what had come to be known by then was known to those who decided.
    more = set(now) - set(then) if then is not None else set(now) if on > decided_on else set()
    if more:
        yield Cause(code, str(len(more)), on)


def _events_more(then: Watched, now: Watched) -> int:
    """Which they are and not how many: one that an embargo hides since does not stand for a new one."""
    if then.events_of is None or now.events_of is None:
        return max(0, now.events - then.events)
    return len(set(now.events_of) - set(then.events_of))


def _of_the_holes(then: tuple[Hole, ...], now: Iterable[Hole], decided_on: date) -> Iterable[Cause]:
    for hole in now:
        was = before_of(hole, then)
        if was is None:
            yield Cause("vulnerability_added", hole.name, hole.learned_on or decided_on)
            continue
        if hole.known_exploited and not was.known_exploited:
            yield Cause("exploited", hole.name, hole.exploited_on or decided_on)
        if hole.exploitation == "A" and was.exploitation != "A":
            yield Cause("exploitation_active", hole.name, hole.active_on or decided_on)
        yield from _of_the_reading(was, hole, decided_on)
        # What was read before names were watched says nothing of ranges and scores: that is no change of them.
        if was.names:
            if raised(was, hole):
                yield Cause("severity_raised", hole.name, hole.severity_on or decided_on)
            for reach in reached_anew(was, hole):
                yield Cause("range_changed", f"{reach.component} {reach.record}", reach.on or decided_on)


def _of_the_reading(was: Hole, hole: Hole, decided_on: date) -> Iterable[Cause]:
    assessed_on = hole.assessed_on or decided_on
    if not was.names and was.vector is None and hole.assessed_on is not None and hole.assessed_on < decided_on:
        return  # It stood already, under a name that was not looked for then.
    if hole.pips != was.pips or (hole.open_pips and not was.open_pips) or (hole.returned and not was.returned):
        yield Cause("patient_safety_changed", hole.name, assessed_on)
    elif hole.vector != was.vector:
        yield Cause("metric_changed", hole.name, assessed_on)


def before_of(hole: Hole, then: Iterable[Hole]) -> Hole | None:
    """The same vulnerability as it stood, by any of its names; None where it was not looked at."""
    shared = [was for was in then if was.all_names & hole.all_names]
    return next((was for was in shared if was.name == hole.name), shared[0] if shared else None)


def raised(was: Hole, now: Hole) -> bool:
    """Whether somebody gives it a higher score than anybody did. A first score is higher than none: what was not
    known was not low. One of another version of CVSS counts where it is above every score that stood."""
    before = dict(was.severity)
    top = max(before.values(), default=-1.0)
    return any(score > before.get(version, top) for version, score in now.severity)


def reached_anew(was: Hole, now: Hole) -> tuple[Reach, ...]:
    """What of ours a record speaks of otherwise than it did, or reaches more gravely than any record did.

    Another record that says of a component what was said already is a name more, and no change.
    """
    stood = {(one.component, one.record): one for one in was.reach}
    gravest = {
        one.component: min(other.verdict for other in was.reach if other.component == one.component)
        for one in was.reach
    }
    found = []
    for one in now.reach:
        before = stood.get((one.component, one.record))
        if before is not None:
            moved = (before.verdict, before.range) != (one.verdict, one.range)
        else:
            # affected comes before undetermined.
            moved = one.component not in gravest or one.verdict < gravest[one.component]
        if moved:
            found.append(one)
    return tuple(found)


def _of_the_measure(then: Watched, now: Watched) -> Iterable[Cause]:
    stored_on = now.units_on or now.facts_on
    if now.measure_withdrawn and (
        not then.measure_withdrawn or (then.units_from and set(now.withdrawn) - set(then.withdrawn))
    ):
        yield Cause("measure_withdrawn", " ".join(sorted(set(now.withdrawn) - set(then.withdrawn))), stored_on)
    as_it_was_told = (
        not then.units_from
        and not now.measures
        and (then.units_done, then.units_total)
        == (
            now.told_done,
            now.told_total,
        )
    )
    done_then = then.units_total is not None and then.units_done == then.units_total
    if done_then and now.units_done != now.units_total and not as_it_was_told:
        yield Cause("units_undone", f"{shown_count(now.units_done)}/{shown_count(now.units_total)}", stored_on)


def _of_the_design(then: Watched, now: Watched) -> Iterable[Cause]:
    """What was quoted and says something else now; what is quoted since is no change."""
    stands = dict(now.design)
    for place, digest in then.design:
        if stands.get(place) != digest:
            yield Cause("design_changed", place, now.design_on or now.facts_on)


def shown_count(number: int | None) -> str:
    """The number, or a question mark where it is not known."""
    return "?" if number is None else str(number)
