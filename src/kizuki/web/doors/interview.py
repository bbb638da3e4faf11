"""The interview: one open fact of a case as a form, by its kind, with who said it, when, and what proves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, cast

from django.http import QueryDict
from django.utils.html import format_html

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.note import note
from kizuki.core.facts import Raised, read_case, with_potential_raised
from kizuki.core.glossary import all_words, say
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess
from kizuki.core.reporting.questions import next_questions
from kizuki.core.reporting.shown import value_label
from kizuki.store.queries.cases import latest_determination
from kizuki.store.queries.known import ToAnswer, facts_to_answer
from kizuki.web.doors import offers
from kizuki.web.doors.awareness import about_day, ask_for_day, correct_day
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door, address_of
from kizuki.web.doors.fields import Amount, Choice, Count, Day, Hidden, Line, Several, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.places import (
    ANOTHER,
    AWARENESS,
    DAYS,
    NUMBERS,
    PERSONS,
    WHOLE,
    Place,
    answers_at,
    place_in,
    spelled_at,
    value_at,
    with_answer_at,
)
from kizuki.web.doors.predictability import lines_above, quotation, told_by_terms
from kizuki.web.numbers import number_in
from kizuki.web.words import item_shown, question_label

ASKING = "asking"
"""確認中: somebody is being asked. The fact stays open; that it was asked is noted."""

LEARNED_BY = ("phone", "mail", "paper", "visit", "own")


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
        if place.leaf == AWARENESS:
            ask_for_day(self.fields)
        elif value_at(known_of(self.doing).facts, place) is None:
            del self.fields["reason"]

    def together(self) -> None:
        """Nothing is known of a matter before the matter was."""
        place, day = asked_place(self.doing), self.cleaned_data.get("known_on")
        if place is None:
            self.add_error(None, self.say("door.closed"))
        elif place.matter is not None and day is not None:
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
    brings, raises = _brings(doing, place), _raises(doing, place)
    asking = (ASKING, say("door.harm.asking", doing.lang))
    comma = say("screens.comma", doing.lang)
    shown = [
        (code, _with(_label(place, code, doing), comma.join(filter(None, (brings.get(code), raises.get(code))))))
        for code in answers_at(place)
    ]
    return shown if place.leaf == "research" else [*shown, asking]


def _label(place: Place, code: str, doing: Doing) -> str:
    name = place.leaf
    if name in PERSONS:
        return say(f"door.harm.{code}", doing.lang)
    for word in (f"value.{name}.{code}", f"value.{code}"):
        if word in all_words():
            return say(word, doing.lang)
    return value_label(place.path, code, doing.lang)


def _with(words: str, brings: str) -> str:
    return format_html('{} <span class="brings">{}</span>', words, brings) if brings else words


def _brings(doing: Doing, place: Place) -> dict[str, str]:
    """What each answer would bring beside what is met already: the items, by the answer's spelling."""
    made = doing.once("made", lambda: latest_determination(doing.viewer, doing.id))
    facts = known_of(doing).facts
    if place.leaf == ANOTHER:
        # What is met of somebody else already is owed of this person as well.
        new = len(value_at(facts, Place(place.path.removesuffix(f".{ANOTHER}"))))
        return {code: _in_words(_met_with(facts, place, code, new), doing) for code in answers_at(place)}
    if made is None or place.path not in made.answer["open_questions"]:
        return {}
    met = {row["item"] for row in made.answer["duties"] if row["finding"] == "met"}
    if place.leaf in ("harms", "severity"):
        found = {code: _met_with(facts, place, code) for code in answers_at(place)}
    else:
        asked = next_questions(read_case(facts), (place.path,))[0]
        found = {str(getattr(one.answer, "value", one.answer)).lower(): list(one.met) for one in asked.answers}
    return {code: _in_words([item for item in items if item not in met], doing) for code, items in found.items()}


