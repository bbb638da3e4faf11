"""第一報連絡票: the sheet of a prompt first report, of the persons and measures that are named, and of nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kizuki.core.facts import Matter
from kizuki.core.facts.values import Kind, Severity
from kizuki.core.forms import company_and_device as shared
from kizuki.core.forms.boxes import filled, listed, may_follow, not_applicable
from kizuki.core.forms.called import called, called_by_id
from kizuki.core.forms.dispatches import WAYS, when_sent
from kizuki.core.forms.document import CaseDocument, PersonTold
from kizuki.core.forms.edition import Box, Edition
from kizuki.core.forms.filled import FilledField, FilledForm, Notice, Row
from kizuki.core.forms.filling import FIRST, Derivation, filled_in
from kizuki.core.forms.first_named import age_band, rows_named
from kizuki.core.forms.form_10 import by_in_the_facts
from kizuki.core.forms.house import OURS, House
from kizuki.core.forms.notices import of_the_record
from kizuki.core.forms.recorded import Dispatch
from kizuki.core.forms.shown import western_day, western_instant
from kizuki.core.forms.standpoint import Standpoint, standpoint_of
from kizuki.core.forms.vocabulary import BEING_CONFIRMED
from kizuki.core.reporting.determination import Determination, Duty, FirstReport

MEASURES = {
    "stop": "製造・輸入・販売の中止",
    "recall": "回収",
    "disposal": "廃棄",
    "correction": "改修",
    "advisory": "注意喚起・情報提供",
    "forced_update": "更新の強制適用",
    "routine_patch": "定例の更新",
    "other": "その他",
}


@dataclass(frozen=True, slots=True)
class FirstGround:
    """What the sheet is filled from; `rows` are the first reports of those whom it names."""

    document: CaseDocument
    determination: Determination
    rows: tuple[FirstReport, ...]
    edition: Edition
    stand: Standpoint

    @property
    def measures(self) -> tuple[FirstReport, ...]:
        """The rows that are of a measure abroad."""
        return tuple(row for row in self.rows if self.matter(row).kind.value is Kind.FOREIGN_MEASURE)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the matters and persons that it names."""
        return frozenset(row.person_id or row.matter_id or "" for row in self.rows) - {""}

    def matter(self, row: FirstReport) -> Matter:
        """The matter of a row."""
        return self.document.facts.matters[row.matter]


def fill_first(
    case: CaseDocument,
    determination: Determination,
    *,
    matters: Sequence[str] = (),
    persons: Sequence[str] = (),
    house: House = OURS,
) -> FilledForm:
    """The sheet of the prompt first report of the persons and measures that are named (ids or positions).

    Nobody is on it by default: silence is refused where more than one could be meant, and so is a name for whom no
    first report is asked or may be asked. What is not known says 確認中, so that device, day and one sentence are enough.
    """
    rows = rows_named(case.facts, determination, matters, persons)
    day = case.first.prepared_at.date() if case.first.prepared_at else min(row.target_on for row in rows)
    edition = house.edition(FIRST, day)
    stand = standpoint_of(case.report, case.investigation, edition)
    determination = house.on_its_forms(determination)
    return filled_in(FIRST, FirstGround(case, determination, rows, edition, stand), dated_on=day, house=house)


def notices(ground: FirstGround, fields: tuple[FilledField, ...]) -> tuple[Notice, ...]:
    """What a person should look at before the sheet leaves: what is open, and who else needs a sheet."""
    by_id = {found.id: found for found in fields}
    return (*_of_the_rows(ground), *of_the_record(ground, by_id))


def _of_the_rows(ground: FirstGround) -> Iterator[Notice]:
    if any(row.state == "open" for row in ground.rows):
        yield Notice("first_report_still_open")
    others = [row for row in ground.determination.first_reports if row not in ground.rows]
    told = {name for one in _went_through(ground) for name in one.of}
    left = [row for row in others if (row.person_id or row.matter_id or "") not in told]
    if left:
        facts = ground.document.facts
        others_said = "、".join(called(facts, row.matter, row.person) for row in left)
        yield Notice("others_need_a_sheet", (("others", others_said),))


def _went_through(ground: FirstGround) -> list[Dispatch]:
    return [one for one in ground.document.dispatches if one.delivered is not False]


