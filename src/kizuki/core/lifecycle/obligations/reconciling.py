"""Reconciling the ledger with a determination: tighten at once, loosen on signature, delete nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kizuki.core.lifecycle.obligations.given_up import asked_again
from kizuki.core.lifecycle.obligations.kinds import kind_of
from kizuki.core.lifecycle.obligations.rows import Key, Move, Obligation, Wanted

SENDING = frozenset({"submit", "submit_unapproved"})
BY_REPORT = SENDING | {"record_receipt"}
"""Acts by which a report ends what it names: that is never owed anew because facts moved."""

BY_FACTS = frozenset({"answer", "sign_change"})
"""Acts by which changed facts end an obligation: facts that change back owe it anew."""

_CONFIRMED = frozenset({"confirm_class", "decide_no_report"})
_OPEN_STATES = ("open",)
_GRAVE_HAZARD = frozenset({"potential=death", "potential=serious"})
"""Reasons of a duty beside the report that say that life is at risk: one answer does not take it back."""


@dataclass(frozen=True, slots=True)
class Correction:
    """The typist's own correction: the ids of obligations that it may end without a second person (opened by the same
    person within 24 hours, and nobody confirmed, signed, drafted or sent anything that rests on them)."""

    may_end: frozenset[int] = frozenset()


def reconcile(
    ledger: Iterable[Obligation], wanted: Sequence[Wanted], correction: Correction | None = None, *,
    said: Mapping[str, str],
) -> tuple[Move, ...]:  # fmt: skip
    """The moves that bring the ledger of one owner to what its facts now ask for.

    `ledger` holds every row of the owner, also those that ended. An earlier day and a new duty count at once. What
    falls away lapses by itself only where it was open and another dated obligation of its matter lives; everything
    else that loosens (a met item, the last dated row, a later day) waits for a second person, or is a `correction`.
    `said` is the digest of everything that is said of each matter (`readings.said_by_matter`).
    """
    newest = _newest(ledger)
    moves: list[Move] = []
    kept: dict[Key, Obligation] = {key: row for key, row in newest.items() if row.running}
    asked = {one.key for one in wanted}
    for one in wanted:
        if one.kind == "first_report" and _spoken_for(one, newest):
            continue
        move = _asked_for(one, newest.get(one.key), correction)
        if move is not None:
            moves.append(move)
            if move.row.running:
                kept[one.key] = move.row
    unasked = [row for row in newest.values() if row.running and row.key not in asked and _follows_facts(row)]
    moves += _unasked(unasked, kept, asked, correction)
    moves += asked_again(newest.values(), said)
    moves += _second_signature(newest, kept)
    return tuple(moves)


def _newest(ledger: Iterable[Obligation]) -> dict[Key, Obligation]:
    newest: dict[Key, Obligation] = {}
    for row in ledger:
        if row.key not in newest or row.round > newest[row.key].round:
            newest[row.key] = row
    return newest


FOLLOWS_FACTS = frozenset(
    {
        *("item", "first_report", "death_question", "settle_question", "open_question", "judgement"),
        *("class_confirmation", "no_report_decision", "no_report_review", "cycle_anchor", "beside"),
    }
)
"""Kinds that a determination opens; the others are opened by acts, and no change of facts ends them."""


def _follows_facts(row: Obligation) -> bool:
    return row.kind in FOLLOWS_FACTS


def _spoken_for(one: Wanted, newest: dict[Key, Obligation]) -> bool:
    """A first report was sent for this death while its place or cause was still a question: it is not owed again, unless
    the death is a 事項 of its own since."""
    question = newest.get(("settle_question", one.matter, one.person, ""))
    sent = question is not None and question.ended_by == "record_first_report"
    return one.key not in newest and question is not None and sent and not _is_another_matter(one, question)


def _asked_for(one: Wanted, row: Obligation | None, correction: Correction | None) -> Move | None:
    """What becomes of something that is asked for now."""
    if row is None:
        return Move("open", _opened(one, 1))
    if row.running:
        return _confirmed(one, row, correction)
    if _is_another_matter(one, row):
        return Move("open", _opened(one, row.round + 1), row)
    if row.state == "handed_over" and _is_sooner(one, row):
        # The period has it for a later day: it is owed here until it is handed over again, to the right one.
        return Move("open", _opened(one, row.round + 1), row)
    if row.state in ("sent", "handed_over", "taken_over"):
        return None
    if row.kind == "class_confirmation" and row.ended_by in _CONFIRMED:
        return _class_anew(one, row)
    if row.kind == "item" and row.ended_by == "give_up_asking":
        # Any new receipt opens it again, on the day that it had.
        again = replace(_opened(one, row.round + 1), due_on=_earlier(one.due_on, row.due_on))
        return Move("open", again, row) if one.reading != row.reading else None
    if row.kind == "item" and row.ended_by in SENDING:
        # A follow-up said that it was not met; what was met waits for PMDA's word, and ends by that.
        return Move("open", _opened(one, row.round + 1), row)
    if row.ended_by in BY_FACTS or (row.kind not in ("item", "first_report") and _asks_anew(one, row)):
        return Move("open", _opened(one, row.round + 1), row)
    return None


def _is_another_matter(one: Wanted, row: Obligation) -> bool:
    """A harm of a person that rose after it was reported, or came to be suspected again, is a 事項 of its own, also while
    it depends on facts; only what was given up is asked again on the day that it had."""
    if one.kind not in ("item", "first_report", "settle_question") or not one.own_day:
        return False
    if not one.met and row.ended_by == "give_up_asking":
        return False
    return row.learned_on is not None and one.learned_on is not None and row.learned_on < one.learned_on


def _class_anew(one: Wanted, row: Obligation) -> Move | None:
    """A confirmation lapses where a fact that the items read has changed; the original day stands."""
    if one.reading == row.reading:
        return None
    day = _earlier(one.due_on, row.due_on)
    return Move("open", replace(_opened(one, row.round + 1), due_on=day), row)


def _asks_anew(one: Wanted, row: Obligation) -> bool:
    """Questions and duties beside the report that ended by an act are asked anew only on other facts. A decision and a
    judgement stand in what the determination reads: where it asks for one, none stands."""
    if row.kind in ("no_report_decision", "no_report_review", "judgement"):
        return True
    if row.kind in ("class_confirmation", "death_question", "settle_question"):
        return row.ended_by not in (*BY_REPORT, "record_first_report")
    return bool(one.reading) and one.reading != row.reading


def _opened(one: Wanted, number: int) -> Obligation:
    return Obligation(
        kind=one.kind,
        state="owed" if one.met else "open",
        matter=one.matter,
        person=one.person,
        item=one.item,
        form=one.form,
        law=one.law,
        round=number,
        learned_on=one.learned_on,
        due_on=one.due_on,
        internal_on=one.internal_on,
        target_at=one.target_at,
        questions=one.questions,
        because=one.because,
        reading=one.reading,
        grave=one.grave,
    )


def _confirmed(one: Wanted, row: Obligation, correction: Correction | None) -> Move | None:
    """A row that runs and is still asked for: its grade only rises, its day only comes nearer."""
    if one.kind != "item" and one.reading and one.reading == row.reading:
        # Nothing that it reads has moved: a day that was set since by an act, or by the hour of knowledge, stands.
        one = replace(
            one, learned_on=row.learned_on, due_on=row.due_on, internal_on=row.internal_on, target_at=row.target_at
        )
    asked = row.questions if row.reading else ()  # else facts had answered them, and let it go already
    after = replace(row, because=one.because, reading=one.reading or row.reading)
    if one.met or not _was_met(row):
        after = replace(after, questions=one.questions)
    name = "confirm"
    if row.state == "lapse_proposed":
        after, name = replace(after, state="owed" if one.met or _was_met(row) else "open"), "restore"
    if one.met and after.state in ("open", "carried"):
        return Move("regrade", _became_met(one, replace(after, law=one.law, grave=one.grave), asked), row)
    after = replace(after, grave=after.grave or one.grave)
    nearer = one.due_on is not None and (after.due_on is None or one.due_on < after.due_on)
    if nearer or _sooner(one, after):
        return Move("tighten", replace(_dated(after, one), later_on=None), row)
    if one.due_on != row.due_on and one.due_on is not None:
        if correction is not None and row.id in correction.may_end and not row.grave:
            return Move("correct", replace(_dated(after, one), later_on=None), row)
        after, name = replace(after, later_on=one.due_on), "propose_later" if one.due_on != row.later_on else name
    elif one.due_on == row.due_on:
        after = replace(after, later_on=None)
    return Move(name, after, row) if after != row else None


def _became_met(one: Wanted, row: Obligation, asked: Sequence[str]) -> Obligation:
    """What was open is a duty. Its day stays, or comes nearer; a harm or its causality that was not known until now is a
    事項 of its own and has its own clock from its own day. Any other day that is later waits for a signature."""
    row = replace(row, state="owed")
    is_new = one.own_day and any(path.rsplit(".", 1)[-1] in ("severity", "causality") for path in asked)
    if one.due_on is None or row.due_on is None or one.due_on <= row.due_on or is_new:
        return replace(_dated(row, one), later_on=None)
    return replace(row, later_on=one.due_on)


def _was_met(row: Obligation) -> bool:
    """Met now, or before its lapse was proposed: then no question is written on it."""
    met = row.state == "owed" or (row.state == "lapse_proposed" and not row.questions)
    return met and row.kind in ("item", "first_report")


def _dated(row: Obligation, one: Wanted) -> Obligation:
    return replace(
        row, learned_on=one.learned_on, due_on=one.due_on, internal_on=one.internal_on, target_at=one.target_at
    )


def _is_sooner(one: Wanted, row: Obligation) -> bool:
    return one.due_on is not None and row.due_on is not None and one.due_on < row.due_on


def _sooner(one: Wanted, row: Obligation) -> bool:
    if one.target_at is None:
        return False
    return row.target_at is None or one.target_at < row.target_at


def _unasked(
    rows: Sequence[Obligation], kept: dict[Key, Obligation], asked: Collection[Key], correction: Correction | None
) -> list[Move]:
    """What the facts no longer ask for. What the typist takes back goes first: it keeps nobody's day alive."""
    may_end = frozenset[int]() if correction is None else correction.may_end
    own = [row for row in rows if row.state != "carried" and row.id in may_end and not row.grave]
    moves = [_lapse(row, kept) for row in own]
    lives = {row.matter for key, row in kept.items() if _lives_of_itself(row, asked=key in asked)}
    for row in rows:
        if row.key not in kept:
            continue
        if row.state == "carried":
            # A follow-up must say what became of it. Facts do not speak of it now, nor of a later day.
            if row.later_on is not None or row.reading:
                moves.append(Move("confirm", replace(row, later_on=None, reading=""), row))
                kept[row.key] = moves[-1].row
        elif row.state in _OPEN_STATES and _falls(row, lives):
            moves.append(_lapse(row, kept))
        elif row.state != "lapse_proposed":
            proposed = replace(row, state="lapse_proposed")
            kept[row.key] = proposed
            moves.append(Move("propose_lapse", proposed, row))
    return moves


