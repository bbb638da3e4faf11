"""Which inputs changed, and which parts of the outcome each change touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kizuki.core.scoring.reevaluation.inputs import Inputs, Policy
from kizuki.core.scoring.reevaluation.outcome import Part, answers_on
from kizuki.core.scoring.rubric import ALL_QUESTIONS
from kizuki.core.scoring.rulings import Chosen
from kizuki.core.scoring.signals import EpssMove, EpssState, Fix, KevState, Listing, epss_move


@dataclass(frozen=True, slots=True)
class Change:
    """One input that changed: its name (`kev`, `epss`, `vectors.NVD` …), before and after as texts, a code of the
    glossary (`scoring.change.<code>`), and the parts of the outcome that it touches.
    """

    input: str
    code: str
    before: str
    after: str
    touches: frozenset[Part]


_EXPLOITED = frozenset({Part.SIGNALS, Part.SSVC, Part.PRECONDITIONS})
_NOTHING: frozenset[Part] = frozenset()


def changes_of(old: Inputs, new: Inputs, policy: Policy) -> tuple[Change, ...]:
    """Every input that changed from one state to the next."""
    return (
        *_answers(old, new),
        *_evidence(old, new),
        *_kev(old.signals.kev, new.signals.kev),
        *_listings(old.signals.listings, new.signals.listings),
        *_points(old, new),
        *_epss(old.signals.epss, new.signals.epss, policy),
        *_fix(old.signals.fix, new.signals.fix),
        *_vectors(dict(old.vectors), dict(new.vectors)),
        *_component(old, new),
        *_support(old, new),
    )


def _answers(old: Inputs, new: Inputs) -> Iterator[Change]:
    one, other = old.answers, new.answers
    touched = frozenset({Part.ANSWERS, Part.SIGNALS})
    if one is not other:
        for name, before, after in (
            ("", one.given, other.given),
            ("reevaluated.", one.reevaluated, other.reevaluated),
        ):
            for code in ALL_QUESTIONS:
                if before.get(code) != after.get(code):
                    values = before.get(code, ""), after.get(code, "")
                    yield Change(f"answers.{name}{code}", "answer_changed", *values, touched)
        if one.rulings != other.rulings:
            yield Change("rulings", "rulings_changed", _shown(one.rulings), _shown(other.rulings), touched)
    if (old.ssvc_tree, old.ssvc_answers) != (new.ssvc_tree, new.ssvc_answers):
        yield Change("ssvc_answers", "ssvc_answer_changed", _tree(old), _tree(new), frozenset({Part.SSVC}))


def _tree(inputs: Inputs) -> str:
    return " ".join([inputs.ssvc_tree, *(f"{key}:{value}" for key, value in sorted(inputs.ssvc_answers))])


def _evidence(old: Inputs, new: Inputs) -> Iterator[Change]:
    """Confirmations that a later day no longer counts, and those that came or went."""
    every = {(*one.confirmations, *one.lapsed) for one in (old.answers, new.answers)}
    if every == {()}:
        return
    was, now = answers_on(old), answers_on(new)
    touched = frozenset({Part.ANSWERS})
    for one in now.lapsed:
        if one in was.confirmations:
            yield Change(f"evidence.{one.metric}", "evidence_expired", one.evidence, str(one.expires_on), touched)
    for one in now.confirmations:
        if one in was.lapsed:
            yield Change(
                f"evidence.{one.metric}", "evidence_counts_again", one.evidence, str(one.expires_on), touched
            )
    before = {*was.confirmations, *was.lapsed}
    after = {*now.confirmations, *now.lapsed}
    for one in sorted(after - before, key=lambda row: row.metric):
        yield Change(f"evidence.{one.metric}", "evidence_added", "", one.evidence, touched)
    for one in sorted(before - after, key=lambda row: row.metric):
        yield Change(f"evidence.{one.metric}", "evidence_withdrawn", one.evidence, "", touched)


def _kev(old: KevState | None, new: KevState | None) -> Iterator[Change]:
    was, now = bool(old and old.listed), bool(new and new.listed)
    if was != now:
        code = "kev_listed" if now else "kev_removed"
        yield Change("kev", code, _kev_text(old), _kev_text(new), _EXPLOITED)
        return
    if (old is None) != (new is None):
        yield Change("kev", "kev_looked_up" if new else "kev_not_looked_up", _kev_text(old), _kev_text(new), _NOTHING)
    if old and new and now:
        if old.ransomware != new.ransomware:
            code = "kev_ransomware_known" if new.ransomware else "kev_ransomware_withdrawn"
            values = _flag(old.ransomware), _flag(new.ransomware)
            yield Change("kev.ransomware", code, *values, frozenset({Part.PRECONDITIONS}))
        if (old.retracted_on is None) != (new.retracted_on is None):
            code = "kev_retracted" if new.retracted_on else "kev_returned"
            yield Change("kev.retracted", code, _kev_text(old), _kev_text(new), frozenset({Part.PRECONDITIONS}))
        if (old.added_on, old.due_on) != (new.added_on, new.due_on):
            yield Change("kev.days", "kev_days_changed", _kev_text(old), _kev_text(new), _NOTHING)


def _listings(old: tuple[Listing, ...], new: tuple[Listing, ...]) -> Iterator[Change]:
    """What others than CISA came to list, took back or list again; a list never becomes one that nobody made."""
    before = {one.asserter: one for one in old}
    for one in new:
        was = before.get(one.asserter)
        texts = (_listing_text(was), _listing_text(one))
        if was is None:
            yield Change(f"exploited.{one.asserter}", "exploited_listed", *texts, _EXPLOITED)
        elif (was.retracted_on is None) != (one.retracted_on is None):
            code = "exploited_retracted" if one.retracted_on else "exploited_returned"
            yield Change(f"exploited.{one.asserter}", code, *texts, frozenset({Part.PRECONDITIONS}))
        elif was.ransomware != one.ransomware:
            code = "kev_ransomware_known" if one.ransomware else "kev_ransomware_withdrawn"
            values = _flag(was.ransomware), _flag(one.ransomware)
            yield Change(f"exploited.{one.asserter}.ransomware", code, *values, frozenset({Part.PRECONDITIONS}))


def _listing_text(one: Listing | None) -> str:
    if one is None:
        return "not listed"
    taken_back = f" retracted {one.retracted_on}" if one.retracted_on else ""
    return f"listed {one.added_on}{taken_back}"


def _kev_text(state: KevState | None) -> str:
    if state is None:
        return "unknown"
    if not state.listed:
        return "not listed"
    taken_back = f" retracted {state.retracted_on}" if state.retracted_on else ""
    return f"listed {state.added_on} due {state.due_on}{taken_back}"


def _flag(value: bool | None) -> str:
    return "unknown" if value is None else "yes" if value else "no"


def _points(old: Inputs, new: Inputs) -> Iterator[Change]:
    for name in ("exploitation", "automatable", "technical_impact"):
        before, after = getattr(old.signals, name), getattr(new.signals, name)
        if before != after:
            touched = _EXPLOITED if name == "exploitation" else frozenset({Part.SSVC})
            yield Change(f"ssvc.{name}", f"ssvc_{name}_changed", before or "unknown", after or "unknown", touched)
    if old.signals.confirmed_by_vendor != new.signals.confirmed_by_vendor:
        values = _flag(old.signals.confirmed_by_vendor), _flag(new.signals.confirmed_by_vendor)
        yield Change("confirmed_by_vendor", "vendor_confirmation_changed", *values, frozenset({Part.SIGNALS}))


def _epss(old: EpssState | None, new: EpssState | None, policy: Policy) -> Iterator[Change]:
    """A score that moved touches nothing: EPSS sets no metric. A new model is a new baseline, not an alarm."""
    move = epss_move(old, new, policy.epss_threshold)
    if move is not EpssMove.SAME:
        yield Change("epss", f"epss_{move}", _epss_text(old), _epss_text(new), _NOTHING)


def _epss_text(state: EpssState | None) -> str:
    return f"{state.score} ({state.model or 'model unknown'})" if state else "none"


def _fix(old: Fix | None, new: Fix | None) -> Iterator[Change]:
    if old is not new:
        released = new in (Fix.OFFICIAL, Fix.TEMPORARY, Fix.WORKAROUND) and old in (None, Fix.NONE, Fix.WITHDRAWN)
        code = "fix_withdrawn" if new is Fix.WITHDRAWN else "fix_released" if released else "fix_changed"
        touched = frozenset({Part.SIGNALS, Part.PRECONDITIONS})
        yield Change("fix", code, old.value if old else "unknown", new.value if new else "unknown", touched)


def _vectors(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for source in dict.fromkeys((*old, *new)):
        before, after = old.get(source, ""), new.get(source, "")
        if before != after:
            code = "vector_new" if not before else "vector_changed" if after else "vector_gone"
            yield Change(f"vectors.{source}", code, before, after, frozenset({Part.PUBLISHED}))


def _component(old: Inputs, new: Inputs) -> Iterator[Change]:
    touched = frozenset({Part.PRECONDITIONS})
    if old.vex != new.vex:
        yield Change("vex", "vex_changed", old.vex or "unknown", new.vex or "unknown", touched)
    if old.sbom != new.sbom:
        yield Change("sbom", "sbom_changed", old.sbom or "unknown", new.sbom or "unknown", touched)
    if old.component_present is not new.component_present:
        values = _flag(old.component_present), _flag(new.component_present)
        yield Change("component_present", "component_changed", *values, touched)


def _support(old: Inputs, new: Inputs) -> Iterator[Change]:
    touched = frozenset({Part.PRECONDITIONS})
    before, after = old.end_of_support_on, new.end_of_support_on
    ended, ends = before is not None and old.on >= before, after is not None and new.on >= after
    if before != after or (ended and not ends):
        yield Change("end_of_support_on", "end_of_support_changed", _day(before), _day(after), touched)
    if ends and not ended:
        yield Change("end_of_support_on", "end_of_support_reached", _day(before), _day(after), touched)


def _day(value: date | None) -> str:
    return value.isoformat() if value else "unknown"


def _shown(rulings: Chosen) -> str:
    return " ".join([rulings.set, *(f"{name}={value}" for name, value in rulings.overridden)])