def _learned_at(ground: FirstGround, box: Box) -> FilledField:
    """The instant where the record holds it; else the day of the facts."""
    day = min(ground.matter(row).learned_on for row in ground.rows)
    at = ground.document.first.learned_at
    if at is not None:
        return filled(box, western_instant(at), "first.learned_at")
    return filled(box, f"{western_day(day.isoformat())}（時刻は{BEING_CONFIRMED}）", "facts")


def _addressee(ground: FirstGround, box: Box) -> FilledField:
    told = ground.document.first.addressee
    return filled(box, told or box.values[0][1], "first.addressee" if told else "constant")


def _persons(ground: FirstGround, box: Box) -> FilledField:
    rows = [row for row in ground.rows if row not in ground.measures]
    cells = tuple(_person(ground, row, box) for row in rows)
    # Whoever else the record tells of is never on it.
    return filled(box, cells, "facts, first.persons, patient") if cells else not_applicable(box, "only_when_death")


def _person(ground: FirstGround, row: FirstReport, box: Box) -> Row:
    """One person: who, age band, sex, day, harm and when it was learned; what is not known says so."""
    document, matter = ground.document, ground.matter(row)
    harm = matter.harms[row.person] if row.person is not None else None
    told = _told_of(ground, row)
    severity = harm.severity.value if harm else None
    cells = (
        ("who", called(document.facts, row.matter, row.person or 0)),
        ("age_band", told.age_band),
        ("sex", {"male": "男", "female": "女"}.get(told.sex or "", told.sex)),
        ("died_on", western_day(told.on.text) if told.on else _day_of(document)),
        ("harm", {Severity.DEATH: "死亡"}.get(severity) if severity else None),
        ("learned_on", western_day((harm.learned_on if harm else matter.learned_on).isoformat())),
    )
    return Row(tuple((key, text or BEING_CONFIRMED) for key, text in cells))


def _told_of(ground: FirstGround, row: FirstReport) -> PersonTold:
    """What the record tells of the person of a row: by id, else the patient where the sheet is of one person only."""
    first, patient = ground.document.first, ground.document.patient
    for told in first.persons or ():
        if told.id is not None and told.id in (row.person_id, str(row.person)):
            return told
    if len(ground.document.facts.matters) > 1 or len(ground.matter(row).harms) > 1 or len(ground.rows) > 1:
        return PersonTold()
    nameless = [told for told in first.persons or () if told.id is None]
    if len(nameless) == 1:
        return nameless[0]
    return PersonTold(None, age_band(patient.age), patient.sex, patient.died_on)


def _day_of(document: CaseDocument) -> str | None:
    day = document.event.occurred_on
    return f"{western_day(day.text)}（発生）" if day and not day.stated_unknown else None


def _measures(ground: FirstGround, box: Box) -> FilledField | None:
    document = ground.document
    rows = []
    for row in ground.measures:
        abroad, matter = document.abroad, ground.matter(row)
        kinds = abroad.types if isinstance(abroad.types, tuple) else (abroad.types,) if abroad.types else ()
        by_facts = matter.measure.type.value.value if matter.measure.type.value else None
        words = [MEASURES.get(kind, kind) for kind in kinds or filter(None, (by_facts,))]
        where = abroad.countries if isinstance(abroad.countries, tuple) else filter(None, (abroad.countries,))
        cells = (
            ("who", called(document.facts, row.matter, None)),
            ("country", "、".join(listed(box, name, "abroad.countries") for name in where)),
            ("by", abroad.by or by_in_the_facts(document.facts.source, row.matter)),
            ("kind_of_measure", "、".join(words)),
            ("done_on", western_day(abroad.done_on.text) if abroad.done_on else None),
            ("learned_on", western_day(matter.learned_on.isoformat())),
        )
        rows.append(Row(tuple((key, text or BEING_CONFIRMED) for key, text in cells)))
    return filled(box, tuple(rows), "facts, abroad") if rows else None


def _hit_in_japan(ground: FirstGround, box: Box) -> FilledField | None:
    """As the record says; else whether the facts know the same hole in units in Japan."""
    told = ground.document.first.hit_in_japan
    if told is not None:
        return filled(box, listed(box, told, box.from_key), box.from_key)
    for row in ground.measures:
        also = ground.matter(row).also_in_domestic_units
        if also.value is not None:
            return filled(box, box.said(str(also.value).lower()), f"facts.{also.path}")
    return None