def _falls(row: Obligation, lives: Collection[str]) -> bool:
    """Whether what is open lapses by itself: while another dated obligation of its matter lives (of the case, where it
    has no matter), where it has no day to lose, or where no signature ends it: a decision not to report is asked for no
    more because something is found. A duty beside the report that rests on a grave hazard ends by its act or a second
    person's signature."""
    if row.kind == "class_confirmation":
        return False
    if row.kind == "beside" and _GRAVE_HAZARD & set(row.because):
        return False
    another = row.matter in lives if row.matter else bool(lives)
    no_day = row.due_on is None and row.kind not in ("item", "death_question")
    return another or no_day or "sign_change" not in kind_of(row.kind).ends


def _lives_of_itself(row: Obligation, *, asked: bool) -> bool:
    """Whether a row keeps the day of its matter alive: the working day at least, but nothing that falls with the same
    answer, or waits only for the signature that lets it go. What a report carried shows no day; its follow-up does."""
    of_itself = asked or row.kind == "class_confirmation" or not _follows_facts(row)
    return of_itself and row.due_on is not None and row.state != "carried"


def _lapse(row: Obligation, kept: dict[Key, Obligation]) -> Move:
    kept.pop(row.key, None)
    return Move("lapse", replace(row, state="ended", ended_by="answer", later_on=None), row)


def _second_signature(newest: dict[Key, Obligation], kept: dict[Key, Obligation]) -> list[Move]:
    """One row stands while anything waits for a second person's signature."""
    waits = [row for row in kept.values() if row.state == "lapse_proposed" or row.later_on is not None]
    key: Key = ("second_signature", "", "", "")
    row = newest.get(key)
    day: date | None = min((one.due_on for one in waits if one.due_on is not None), default=None)
    if not waits:
        return [] if row is None or not row.running else [_lapse(row, kept)]
    if row is None or not row.running:
        number = 1 if row is None else row.round + 1
        return [Move("open", Obligation("second_signature", "open", round=number, due_on=day), row)]
    return [] if row.due_on == day else [Move("confirm", replace(row, due_on=day), row)]


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)
