"""What the text does not settle: raised as a question with a conservative default, never chosen silently.

The wording, the default and who decides stand in the glossary (`judgement.<code>.question`, `.default`, `.who`).
"""

from __future__ import annotations

from collections.abc import Sequence

from kizuki.core.facts.case import Case
from kizuki.core.facts.finding import Judgement, State
from kizuki.core.facts.values import Kind, Locus, Severity
from kizuki.core.law.provisions import AMENDED
from kizuki.core.reporting.evaluation import Found
from kizuki.core.reporting.items import due_on, item_row

UNSETTLED = frozenset(
    {
        "expected_malfunction_of_designated_device",
        "named_measure_for_another_purpose",
        "no_effect_shown_abroad",
        "light_vulnerability_without_event",
        "domestic_units_have_it_too",
    }
)
"""Judgements on which the outcome itself hangs; the others stand beside an answer that is given."""

RATE_ITEMS = {"2026-05-01": ("1-ニ", "1-ホ"), "2024-01-15": ("1-ニ", "1-ヘ")}
INDIVIDUAL_ITEMS = ("1-ロ", "1-ハ", "1-serious-foreign", "2-イ", "2-ロ")


def judgements_of(case: Case, found: Sequence[Found]) -> tuple[Judgement, ...]:
    """Every judgement that a person must make on this case, in the order of matters and items."""
    standing = [row for row in found if row.finding.state is not State.NOT_MET]
    raised = [
        judgement._replace(item=row.provision.item, matter=row.matter.index)
        for row in standing
        for judgement in row.finding.judgements
    ]
    raised += _rate_beside_individual_reports(standing)
    raised += _on_met_items(standing)
    raised += _transition(standing, case)
    raised += _domestic_units(case)
    return tuple(dict.fromkeys(raised))


def _rate_beside_individual_reports(standing: Sequence[Found]) -> list[Judgement]:
    rates = [row for row in standing if row.provision.item in RATE_ITEMS[row.provision.law] and _is_met(row)]
    if not rates:
        return []
    beside = [row for row in standing if row.provision.item in INDIVIDUAL_ITEMS]
    raised = [Judgement("rate_and_individual_report", row.provision.item, row.matter.index) for row in beside]
    raised += [
        Judgement("deaths_counted_in_the_rate", row.provision.item, row.matter.index)
        for row in rates
        if row.matter.rate.includes_deaths.value
    ]
    return raised


def _on_met_items(standing: Sequence[Found]) -> list[Judgement]:
    raised = []
    for row in standing:
        harms = {harm.severity.value for harm in row.matter.harms}
        here = row.matter.locus.value is Locus.DOMESTIC
        if row.provision.item == "3-ロ" and _is_met(row) and _has_met(standing, "2-ロ", row.matter.index):
            raised.append(Judgement("light_harm_on_both_forms", "3-ロ", row.matter.index))
        if row.matter.kind.value is Kind.INFECTION and _is_met(row) and here and Severity.DEATH in harms:
            raised.append(Judgement("infection_death_first_report", row.provision.item, row.matter.index))
        if row.provision.item == "1-serious-foreign" and _is_met(row):
            raised.append(Judgement("letter_not_established", row.provision.item, row.matter.index))
    return raised


def _transition(standing: Sequence[Found], case: Case) -> list[Judgement]:
    """Learned before the amendment, due on or after it: the text of the awareness day is applied."""
    raised = []
    for row in standing:
        if row.learned_on < AMENDED:
            period = item_row(row.provision.law, row.provision.item).period
            due = due_on(period, row.learned_on, case.device)
            if period != "periodic" and due is not None and due >= AMENDED:
                raised.append(Judgement("due_after_the_amendment", row.provision.item, row.matter.index))
    return raised


def _domestic_units(case: Case) -> list[Judgement]:
    """The same hole in units in Japan asks for a matter of its own, unless the case already has one."""
    entered = any(
        matter.locus.value is Locus.DOMESTIC and matter.kind.value in (Kind.VULNERABILITY, Kind.EVENT)
        for matter in case.matters
    )
    return [
        Judgement("domestic_units_have_it_too", "2-ロ", matter.index)
        for matter in case.matters
        if matter.also_in_domestic_units.value and matter.locus.value is Locus.FOREIGN and not entered
    ]


def _is_met(row: Found) -> bool:
    return row.finding.state is State.MET


def _has_met(standing: Sequence[Found], item: str, matter: int) -> bool:
    return any(row.provision.item == item and row.matter.index == matter and _is_met(row) for row in standing)
