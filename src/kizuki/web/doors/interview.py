"""The interview: one open fact of a case as a form, by its kind, with who said it, when, and what proves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, cast

from django.http import QueryDict
from django.utils.html import format_html

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.note import note
from kizuki.core.facts import read_case
from kizuki.core.facts.answers import SOMEBODY
from kizuki.core.glossary import all_words, say
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess
from kizuki.core.reporting.questions import next_questions
from kizuki.core.reporting.shown import value_label
from kizuki.store.queries.cases import latest_determination
from kizuki.store.queries.known import ToAnswer, facts_to_answer
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Amount, Choice, Count, Day, Hidden, Line, Several, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.places import DAYS, NUMBERS, WHOLE, Place, answers_at, place_in, value_at, with_answer_at
from kizuki.web.doors.predictability import lines_above, quotation, told_by_terms
from kizuki.web.numbers import number_in
from kizuki.web.words import item_shown, question_label

ASKING = "asking"
"""確認中: somebody is being asked. The fact stays open; that it was asked is noted."""

LEARNED_BY = ("phone", "mail", "paper", "visit", "own")
HARM_DEGREES = ("death", "serious", "non_serious", "nobody", "somebody")


def known_of(doing: Doing) -> ToAnswer:
    """The facts as they now are."""
    found = doing.once("known", lambda: facts_to_answer(doing.viewer, doing.id))
    assert found is not None, "the page asks before whether it is there"
    return found


def asked_place(doing: Doing) -> Place | None:
    """The fact that the address asks for."""
    return place_in(known_of(doing).facts, doing.asked.get("fact", ""))


def _ways(doing: Doing) -> Iterable[tuple[str, str]]:
    return offers.worded("door.learned_by", LEARNED_BY, doing.lang)


class Answer(DoorForm):
    """The answer to one question. `revision` is the one of the facts that were read."""

    known_on = Day("door.field.known_on", hint="door.hint.known_on")
    source = Choice("door.field.learned_by", _ways)
    evidence = Words("door.field.evidence", longest=2_000, rows=2, hint="door.hint.evidence")
    reason = Line("door.field.correction", longest=2_000, required=False, hint="door.hint.correction")
    revision = Hidden()

    places: ClassVar = {"matters": "answer", "device": "answer", "reason": "reason", "facts": "answer"}

    def begin(self) -> dict[str, Any]:
        """The revision that is read; of predictability, the sentences that were confirmed."""
        place, known = asked_place(self.doing), known_of(self.doing)
        told = told_by_terms(self.doing, place, known) if place else None
        return {"revision": str(known.revision)} | ({"evidence": quotation(self.doing, told)} if told else {})

    def shape(self) -> None:
        """The field for the answer, by the kind of the fact; a reason only where something known is changed."""
        place = asked_place(self.doing)
        if place is None:
            return
        self.fields["answer"] = _field(place)
        self.order_fields(["answer"])
        if value_at(known_of(self.doing).facts, place) is None:
            del self.fields["reason"]

    def together(self) -> None:
        """Nothing is known of a matter before the matter was."""
        place, day = asked_place(self.doing), self.cleaned_data.get("known_on")
        if place is None:
            self.add_error(None, self.say("door.closed"))
        elif place.matter is not None and day is not None and place.leaf != "learned_on":
            learned = known_of(self.doing).facts["matters"][place.matter]["learned_on"]
            if day.isoformat() < learned:
                self.wrong("known_on", "door.error.before_awareness", day=learned)

    def refuse(self, refused: Refused) -> None:
        """After somebody else answered, what is read anew is answered anew."""
        if refused.place == "revision":
            self.doing.kept.clear()
            read_anew = cast(QueryDict, self.data).copy()
            read_anew["revision"] = str(known_of(self.doing).revision)
            self.data = read_anew
            self.add_error(None, self.say("door.error.revision"))
            return
        super().refuse(refused)


def _field(place: Place) -> Any:
    label = "door.field.answer"
    if place.leaf in DAYS:
        return Day(label)
    if place.leaf in WHOLE:
        return Count(label)
    if place.leaf in NUMBERS:
        return Amount(label)
    if place.leaf == "research":
        return Several(label, _choices, required=True)
    return Choice(label, _choices, open_list=True)


def _choices(doing: Doing) -> list[tuple[str, Any]]:
    """Each answer with the items that it would add, and that it is still being asked."""
    place = asked_place(doing)
    if place is None:
        return []
    brings = _brings(doing, place)
    asking = (ASKING, say("door.harm.asking", doing.lang))
    if place.leaf == "harms":
        codes: Iterable[str] = HARM_DEGREES
        named = [(code, say(f"door.harm.{code}", doing.lang)) for code in codes]
    else:
        named = [(code, _label(place, code, doing)) for code in answers_at(place)]
    shown = [(code, _with(words, brings.get(code, ""))) for code, words in named]
    return shown if place.leaf == "research" else [*shown, asking]


def _label(place: Place, code: str, doing: Doing) -> str:
    name = place.leaf
    for word in (f"value.{name}.{code}", f"value.{code}"):
        if word in all_words():
            return say(word, doing.lang)
    return value_label(place.path, code, doing.lang)


def _with(words: str, brings: str) -> str:
    return format_html('{} <span class="brings">{}</span>', words, brings) if brings else words


def _brings(doing: Doing, place: Place) -> dict[str, str]:
    """What each answer would bring beside what is met already: the items, by the answer's spelling."""
    made = doing.once("made", lambda: latest_determination(doing.viewer, doing.id))
    if made is None or place.path not in made.answer["open_questions"]:
        return {}
    met = {row["item"] for row in made.answer["duties"] if row["finding"] == "met"}
    facts = known_of(doing).facts
    if place.leaf == "harms":
        found = {code: _met_with(facts, place, code) for code in HARM_DEGREES if code != SOMEBODY}
    else:
        asked = next_questions(read_case(facts), (place.path,))[0]
        found = {str(getattr(one.answer, "value", one.answer)).lower(): list(one.met) for one in asked.answers}
    return {code: _in_words([item for item in items if item not in met], doing) for code, items in found.items()}