def _first_measures(ground: FirstGround, box: Box) -> FilledField | None:
    told = ground.document.first.measures or ground.document.measures.done
    source = "first.measures" if ground.document.first.measures else "measures.done"
    return filled(box, told, source) if told else None


def _full_report(ground: FirstGround, box: Box) -> FilledField:
    """Form and last day of each full report that is owed for those on the sheet; while none is, of what may be."""
    by_form: dict[int, list[Duty]] = {}
    for duty in ground.determination.duties:
        if any(duty.matter == row.matter and duty.person in (None, row.person) for row in ground.rows):
            by_form.setdefault(duty.form, []).append(duty)
    met = {form: [duty for duty in duties if duty.finding == "met"] for form, duties in by_form.items()}
    wanted = {form: duties for form, duties in met.items() if duties} or by_form
    latest = western_day(ground.determination.planning_due_on.isoformat())
    dated = {form: duties for form, duties in wanted.items() if any(duty.due_on for duty in duties)} or wanted
    text = "\n".join(_of_a_form(form, duties) for form, duties in sorted(dated.items())[:2])
    text += "　他" if len(wanted) > min(2, len(dated)) else ""
    return filled(box, text or f"様式は{BEING_CONFIRMED}　作業期限 {latest}", "determination.duties")


def _of_a_form(form: int, duties: Sequence[Duty]) -> str:
    due = min((duty.due_on for duty in duties if duty.due_on), default=None)
    day = western_day(due.isoformat()) if due else BEING_CONFIRMED
    unsettled = "" if any(duty.finding == "met" for duty in duties) else f"（要否は{BEING_CONFIRMED}）"
    return f"様式第{form}　期限 {day}{unsettled}"


def _earlier_sheets(ground: FirstGround, box: Box) -> FilledField:
    """The sheets that went before, of others and of those whom this one is for: it is a further sheet then."""
    before = _went_through(ground)
    if not before:
        return may_follow(box, "なし", "dispatches", "nothing_stated")
    facts = ground.document.facts
    return filled(box, "\n".join(f"{when_sent(one)}　{called_by_id(facts, one.of)}" for one in before), "dispatches")


def _own(ground: FirstGround) -> list[Dispatch]:
    if not ground.ids:
        return list(ground.document.dispatches)
    return [one for one in ground.document.dispatches if ground.ids & set(one.of)]


def _sent(ground: FirstGround, box: Box) -> FilledField:
    """The dispatch as recorded: also one that failed. Before it, room for the hand."""
    ended = {False: "送信失敗", True: "送信済", None: "送信結果は未確認"}
    lines = [
        f"{western_instant(one.sent_at)} {WAYS.get(one.way, one.way)}：{ended[one.delivered]}" for one in _own(ground)
    ]
    if not lines:
        return may_follow(box, "（送信後に記録）", "dispatches", "after_sending")
    return filled(box, "\n".join(lines), "dispatches")


def _arrived(ground: FirstGround, box: Box) -> FilledField:
    """The arrival, apart from the sending: confirmed by an act of its own."""
    lines = [western_instant(one.arrived_at) for one in _own(ground) if one.arrived_at]
    if not lines:
        return may_follow(box, "（確認後に記録）", "dispatches", "after_sending")
    return filled(box, "\n".join(lines), "dispatches")


DERIVED: Mapping[str, Derivation] = {
    "addressee": _addressee,
    "submitter": shared.submitter,
    "contact": shared.contact,
    "learned_at": _learned_at,
    "generic": shared.generic,
    "persons": _persons,
    "measures": _measures,
    "hit_in_japan": _hit_in_japan,
    "first_measures": _first_measures,
    "full_report": _full_report,
    "earlier_sheets": _earlier_sheets,
    "sent": _sent,
    "arrived": _arrived,
}
"""Boxes that the rules fill, wholly or in some cases."""

WHEN: Mapping[str, Callable[[FirstGround], bool]] = {
    "death": lambda ground: len(ground.measures) < len(ground.rows),
    "measure": lambda ground: bool(ground.measures),
}
"""The conditions of conditional boxes, by the `when` of the table."""
