"""様式第8: what its boxes take from the facts and the determination, and when its conditional boxes apply.

Boxes that are not named here are filled from the record as the table of the edition says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kizuki.core.facts.values import Causality, Kind, Locus, Severity
from kizuki.core.forms import company_and_device as shared
from kizuki.core.forms.boxes import filled, missing, not_applicable
from kizuki.core.forms.contradictions import DEATH_WORDS
from kizuki.core.forms.dispatches import sheets_sent, when_sent
from kizuki.core.forms.document import Purpose
from kizuki.core.forms.edition import Box
from kizuki.core.forms.filled import FilledField, Notice
from kizuki.core.forms.filling import Derivation, Ground
from kizuki.core.forms.form_08_days import first_info_date, info_date
from kizuki.core.forms.form_08_first import told_first
from kizuki.core.forms.form_08_terms import RATED, may_have_terms, terms, terms_given, values_of_terms
from kizuki.core.forms.judged import nobody_harmed, nothing_happened
from kizuki.core.forms.notices import of_the_clock, of_the_duty, of_the_persons, of_the_words
from kizuki.core.forms.vocabulary import UNKNOWN_WORDS

_CLASSES = {
    (Kind.INFECTION, Locus.DOMESTIC): "DA",
    (Kind.EVENT, Locus.DOMESTIC): "DB",
    (Kind.INFECTION, Locus.FOREIGN): "DC",
    (Kind.EVENT, Locus.FOREIGN): "DD",
}


def notices(ground: Ground, fields: tuple[FilledField, ...]) -> tuple[Notice, ...]:
    """What a person should look at before the form goes out."""
    by_id = {found.id: found for found in fields}
    return (
        *of_the_duty(ground, by_id),
        *of_the_clock(ground, by_id),
        *of_the_persons(ground),
        *of_the_words(ground, by_id),
    )


# 1. 管理情報


def _report_class(ground: Ground, box: Box) -> FilledField:
    matter = ground.calling.matter
    locus = matter.locus
    if locus.value is None:
        return missing(box, f"facts.{locus.path}", "place_not_known")
    if matter.kind.value is None:
        return missing(box, f"facts.{matter.kind.path}", "required")
    kind = Kind.INFECTION if matter.kind.value is Kind.INFECTION else Kind.EVENT
    return filled(box, box.said(_CLASSES[kind, locus.value]), "rule:kind_and_place")


def _kind(ground: Ground, box: Box) -> FilledField:
    kind = ground.calling.matter.kind
    if kind.value is None:
        return missing(box, f"facts.{kind.path}", "required")
    code = "infection" if kind.value is Kind.INFECTION else "malfunction"
    return filled(box, box.said(code), f"facts.{kind.path}")


def _known(ground: Ground, box: Box) -> FilledField:
    """未知 as soon as anything reported is unknown, and while predictability is not settled."""
    asked = tuple(_predictability(ground))
    unforeseen = next((place for place, known in asked if known is False), None)
    if unforeseen:
        return filled(box, box.said("unknown"), unforeseen)
    unsettled = next((place for place, known in asked if known is None), None)
    if unsettled:
        return filled(box, box.said("unknown"), unsettled, "unknown_until_settled")
    return filled(box, box.said("known"), asked[0][0])


def _predictability(ground: Ground) -> Iterator[tuple[str, bool | None]]:
    """Every predictability that the report tells: of each harm, of the malfunction, of each term.

    That of the malfunction must be settled only where nobody was harmed; one that is not settled for a term adds
    nothing to that of its case.
    """
    for matter in ground.calling.matters:
        harms = [harm for harm in matter.harms if _counts(harm.severity.value, harm.causality.value)]
        yield from ((f"facts.{harm.predictable.path}", harm.predictable.value) for harm in harms)
        malfunction = matter.malfunction_predictable
        if malfunction.known or not harms:
            yield f"facts.{malfunction.path}", malfunction.value
    for place, term in terms_given(ground.document):
        if term.known in (False, "unknown", "未知"):
            yield f"{place}.known", False


def _counts(severity: Severity | None, causality: Causality | None) -> bool:
    return severity is not Severity.NONE and causality is not Causality.RULED_OUT


def _deadline(ground: Ground, box: Box) -> FilledField:
    """The shortest period that is met or still open: an open 15 days is not told as 30."""
    calling = ground.calling
    if calling.deadline is None:
        return not_applicable(box, "no_duty_left")
    why = "" if calling.deadline.finding == "met" else "shortest_still_open"
    return filled(box, box.said(calling.deadline.period), f"determination.duties.{calling.deadline_at}.period", why)


def _withdraw_detail(ground: Ground, box: Box) -> FilledField | None:
    """Why it is withdrawn, in the words in which the follow-up was begun."""
    report = ground.document.report
    if report.purpose is not Purpose.WITHDRAWAL or report.status_reason is None:
        return None
    return filled(box, report.status_reason, "report.status_reason")


def _place(ground: Ground, box: Box) -> FilledField:
    locus = ground.calling.matter.locus
    if locus.value is None:
        return missing(box, f"facts.{locus.path}", "place_not_known")
    return filled(box, box.said(locus.value.value), f"facts.{locus.path}")


# 2. 患者等に関する情報


def _of_a_person(ground: Ground, box: Box) -> FilledField | None:
    """What the sheet of the first report tells of the person where the record tells nothing nearer; not asked where
    nothing happened to anybody, unless the record tells of a person all the same."""
    given = getattr(ground.document.patient, box.from_key.rpartition(".")[2], None)
    if given is not None:
        return None
    if nothing_happened(ground.calling.matters):
        return not_applicable(box, "no_person_concerned")
    return told_first(ground, box)


def _death_date(ground: Ground, box: Box) -> FilledField | None:
    """The day that the sheet of the first report tells, where the facts know that the person died."""
    harms = [harm.severity.value for harm in ground.calling.matter.harms]
    if ground.document.patient.died_on is not None or harms != [Severity.DEATH]:
        return None
    return told_first(ground, box)


def _occurrence_date(ground: Ground, box: Box) -> FilledField | None:
    if ground.document.event.occurred_on is None and nothing_happened(ground.calling.matters):
        return not_applicable(box, "no_event_yet")
    return None


def _treatment(ground: Ground, box: Box) -> FilledField | None:
    if ground.document.event.treatment is None and nothing_happened(ground.calling.matters):
        return not_applicable(box, "no_person_concerned")
    return None


def _outcome(ground: Ground, box: Box) -> FilledField | None:
    """死亡 where the facts know nothing but deaths; not asked where they know that no one was harmed."""
    if ground.document.patient.outcome is not None:
        return None
    matters = ground.calling.matters
    harms = [harm.severity for matter in matters for harm in matter.harms]
    if harms and all(severity.value is Severity.DEATH for severity in harms):
        return filled(box, box.said("death"), f"facts.{harms[0].path}")
    if nobody_harmed(matters) or nothing_happened(matters):
        return not_applicable(box, "nobody_harmed")
    return None


def _victim(ground: Ground, box: Box) -> FilledField | None:
    if ground.document.patient.victim is not None:
        return None
    victims = [harm.victim for matter in ground.calling.matters for harm in matter.harms if harm.victim]
    if victims and len(set(victims)) == 1:
        return filled(box, box.said(victims[0].value), f"facts.matters.{ground.calling.matters[0].index}.harms")
    return _of_a_person(ground, box)


def _country(ground: Ground, box: Box) -> FilledField | None:
    """日本 for what happened in Japan; else the country that the record names."""
    locus = ground.calling.matter.locus
    if locus.value is not Locus.DOMESTIC:
        return None
    return filled(box, box.said("JP"), f"facts.{locus.path}")


def _remarks(ground: Ground, box: Box) -> FilledField | None:
    """What is remarked, with each first report that was sent for this matter or person, as recorded."""
    sent = sheets_sent(ground.document, ground.calling.told)
    if not sent:
        return None
    lines = [ground.document.remarks or "", *(f"第一報：{when_sent(one)}" for one in sent)]
    return filled(box, "\n".join(line for line in lines if line), "remarks, dispatches")


def _unfinished(ground: Ground) -> bool:
    return ground.stand.unfinished


def _may_have_died(ground: Ground) -> bool:
    """Whether a day of death is asked for: not where the outcome, or else the facts, tell of no death."""
    outcome, matters = ground.document.patient.outcome, ground.calling.matters
    if outcome is not None:
        return outcome in DEATH_WORDS or outcome in UNKNOWN_WORDS
    if nothing_happened(matters):
        return False
    return any(harm.severity.value in (None, Severity.DEATH) for matter in matters for harm in matter.harms)


DERIVED: Mapping[str, Derivation] = {
    "addressee": shared.addressee,
    "submitter": shared.submitter,
    "report_class": _report_class,
    "kind": _kind,
    "known": _known,
    "deadline": _deadline,
    "place": _place,
    "country": _country,
    "type": shared.kind_of_report,
    "withdraw_detail": _withdraw_detail,
    "occurrence_date": _occurrence_date,
    "first_info_date": first_info_date,
    "info_date": info_date,
    "device_problem": terms,
    "health_effect": terms,
    "health_impact": terms,
    **dict.fromkeys(RATED, values_of_terms),
    "contact": shared.contact,
    **dict.fromkeys(("initials", "age", "sex", "weight"), _of_a_person),
    "death_date": _death_date,
    "outcome": _outcome,
    "victim": _victim,
    "treatment": _treatment,
    "generic": shared.generic,
    "remarks": _remarks,
    "future": shared.future,
}
"""Boxes that the rules fill, wholly or in some cases."""

WHEN: Mapping[str, Callable[[Ground], bool]] = {
    "follow_up": lambda ground: not ground.document.report.first,
    "withdrawal": lambda ground: ground.document.report.purpose is Purpose.WITHDRAWAL,
    "incomplete": _unfinished,
    "harm_or_fear": lambda ground: True,  # whatever form 8 tells, harm occurred or is feared
    "terms": lambda ground: may_have_terms(ground.document),
    "death": lambda ground: _may_have_died(ground),
    "held": lambda ground: True,
}
"""The conditions of conditional boxes, by the `when` of the table."""