def _met_with(facts: Mapping[str, Any], place: Place, code: str) -> list[str]:
    """The items that are met with this degree of harm, and the first report where it is; none where the facts, as they
    stand, say that it cannot be: the verb refuses it by name."""
    try:
        answer = assess(read_case(with_answer_at(facts, place, code, None, "")))
    except Refused:
        return []
    met = [duty.item for duty in answer.duties if duty.finding == "met"]
    return [*dict.fromkeys(met), *(["first_report"] if answer.prompt_first_report == "met" else [])]


def _in_words(items: list[str], doing: Doing) -> str:
    if not items:
        return ""
    first = say("obligation.kind.first_report", doing.lang)
    named = (first if item == "first_report" else item_shown(item, doing.lang) for item in items)
    return say("door.brings", doing.lang, items=say("screens.comma", doing.lang).join(named))


def _answer(doing: Doing, told: dict[str, Any]) -> None:
    place, known = asked_place(doing), known_of(doing)
    assert place is not None, "an answer without a question is no valid form"
    by = say(f"door.learned_by.{told['source']}", doing.lang)
    proof = say("door.proof", doing.lang, day=told["known_on"].isoformat(), by=by, evidence=told["evidence"])
    label = question_label(place.path, doing.lang)
    if told["answer"] == ASKING:
        note(doing.id, say("door.still_asking", doing.lang, question=label, proof=proof), actor=doing.actor)
        return
    value, reason = _value(place, told["answer"], told["evidence"]), told.get("reason", "")
    facts = with_answer_at(known.facts, place, value, None if reason else told["known_on"], proof)
    answer_facts(
        doing.id, facts, revision=number_in(told["revision"]) or 0, on=doing.on, reason=reason, actor=doing.actor
    )
    if not place.proven_at:
        # Facts of the device have no place for what proves them: it stands in the timeline.
        note(doing.id, say("door.answered", doing.lang, question=label, proof=proof), actor=doing.actor)


def _value(place: Place, answer: Any, evidence: str) -> Any:
    """The JSON of an answer: as it is typed, as the table of answers says, or, for a proof, in the words of its proof."""
    if isinstance(answer, date):
        return answer.isoformat()
    if isinstance(answer, list):
        return [] if "nothing" in answer else sorted(answer)
    if place.leaf == "harms" or place.leaf in NUMBERS:
        return answer
    if place.leaf == "proven_by":
        return evidence if answer == "true" else False
    return answers_at(place)[answer]


def _asks(doing: Doing) -> bool:
    return asked_place(doing) is not None


def _question(doing: Doing) -> tuple[str, ...]:
    place = asked_place(doing)
    if place is None:
        return ()
    value = value_at(known_of(doing).facts, place)
    terms = told_by_terms(doing, place, known_of(doing))
    beside = tuple(lines_above(doing, terms)) if terms else ()
    if value is None or isinstance(value, list):
        return (question_label(place.path, doing.lang), *beside)
    now = str(value).lower() if isinstance(value, bool) else str(value)
    shown = now if place.leaf in (*DAYS, *NUMBERS, "proven_by") else _label(place, now, doing)
    return (question_label(place.path, doing.lang), say("door.now", doing.lang, value=shown), *beside)


ANSWER = Door("answer", "case", ("answer_facts",), Answer, _answer, _asks, _question)