def _met_with(facts: Mapping[str, Any], place: Place, code: str, person: int | None = None) -> list[str]:
    """The items that are met with this degree of harm, and the first report where it is; none where the facts, as they
    stand, say that it cannot be: the verb refuses it by name. With a `person`, of that person of the matter alone."""
    try:
        answer = assess(read_case(dict(_told(facts, place, code)[0])))
    except Refused:
        return []
    met = [duty for duty in answer.duties if duty.finding == "met"]
    first = [report for report in answer.first_reports if report.state == "met"]
    if person is not None:
        met = [duty for duty in met if (duty.matter, duty.person) == (place.matter, person)]
        first = [report for report in first if (report.matter, report.person) == (place.matter, person)]
    return [*dict.fromkeys(duty.item for duty in met), *(["first_report"] if first else [])]


def _told(facts: Mapping[str, Any], place: Place, code: str) -> tuple[Mapping[str, Any], tuple[Raised, ...]]:
    """The facts with this answer, as the verb would take them: with the potential that it raises."""
    return with_potential_raised(with_answer_at(facts, place, answers_at(place)[code], None, ""), facts)


def _raises(doing: Doing, place: Place) -> dict[str, str]:
    """Which answers raise the potential of the matter with them, in words."""
    if place.leaf not in (*PERSONS, "severity", "causality"):
        return {}
    facts = known_of(doing).facts
    risen = {code: raised[0] for code in answers_at(place) if (raised := _told(facts, place, code)[1])}
    return {
        code: say("door.raises", doing.lang, value=say(f"value.{one.now.value}", doing.lang))
        for code, one in risen.items()
    }


def _in_words(items: list[str], doing: Doing) -> str:
    if not items:
        return ""
    first = say("obligation.kind.first_report", doing.lang)
    named = (first if item == "first_report" else item_shown(item, doing.lang) for item in items)
    return say("door.brings", doing.lang, items=say("screens.comma", doing.lang).join(named))


def _answer(doing: Doing, told: dict[str, Any]) -> None:
    place, known = asked_place(doing), known_of(doing)
    assert place is not None, "an answer without a question is no valid form"
    if place.leaf == AWARENESS:
        correct_day(doing, place, known, told)
        return
    by = say(f"door.learned_by.{told['source']}", doing.lang)
    proof = say("door.proof", doing.lang, day=told["known_on"].isoformat(), by=by, evidence=told["evidence"])
    label = question_label(place.path, doing.lang)
    if told["answer"] == ASKING:
        note(doing.id, say("door.still_asking", doing.lang, question=label, proof=proof), actor=doing.actor)
        return
    value, reason = _value(place, told["answer"], told["evidence"]), told.get("reason", "")
    facts = with_answer_at(known.facts, place, value, None if reason else told["known_on"], proof)
    if facts == known.facts:
        raise Refused("answer", "says what the record says already: nothing would change")
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
    if place.leaf in NUMBERS:
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
    if place.leaf == AWARENESS:
        return (question_label(place.path, doing.lang), *about_day(doing, place, known_of(doing)))
    value = value_at(known_of(doing).facts, place)
    terms = told_by_terms(doing, place, known_of(doing))
    beside = (*(lines_above(doing, terms) if terms else ()), *_another(doing, place))
    if value == [] and place.leaf == "harms":
        nobody = say("value.harms.nobody", doing.lang)
        return (question_label(place.path, doing.lang), say("door.now", doing.lang, value=nobody), *beside)
    if value is None or isinstance(value, list):
        return (question_label(place.path, doing.lang), *beside)
    typed = place.leaf in (*DAYS, *NUMBERS) or (place.leaf == "proven_by" and isinstance(value, str))
    shown = str(value) if typed else _label(place, spelled_at(place, value), doing)
    return (question_label(place.path, doing.lang), say("door.now", doing.lang, value=shown), *beside)


def _another(doing: Doing, place: Place) -> Iterable[str]:
    """Beside a fact of one person, the door for one more."""
    if place.of_person:
        path = f"matters.{place.matter}.harms.{ANOTHER}"
        address = address_of("case", doing.id, "answer", {"fact": path})
        yield format_html('<a href="{}">{}</a>', address, say("door.another_person", doing.lang))


ANSWER = Door("answer", "case", ("answer_facts",), Answer, _answer, _asks, _question)
