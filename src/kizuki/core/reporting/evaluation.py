"""Every matter of a case held against every provision in force on the day of that matter, each person apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from msgspec.structs import replace

from kizuki.core.facts.case import Case, Device, Harm, Matter
from kizuki.core.facts.finding import Finding, State, not_met
from kizuki.core.facts.values import Locus, Verdict
from kizuki.core.law import Provision, provisions_on
from kizuki.core.law.address import place_in_article
from kizuki.core.refusal import Refused
from kizuki.core.reporting import article_228_20_paragraph_2 as article
from kizuki.core.reporting.items import INDIVIDUAL_ITEMS, RATE_ITEMS

_BOUND = article
"""Importing the article binds its rules to their addresses."""


class Found(NamedTuple):
    """What one provision found for one matter and, where it reads a harm, for one person.

    `person` is the place of the person in the input; None where the matter is read as a whole, where it is not known
    who was harmed, and where nobody was. `earlier`: `harm` is what the person's harm was before.
    """

    provision: Provision[Any]
    matter: Matter
    finding: Finding
    person: int | None = None
    harm: Harm | None = None
    earlier: bool = False

    @property
    def learned_on(self) -> date:
        """The day from which the item counts: that of the harm it reads, else the matter's."""
        return self.harm.learned_on if self.harm else self.matter.learned_on

    @property
    def person_id(self) -> str | None:
        """The person's id where one was given."""
        return self.harm.id if self.harm else None


def findings(case: Case) -> list[Found]:
    """Matter by matter, in the order of the article, then of the persons; without what a person judged to go with
    another report.

    An earlier standing of a harm is listed where it meets, or may meet, an item; its present standing is then left
    out where it does not, so that an item is never both met and not met for one person.
    """
    return _with_other_reports([row for matter in case.matters for row in findings_of(matter, case.device)])


def _with_other_reports(found: list[Found]) -> list[Found]:
    """Individual cases left to the report of the rate, lighter harm left to form 8: not met, by that judgement."""
    if not any(row.matter.judged for row in found):
        return found
    met = [row for row in found if row.finding.state is State.MET]
    rates = [row.matter for row in met if row.provision.item in RATE_ITEMS[row.provision.law] and row.harm is None]
    grave = {row.matter.index for row in met if row.provision.item == "2-ロ"}
    return [
        _judged_away(row, code)
        if (code := _goes_with(row, rates, grave=row.matter.index in grave))
        and row.finding.state is not State.NOT_MET
        else row
        for row in found
    ]


def _goes_with(row: Found, rates: Sequence[Matter], *, grave: bool) -> str:
    """The judgement by which the item goes with another report; empty where a person judged no such thing.

    A rate speaks of the cases that it counts, those of its own place; out of 第2号 the text takes only the rate of the
    holder's own device (前号ニ, never ホ).
    """
    codes = []
    counted = any(_counts(rate, row) for rate in rates)
    if counted and row.provision.item in INDIVIDUAL_ITEMS:
        codes.append("rate_and_individual_report")
    if grave and row.provision.item == "3-ロ":
        codes.append("light_harm_on_both_forms")
    return next((code for code in codes if row.matter.judged.get(code) is Verdict.NOT_REPORT), "")


def _counts(rate: Matter, row: Found) -> bool:
    if rate.locus.value is not row.matter.locus.value:
        return False
    return not row.provision.item.startswith("2-") or rate.locus.value is Locus.DOMESTIC


def _judged_away(row: Found, code: str) -> Found:
    said = not_met("judged_not_report", f"matters.{row.matter.index}.judged.{code}", code)
    return row._replace(finding=said)


def findings_of(matter: Matter, device: Device) -> list[Found]:
    """The findings of one matter by itself."""
    found = findings_of_the_whole(matter, device)
    for number, harm in enumerate(matter.harms):
        found += findings_of_person(matter, device, number if matter.harms_known else None, harm)
    return sorted(found, key=_in_the_order_of_the_article)


def findings_of_the_whole(matter: Matter, device: Device) -> list[Found]:
    """The findings that speak of no person: of the items that read the matter, and of all where nobody was harmed."""
    found = [Found(row, matter, row.rule(matter, device)) for row in _provisions(matter, matter.learned_on, "matter")]
    if not matter.harms:
        nobody = not_met("nobody_harmed", f"matters.{matter.index}.harms")
        found += [Found(row, matter, nobody) for row in _provisions(matter, matter.learned_on, "harm")]
    return found


def findings_of_person(matter: Matter, device: Device, person: int | None, harm: Harm) -> list[Found]:
    """The findings of the items that read a harm for one person, what the harm was before included."""
    before = [
        row
        for standing in earlier_standings(harm)
        for row in _of_harm(matter, device, person, standing, earlier=True)
        if row.finding.state is not State.NOT_MET
    ]
    kept = {row.provision.item for row in before}
    now = _of_harm(matter, device, person, harm, earlier=False)
    return before + [row for row in now if row.finding.state is not State.NOT_MET or row.provision.item not in kept]


def _of_harm(matter: Matter, device: Device, person: int | None, harm: Harm, *, earlier: bool) -> list[Found]:
    return [
        Found(row, matter, row.rule(harm, matter, device), person, harm, earlier)
        for row in _provisions(matter, harm.learned_on, "harm")
    ]


def earlier_standings(harm: Harm) -> list[Harm]:
    """What the harm was before, each as a harm of its own day."""
    return [
        replace(
            harm,
            severity=was.severity,
            causality=was.causality,
            learned_on=was.learned_on,
            criterion=None,
            earlier=(),
        )
        for was in harm.earlier
    ]


def _provisions(matter: Matter, day: date, reads: str) -> list[Provision[Any]]:
    try:
        return [row for row in provisions_on(day) if row.reads == reads]
    except Refused as refusal:
        raise Refused(f"matters.{matter.index}.learned_on", refusal.reason) from None


def _in_the_order_of_the_article(row: Found) -> tuple[tuple[int, int], int, date]:
    return place_in_article(row.provision.item), row.person or 0, row.learned_on
