"""What the text does not settle: raised as a question with a conservative default, never chosen silently.

The wording, the default and who decides stand in the glossary (`judgement.<code>.question`, `.default`, `.who`). What
a person has recorded for a matter (`judged`) settles it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kizuki.core.facts.case import Case, Matter
from kizuki.core.facts.finding import Judgement, State
from kizuki.core.facts.values import Causality, DeviceStatus, Kind, Locus, Reporter, Severity, Verdict
from kizuki.core.law.provisions import AMENDED
from kizuki.core.reporting.evaluation import Found
from kizuki.core.reporting.events import only_data_were_reached
from kizuki.core.reporting.items import INDIVIDUAL_ITEMS, RATE_ITEMS, due_on, item_row
from kizuki.core.reporting.measures import HARDLY_A_MEASURE
from kizuki.core.reporting.vulnerabilities import only_data_can_be_reached

UNSETTLED = frozenset(
    {
        "another_article",
        "domestic_units_have_it_too",
        "expected_malfunction_of_designated_device",
        "harm_in_a_matter_of_another_kind",
        "leak_could_change_function",
        "light_vulnerability_without_event",
        "named_measure_for_another_purpose",
        "no_effect_shown_abroad",
        "rate_counted_otherwise",
    }
)
"""Judgements on which the outcome itself hangs; the others stand beside an answer that is given."""

ENTERED_AS_A_MATTER = (Kind.EVENT, Kind.VULNERABILITY, Kind.INFECTION)
RELAYED = (Reporter.DESIGNATED_MAH, Reporter.SPECIAL_APPROVAL_HOLDER)


def judgements_of(case: Case, found: Sequence[Found]) -> tuple[Judgement, ...]:
    """Every judgement that a person must still make on this case, in the order of matters and items."""
    standing = [row for row in found if row.finding.state is not State.NOT_MET]
    of_items = [(row, judgement.code) for row in standing for judgement in row.finding.judgements]
    of_items += _rate_beside_individual_reports(standing)
    of_items += _on_met_items(standing)
    of_items += _transition(standing, case)
    raised = [_on(row, code) for row, code in of_items if code not in row.matter.judged]
    at_work = {row.matter.index for row in standing}
    for matter in case.matters:
        raised += _of_the_device(case, matter, at_work=matter.index in at_work)
        raised += _of_the_matter(matter)
        raised += _wants_a_matter_of_its_own(case, matter, at_work)
    return tuple(dict.fromkeys(raised))


def _on(row: Found, code: str) -> Judgement:
    return Judgement(code, row.provision.item, row.matter.index, row.matter.id, row.person, row.person_id)


def _about(matter: Matter, code: str, item: str = "") -> Judgement:
    return Judgement(code, item, matter.index, matter.id)


def _rate_beside_individual_reports(standing: Sequence[Found]) -> list[tuple[Found, str]]:
    rates = [row for row in standing if row.provision.item in RATE_ITEMS[row.provision.law] and _is_rate(row)]
    if not any(_is_met(row) for row in rates):
        return []
    beside = [row for row in standing if row.provision.item in INDIVIDUAL_ITEMS]
    raised = [(row, "rate_and_individual_report") for row in beside]
    raised += [
        (row, "deaths_counted_in_the_rate") for row in rates if _is_met(row) and row.matter.rate.includes_deaths.value
    ]
    return raised


def _is_rate(row: Found) -> bool:
    return row.provision.reads == "matter"


def _on_met_items(standing: Sequence[Found]) -> list[tuple[Found, str]]:
    grave = {row.matter.index for row in standing if row.provision.item == "2-ロ" and _is_met(row)}
    raised = []
    for row in standing:
        if not _is_met(row):
            continue
        if row.provision.item == "3-ロ" and row.matter.index in grave:
            raised.append((row, "light_harm_on_both_forms"))
        if row.matter.kind.value is Kind.FOREIGN_MEASURE and row.matter.measure.type.value in HARDLY_A_MEASURE:
            raised.append((row, "advisory_is_a_measure"))
        if row.provision.item == "1-serious-foreign":
            raised.append((row, "letter_not_established"))
    return raised


def _transition(standing: Sequence[Found], case: Case) -> list[tuple[Found, str]]:
    """Learned before the amendment, due on or after it: the text of the awareness day is applied."""
    raised = []
    for row in standing:
        if row.learned_on < AMENDED:
            period = item_row(row.provision.law, row.provision.item).period
            due = due_on(period, row.learned_on, case.device)
            if period != "periodic" and due is not None and due >= AMENDED:
                raised.append((row, "due_after_the_amendment"))
    return raised


def _of_the_device(case: Case, matter: Matter, *, at_work: bool) -> Iterator[Judgement]:
    """What the device is, and who reports: a verdict that it is to be reported stands only beside such a duty."""
    if case.device.status is not DeviceStatus.APPROVED and not _settled(matter, "another_article", at_work):
        yield _about(matter, "another_article")
    if case.device.combination and not _settled(matter, "combination_product", at_work):
        yield _about(matter, "combination_product")
    if case.device.reporter in RELAYED and at_work and "who_reports" not in matter.judged:
        yield _about(matter, "who_reports")


def _of_the_matter(matter: Matter) -> Iterator[Judgement]:
    """Only data is said to be concerned: could the same access change the function?"""
    reached = {Kind.VULNERABILITY: only_data_can_be_reached, Kind.EVENT: only_data_were_reached}
    asked = reached.get(matter.kind.value) if matter.kind.value else None
    if asked and asked(matter) and "leak_could_change_function" not in matter.judged:
        yield _about(matter, "leak_could_change_function", "2-ロ")


def _wants_a_matter_of_its_own(case: Case, matter: Matter, at_work: set[int]) -> Iterator[Judgement]:
    """What a matter says of something else: the hole in units in Japan, a person harmed beside a measure or a rate.

    Another matter settles nothing by standing beside it; a person says that it is entered (`report`: then a matter
    with a duty of its own must be there) or that it need not be.
    """
    hole = matter.also_in_domestic_units.value and matter.locus.value is not Locus.DOMESTIC
    harmed = matter.kind.value not in (None, *ENTERED_AS_A_MATTER) and any(
        harm.severity.value not in (None, Severity.NONE) and harm.causality.value is not Causality.RULED_OUT
        for harm in matter.harms
    )
    for raised, code, places, item in (
        (hole, "domestic_units_have_it_too", (Locus.DOMESTIC,), "2-ロ"),
        (harmed, "harm_in_a_matter_of_another_kind", (*Locus, None), ""),
    ):
        if raised and not (code in matter.judged and _settled(matter, code, _entered(case, at_work, places))):
            yield _about(matter, code, item)


def _entered(case: Case, at_work: set[int], places: Sequence[Locus | None]) -> bool:
    return any(
        other.index in at_work and other.kind.value in ENTERED_AS_A_MATTER and other.locus.value in places
        for other in case.matters
    )


def _settled(matter: Matter, code: str, reported: bool) -> bool:
    """Whether a person's verdict ends the judgement: `report` only where something is there to be reported."""
    said = matter.judged.get(code)
    return said is Verdict.NOT_REPORT or (said is Verdict.REPORT and reported)


def _is_met(row: Found) -> bool:
    return row.finding.state is State.MET
