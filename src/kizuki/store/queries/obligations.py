"""What is owed on a case, in words: by name, day and reason; and what was owed, with the act that ended it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kizuki.core.forms.terms import called
from kizuki.core.glossary import Lang, all_words, say
from kizuki.core.lifecycle.obligations.acts import acts_for, never_ends
from kizuki.core.lifecycle.obligations.kinds import kind_of
from kizuki.core.lifecycle.obligations.rows import LIVE
from kizuki.core.reporting.shown import fact_label, item_label
from kizuki.core.trends.naming import EVERY, parted
from kizuki.store.access.seen import seen
from kizuki.store.cases.facts import newest_facts, newest_facts_of
from kizuki.store.models import Case, Obligation, ObligationStep
from kizuki.store.obligations.identities import full_form
from kizuki.store.queries.viewer import Viewer

_STATUTORY = frozenset({"item", "follow_up"})
_WANTED = frozenset({"first_report", "settle_question", "inquiry", "formal_sending"})


@dataclass(frozen=True, slots=True)
class ObligationRow:
    """One obligation. `who` says of which matter and person it speaks ('' where the case has only one); `day_word` what
    kind of day `due_on` is (報告期限, 作業期限, target); `acts` the acts by which a person may end it, `ends` all that
    may, the usual one first; `asks` the facts that it waits for, as paths with ids."""

    id: int
    kind: str
    item: str
    matter: str
    person: str
    name: str
    kind_words: str
    who: str
    state: str
    state_words: str
    due_on: date | None
    internal_on: date | None
    target_at: datetime | None
    later_on: date | None
    learned_on: date | None
    day_word: str
    because: tuple[str, ...]
    questions: tuple[str, ...]
    round: int
    ended_by: str
    ended_at: datetime | None
    rank: int
    acts: tuple[str, ...]
    ends: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    form: str = ""
    case_id: int | None = None


def obligations_of(viewer: Viewer, case_id: int, facts: Mapping[str, Any] | None = None) -> tuple[ObligationRow, ...]:
    """Every obligation of a case, the live ones first: by rank, then by day; empty where the viewer sees no such case.
    `facts` are its newest ones, where whoever asks has read them already."""
    if not seen(viewer, Case).filter(pk=case_id).exists():
        return ()
    places = places_of(newest_facts(case_id).facts if facts is None else facts)
    rows = [_row(row, places, viewer.lang) for row in seen(viewer, Obligation).filter(case_id=case_id).order_by("pk")]
    return tuple(sorted(rows, key=_order))


def obligations_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[ObligationRow, ...]:
    """Those of these obligations that the viewer sees, ended ones too, by id."""
    rows = seen(viewer, Obligation).filter(pk__in=ids).order_by("pk")
    return tuple(_row(row, {}, viewer.lang) for row in rows)


def row_without_place(row: Obligation, lang: Lang) -> ObligationRow:
    """One obligation in words, in a list in which nobody is told apart by number; without its reasons."""
    return _row(row, {}, lang, reasons=False)


def rows_told_apart(rows: Sequence[Obligation], lang: Lang) -> tuple[ObligationRow, ...]:
    """Obligations of several cases in words, without their reasons: matters and persons are numbered where a case has two
    of one kind."""
    alike = Counter((row.case_id, row.kind) for row in rows)
    cases = {case_id for (case_id, _), number in alike.items() if number > 1 and case_id is not None}
    places = {case_id: places_of(known.facts) for case_id, known in newest_facts_of(cases).items()}
    return tuple(_row(row, places.get(row.case_id or 0, {}), lang, reasons=False) for row in rows)


@dataclass(frozen=True, slots=True)
class StepRow:
    """One move of an obligation: what, by which verb, who, when."""

    obligation: int
    move: str
    act: str
    state_after: str
    due_before: date | None
    due_after: date | None
    person: str
    at: datetime


def steps_of(viewer: Viewer, case_id: int) -> tuple[StepRow, ...]:
    """Every move of the obligations of a case, the earliest first."""
    if not seen(viewer, Case).filter(pk=case_id).exists():
        return ()
    rows = seen(viewer, ObligationStep).filter(obligation__case_id=case_id).select_related("person").order_by("pk")
    return tuple(
        StepRow(
            row.obligation_id,
            row.move,
            row.act,
            row.state_after,
            row.due_before,
            row.due_after,
            row.person.display_name if row.person else "",
            row.at,
        )
        for row in rows
    )


def _order(row: ObligationRow) -> tuple[bool, int, date, int]:
    return row.state not in LIVE, row.rank, row.due_on or date.max, row.id


def _row(row: Obligation, places: Mapping[str, str], lang: Lang, *, reasons: bool = True) -> ObligationRow:
    open_item = row.kind == "item" and row.state in ("open", "carried")
    return ObligationRow(
        id=row.pk,
        kind=row.kind,
        item=row.item,
        matter=row.matter,
        person=row.person,
        name=name_of(row, lang),
        kind_words=say(f"obligation.kind.{row.kind}", lang),
        who=spoken_of(row.matter, row.person, places, lang),
        state=row.state,
        state_words=_state_words(row, lang),
        due_on=row.due_on,
        internal_on=row.internal_on,
        target_at=row.target_at,
        later_on=row.later_on,
        learned_on=row.learned_on,
        day_word=_day_word(row.kind, lang),
        because=tuple(filter(None, (_reason(code, lang) for code in row.because))) if reasons else (),
        questions=tuple(dict.fromkeys(fact_label(path, lang) for path in row.questions)) if reasons else (),
        round=row.round,
        ended_by=_act(row.ended_by, lang),
        ended_at=row.ended_at,
        rank=2 if open_item else kind_of(row.kind).rank,
        acts=_that_may(acts_for(row.kind), row),
        ends=_that_may(kind_of(row.kind).order, row),
        asks=tuple(row.questions),
        form=row.form,
        case_id=row.case_id,
    )


def _state_words(row: Obligation, lang: Lang) -> str:
    """The state; of what is open, what is missing."""
    own = f"obligation.open.{row.kind}"
    return say(own if row.state == "open" and own in all_words() else f"obligation.state.{row.state}", lang)


def _that_may(acts: tuple[str, ...], row: Obligation) -> tuple[str, ...]:
    if row.state not in LIVE:
        return ()
    return tuple(act for act in acts if not never_ends(act, row.kind, row.item, row.state))


def name_of(row: Obligation, lang: Lang) -> str:
    """What is to be done, in one clause."""
    values: dict[str, Any] = {"form": row.form, "item": "", "what": ""}
    late = row.item.partition("@")[0].partition(":")[0]
    if late in ("first_report", "follow_up", "inquiry"):
        values["item"] = say(f"obligation.kind.{late}", lang)
    elif late == "period_report":
        values["item"] = say("obligation.period_report", lang, form=row.form)
    elif row.kind in ("item", "late"):
        values["item"] = item_label(row.item.partition("@")[0], lang)
    words = all_words()
    step = f"measure.owed.{row.item.partition('/')[2]}"
    for word in (f"judgement.{row.item}.question", f"fact.{row.item}", f"check.gap.{row.item}", step):
        if word in words:
            values["what"] = say(word, lang)
    if row.kind == "beside":
        duty, what = (say(f"beside.{row.item}.{part}", lang) for part in ("duty", "what"))
        values["what"] = f"{what.rstrip('。')}（{duty}）" if lang == "ja" else f"{what.rstrip('.')} ({duty})"
    if row.kind == "trend":
        values["what"] = trend_called(row.item, lang)
    if row.kind == "milestone_notice":
        values["what"] = say(f"record.value.milestone.{row.item}", lang)
    return say(f"obligation.name.{row.kind}", lang, **values)


def trend_called(item: str, lang: Lang) -> str:
    """The term and month of a question about a trend; a term in own words stands with the question, not in its code."""
    code, month = parted(item)
    words = {EVERY: "trend.every_term"}.get(code, "trend.own_term" if code.startswith("own-") else "")
    return say("trend.called", lang, term=say(words, lang) if words else called(code, lang), month=month)


def _day_word(kind: str, lang: Lang) -> str:
    if kind in _STATUTORY:
        return say("obligation.statutory", lang)
    return say("obligation.target" if kind in _WANTED else "obligation.working", lang)


def spoken_of(matter: str, person: str, places: Mapping[str, str], lang: Lang) -> str:
    """事項2 患者等1, by the order of the newest facts; nothing where the case has one matter with one person at most."""
    matters = sum(place.count(".") == 0 for place in places.values())
    if matters < 2 and len(places) < 3:
        return ""
    found = []
    if matter in places:
        found.append(say("obligation.matter", lang, number=places[matter]))
    if person in places:
        found.append(say("obligation.person", lang, number=places[person].split(".")[1]))
    return " ".join(found)


def places_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """The number of each matter (`2`) and person (`2.1`) in the newest facts, for showing alone."""
    found: dict[str, str] = {}
    for number, matter in enumerate(full_form(facts)["matters"], 1):
        found[matter.get("id", "")] = str(number)
        for position, harm in enumerate(matter.get("harms") or (), 1):
            found[harm.get("id", "")] = f"{number}.{position}"
    return found


def _reason(code: str, lang: Lang) -> str:
    """A code of a reason in words; the determination beside it has the whole sentence. What is not known stands among
    the questions."""
    name, is_fact, value = code.partition("=")
    words = all_words()
    if not is_fact:
        known = words.get(f"reason.{code}")
        return say(known.id, lang) if known is not None and "{" not in known.ja else ""
    places = (f"fact.{name}", *(f"fact.{part}.{name}" for part in ("mitigation", "rate", "measure", "harms")))
    label = next((say(word, lang) for word in places if word in words), name)
    said = next((say(word, lang) for word in (f"value.{name}.{value}", f"value.{value}") if word in words), value)
    return say("reason.fact", lang, fact=label, value=said)


def _act(act: str, lang: Lang) -> str:
    return say(f"obligation.act.{act}", lang) if act else ""
