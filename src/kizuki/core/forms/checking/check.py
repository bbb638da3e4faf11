"""The check as a whole: one pure function from what is about to be sent to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kizuki.core.forms.checking import beside, numbering, paper, product, status, terms, texts
from kizuki.core.forms.checking.finding import ORDER, Finding, found
from kizuki.core.forms.checking.situation import ToCheck
from kizuki.core.refusal import Refused

_CHECKS: tuple[Callable[[ToCheck], Iterator[Finding]], ...] = (
    product.product_and_company,
    product.one_person_one_device,
    numbering.number_and_receipts,
    numbering.days_in_order,
    numbering.lateness,
    numbering.period_of_the_item,
    terms.each_term,
    terms.known_with_its_sentence,
    terms.outcome_agrees,
    status.incomplete_says_why,
    status.complete_says_all,
    beside.first_report,
    beside.measures_as_recorded,
    beside.hospital_agrees,
    beside.attachments_there,
    texts.nothing_that_names,
    paper.signatures,
    paper.newer_knowledge,
    paper.ways,
)


SAYS_EMPTY = frozenset(
    {"incomplete_without_reason", "incomplete_without_next_day", "complete_without_cause", "complete_without_measure"}
)
"""Findings that a box says nothing, with why it must: that it is missing is then not found a second time."""


def check_report(it: ToCheck) -> tuple[Finding, ...]:
    """Every missing or inconsistent point of a report, the gravest first, then in the order of the form, and each once.

    It is a pure function of what it is shown; what it is not shown it does not find. A 取下げ tells of nothing but
    itself: of it only boxes, numbers, names, signatures and ways are checked.
    """
    found_in_it = [finding for check in _CHECKS for finding in check(it)]
    told = {finding.field for finding in found_in_it if finding.code in SAYS_EMPTY}
    every = [*(finding for finding in _missing(it) if finding.field not in told), *found_in_it]
    return tuple(sorted(dict.fromkeys(every), key=lambda one: ORDER.index(one.weighs)))


def refusal_of(it: ToCheck, findings: Iterable[Finding]) -> Refused | None:
    """Why the report cannot be sent as it is: a 完了 with an open item or an unexplained difference from the hospital,
    a 取下げ or 報告対象外 without its second person. Nothing else ever keeps a report back."""
    every = tuple(findings)
    stops = [finding.code for finding in every if finding.weighs == "stops" and it.purpose != "report"]
    if stops:
        return Refused("second_person", f"取下げ and 報告対象外 wait for a second person ({', '.join(stops)})")
    open_ends = [finding for finding in every if finding.weighs == "stops_complete"]
    if it.complete and it.purpose != "withdrawal" and open_ends:
        named = ", ".join(dict.fromkeys(dict(one.values).get("item") or one.code for one in open_ends))
        return Refused("complete", f"完了 cannot be said ({named}); the same text goes as 未完了")
    return None


def _missing(it: ToCheck) -> Iterator[Finding]:
    for box in it.boxes.values():
        if box.state == "missing":
            yield found("box_missing", box.id, box.source)
