"""Measures: proposed, decided, instructed, handed over, reported back, completed; hospitals reached; who was told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from kizuki.actions.measures.add_measure_targets import add_measure_targets
from kizuki.actions.measures.carry_out import (
    CARRIES_OUT,
    QUALITY,
    complete_measure,
    hand_over_measure,
    instruct_measure,
    report_measure_result,
)
from kizuki.actions.measures.chain import Written
from kizuki.actions.measures.confirm_delivery import confirm_delivery
from kizuki.actions.measures.decide_measure import Decision, decide_measure
from kizuki.actions.measures.propose_measure import Plan, propose_measure
from kizuki.actions.measures.record_measure_reach import Reached, record_measure_reach
from kizuki.actions.measures.record_measure_telling import Telling, record_measure_telling
from kizuki.core.disclosure.table import PROTECTIONS
from kizuki.core.glossary import day_said, say
from kizuki.core.incidents.parties import channels
from kizuki.core.lifecycle.measures.reach import STATES
from kizuki.core.lifecycle.measures.standing import DECIDED
from kizuki.core.lifecycle.measures.table import KINDS, TOLD
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Hidden, Line, Paper, Password, Several, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.of_measure_rows import (
    as_told_here,
    id_of,
    lines,
    measure_of,
    of,
    of_every_hospital,
    of_hospitals_of_measure,
    of_posts,
    page_of,
    stands,
)
from kizuki.web.signed import Signed


def _parties(doing: Doing) -> Any:
    return [(code, words) for code, words in offers.of_parties(doing) if code in TOLD]


class Propose(DoorForm):
    """措置案: what is proposed, for which hospitals, and what risk is left; or that nothing is done, and why."""

    kind = Choice("door.field.measure_kind", of("measure.kind", KINDS), open_list=True)
    plan = Words("door.field.measure_plan", rows=5)
    residual_risk = Words("door.field.residual_risk", longest=5_000, rows=2, required=False)
    brings = Choice("door.field.brings", of("measure.brings", PROTECTIONS), required=False, hint="door.hint.brings")
    hospitals = Several("door.field.for_hospitals", of_every_hospital, hint="door.hint.for_hospitals")
    password = Password()


def _propose(doing: Doing, told: dict[str, Any]) -> str:
    names = ("kind", "plan", "residual_risk", "hospitals", "brings")
    hospitals = ("*",) if "*" in told["hospitals"] else tuple(told["hospitals"])
    plan = Plan(**{name: told[name] for name in names} | {"hospitals": hospitals})
    propose_measure(doing.id, plan, password=told["password"], on=doing.on, actor=doing.actor)
    return page_of(doing)


class Decide(DoorForm):
    """Approved or refused, under the digest of the plan that stands above."""

    outcome = Choice("door.field.measure_decision", of("measure.outcome", ("approved", "refused")), open_list=True)
    reason = Words("door.field.reason", longest=5_000)
    sha256 = Hidden()
    password = Password()

    places: ClassVar = {"comment": "reason", "measure": "outcome", "actor": "password"}

    def begin(self) -> dict[str, Any]:
        """The plan as it is shown."""
        found = measure_of(self.doing)
        return {"sha256": found.sha256 if found else ""}


def _decide(doing: Doing, told: dict[str, Any]) -> str:
    decision = Decision(told["outcome"] == "approved", told["reason"], told["sha256"])
    decide_measure(id_of(doing), decision, password=told["password"], on=doing.on, actor=doing.actor)
    return page_of(doing)


class Step(DoorForm):
    """A step of the chain in writing: its day, its words, a paper beside it."""

    on = Day("door.field.step_on")
    words = Words("door.field.step_words", rows=4)
    paper = Paper("door.field.step_paper")
    password = Password()

    places: ClassVar = {"measure": "words", "actor": "password"}

    def begin(self) -> dict[str, Any]:
        """Today."""
        return {"on": self.doing.on}


class Instruct(Step):
    """To whom, by when."""

    to = Choice("door.field.instructed_to", of_posts(CARRIES_OUT))
    due_on = Day("door.field.carried_out_by", ahead=True)
    field_order = ("to", "due_on", "on", "words", "paper", "password")


class HandOver(Step):
    """To the 国内品質業務運営責任者."""

    to = Choice("door.field.handed_to", of_posts(QUALITY))
    field_order = ("to", "on", "words", "paper", "password")


class Complete(Step):
    """Whether it helped, and what risk is left."""

    outcome = Choice(
        "door.field.measure_effect", of("measure.outcome", ("effective", "not_effective")), open_list=True
    )
    field_order = ("outcome", "on", "words", "paper", "password")


def _written(verb: Any) -> Any:
    def act(doing: Doing, told: dict[str, Any]) -> str:
        paper = told.get("paper")
        written = Written(
            on=told["on"],
            words=told["words"],
            outcome=told.get("outcome", ""),
            to=int(told["to"]) if told.get("to") else None,
            due_on=told.get("due_on"),
            document=paper.read() if paper else b"",
            media_type=getattr(paper, "content_type", None) or "application/pdf",
        )
        verb(id_of(doing), written, password=told["password"], on=doing.on, actor=doing.actor)
        return page_of(doing)

    return act


class Reach(DoorForm):
    """How far it came at these hospitals, when, by which way, with what proves it."""

    hospitals = Several("door.field.for_hospitals", of_hospitals_of_measure, required=True)
    state = Choice("door.field.reached_state", of("measure.reach", STATES[1:]), open_list=True)
    on = Day("door.field.reached_on")
    channel = Choice("door.field.channel", offers.of_channels, required=False)
    reference = Line("door.field.proof_number", longest=80, required=False)
    paper = Paper("door.field.proof_paper")
    words = Words("door.field.reached_words", longest=2_000, rows=2, required=False, hint="door.hint.reached_words")

    places: ClassVar = {"evidence": "words", "measure": "state"}

    def begin(self) -> dict[str, Any]:
        """Today."""
        return {"on": self.doing.on}


def _reach(doing: Doing, told: dict[str, Any]) -> str:
    paper = told["paper"]
    reached = Reached(
        *(tuple(told["hospitals"]), told["state"], told["on"], told["channel"], told["reference"], told["words"]),
        document=paper.read() if paper else b"",
        media_type=getattr(paper, "content_type", None) or "application/pdf",
    )
    record_measure_reach(id_of(doing), reached, on=doing.on, actor=doing.actor)
    return page_of(doing)


class Widen(DoorForm):
    """More hospitals."""

    hospitals = Several("door.field.for_hospitals", of_every_hospital, required=True)


def _widen(doing: Doing, told: dict[str, Any]) -> str:
    chosen = ("*",) if "*" in told["hospitals"] else tuple(told["hospitals"])
    add_measure_targets(id_of(doing), chosen, actor=doing.actor)
    return page_of(doing)


class Tell(DoorForm):
    """To whom it was reported, or why not."""

    party = Choice("door.field.party", _parties)
    told = Choice("door.field.was_told", of("measure.told", ("told", "not_told")), open_list=True)
    way = Choice(
        "door.field.told_way", of("measure.way", dict.fromkeys(way for ways in TOLD.values() for way in ways)),
        required=False,
    )  # fmt: skip
    on = Day("door.field.told_day")
    channel = Choice("door.field.channel", of("record.value.channel", channels()), required=False)
    reference = Line("door.field.proof_number", longest=80, required=False)
    paper = Paper("door.field.proof_paper")
    words = Words("door.field.told_what", longest=5_000, hint="door.hint.told_or_why")

    def begin(self) -> dict[str, Any]:
        """Today."""
        return {"on": self.doing.on}


def _tell(doing: Doing, told: dict[str, Any]) -> str:
    paper = told["paper"]
    telling = Telling(
        *(told["party"], told["told"] == "told", told["on"], told["words"]),
        *(told["way"] if told["told"] == "told" else "", told["channel"], told["reference"]),
        document=paper.read() if paper else b"",
        media_type=getattr(paper, "content_type", None) or "application/pdf",
    )
    record_measure_telling(id_of(doing), telling, on=doing.on, actor=doing.actor)
    return page_of(doing)


_RUNNING = ("approved", "instructed", "carried_out")


def _plan(doing: Doing) -> Signed | None:
    """The plan, under its digest, with every step that was taken with it."""
    found, lang = measure_of(doing), doing.lang
    if found is None:
        return None
    links = ((say("signed.measure", lang), f"{page_of(doing)}#measure-{found.id}"),)
    steps = (f"{say(f'measure.step.{one.step}', lang)} {day_said(one.on, lang)} {one.person}" for one in found.steps)
    return Signed(say(f"measure.kind.{found.kind}", lang), links, found.sha256, tuple(steps))


def _door(
    name: str, form: type[DoorForm], act: Any, *states: str, signs: Callable[[Doing], Signed | None] = lambda _: None
) -> Door:
    return Door(name, "case", (name,), form, act, stands(*states), lines, signs=signs)


DOORS = (
    Door("propose_measure", "case", ("propose_measure",), Propose, _propose, signs=as_told_here),
    _door("decide_measure", Decide, _decide, "proposed", signs=_plan),
    _door("instruct_measure", Instruct, _written(instruct_measure), "approved", signs=as_told_here),
    _door("hand_over_measure", HandOver, _written(hand_over_measure), *_RUNNING, signs=as_told_here),
    _door("report_measure_result", Step, _written(report_measure_result), "instructed", signs=as_told_here),
    _door("complete_measure", Complete, _written(complete_measure), "carried_out", signs=as_told_here),
    _door("record_measure_reach", Reach, _reach, *DECIDED),
    _door("add_measure_targets", Widen, _widen, "proposed", *_RUNNING),
    _door("confirm_delivery", Step, _written(confirm_delivery), *DECIDED, signs=as_told_here),
    _door("record_measure_telling", Tell, _tell, "proposed", *DECIDED),
)
"""The doors of measures, in the order in which the page shows them."""
