"""Bringing a record to this version: every case has its obligations, and today's rules have determined every open one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.take_into_ledger import take_into_ledger
from kizuki.actions.devices.owe_lists import owe_lists
from kizuki.actions.embargo.ask_for_signers import ask_for_signers
from kizuki.actions.information.moving import take_information_into_ledger
from kizuki.actions.information.record_told_harm import hear_words_of_information
from kizuki.actions.record.commit_rows import commit_rows
from kizuki.actions.record.recommit import recommit
from kizuki.actions.record.seal_standing_texts import seal_standing_texts
from kizuki.actions.verb import Actor
from kizuki.core.information.deciding import UNDECIDED
from kizuki.core.lifecycle.obligations.rows import RUNNING
from kizuki.core.refusal import Refused
from kizuki.core.reporting import rules_digest
from kizuki.store.models import Case, CaseDuplicate, Embargo, Obligation, SafetyInformation
from kizuki.store.obligations.information import unheard
from kizuki.store.obligations.lists import devices_that_may_owe
from kizuki.store.searching.index import index_missing

PROGRAM = Actor.program("upgrade")

TEXTS_AT_A_TIME = 500

Tell = Callable[[str], None]


@dataclass(slots=True)
class BroughtUp:
    """What was done: counts of rows that the chain covers from now on, of texts and documents sealed, of cases and
    information taken into the ledger and of cases determined by other rules, and the numbers of cases that are open
    again, unclear, refused, or wait for a second person's signature."""

    committed: int = 0
    sealed: int = 0
    taken_in: int = 0
    information: int = 0
    determined: int = 0
    reopened: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether there is anything to tell."""
        told = (self.committed, self.sealed, self.taken_in, self.information, self.determined)
        return bool(any(told) or self.refused)

    def said(self) -> str:
        """The counts in one line."""
        return (
            f"{self.sealed} texts and documents sealed, {self.committed} rows committed to, "
            f"{self.taken_in} cases taken into the ledger ({len(self.reopened)} reopened, {len(self.unclear)} unclear), "
            f"{self.information} pieces of information, {self.determined} cases determined by today's rules "
            f"({len(self.waiting)} wait for a signature), {len(self.refused)} refused"
        )


def bring_up_to_date(
    *, on: date, tell: Tell = lambda _line: None, between: Callable[[], None] = lambda: None
) -> BroughtUp:
    """Take every case of before into the ledger, and determine open cases anew that other rules have determined.

    First of all what a version of before kept in the clear is sealed. One transaction a case, each with its entry
    (`between` is called after each); what was cut off goes on at the next start. What tightens counts at once, what
    loosens waits for a second person. `tell` is given one line for each case that is reopened, unclear, refused, or
    waits for a signature.
    """
    done = BroughtUp()
    # First of all: what stands is covered before anything changes it.
    done.committed = commit_rows(actor=PROGRAM, between=between) + recommit(actor=PROGRAM, between=between)
    done.sealed = seal_standing_texts(actor=PROGRAM, between=between)
    while index_missing(TEXTS_AT_A_TIME):
        between()
    _take_in(done, on, tell, between)
    undecided = SafetyInformation.objects.filter(state__in=UNDECIDED).order_by("pk").values_list("pk", flat=True)
    owed = set(Obligation.objects.filter(kind="information_decision").values_list("owner", flat=True))
    for information_id in [pk for pk in undecided if f"information:{pk}" not in owed]:
        done.information += take_information_into_ledger(information_id, actor=PROGRAM)
        between()
    for information_id in unheard():
        hear_words_of_information(information_id, actor=PROGRAM)
        between()
    for device_id in devices_that_may_owe():
        owe_lists(device_id, actor=PROGRAM)
        between()
    for embargo_id in Embargo.objects.filter(lifted_at=None).order_by("pk").values_list("pk", flat=True):
        ask_for_signers(embargo_id, on=on, actor=PROGRAM)
        between()
    _determine(done, on, tell, between)
    return done


def _take_in(done: BroughtUp, on: date, tell: Tell, between: Callable[[], None]) -> None:
    """Duplicates come last: the cases that go on in their place have their obligations then."""
    before = Case.objects.filter(settled_by="").order_by("pk").values_list("pk", "number")
    duplicates = set(CaseDuplicate.objects.values_list("case_id", flat=True))
    for case_id, number in sorted(before, key=lambda row: (row[0] in duplicates, row[0])):
        found = take_into_ledger(case_id, on=on, actor=PROGRAM)
        done.taken_in += not found.refused
        for reopened in found.reopened:
            done.reopened.append(reopened)
            tell(f"{reopened}: was closed and owes something; it is open again")
        if found.unclear:
            done.unclear.append(number)
            tell(f"{number}: {_why(found.unclear)}; a person is asked")
        if found.refused:
            done.refused.append(number)
            tell(f"{number}: {found.refused}")
        between()


def _why(unclear: tuple[str, ...]) -> str:
    if any(code.startswith("case:") for code in unclear):
        return "was marked as a duplicate, and the kept case does not owe what is owed here"
    return "nobody can tell for whom an old report spoke"


def _determine(done: BroughtUp, on: date, tell: Tell, between: Callable[[], None]) -> None:
    other = Case.objects.filter(state="open").exclude(settled_by__in=("", rules_digest()[:80]))
    for case_id, number in list(other.order_by("pk").values_list("pk", "number")):
        before = _loosened(case_id)
        try:
            determine(case_id, on=on, actor=PROGRAM)
            done.determined += 1
        except Refused as refusal:
            done.refused.append(number)
            tell(f"{number}: {refusal}")
        if _loosened(case_id) - before:
            done.waiting.append(number)
            tell(f"{number}: today's rules ask for less or later; that waits for a second person's signature")
        between()


def _loosened(case_id: int) -> set[tuple[int, date | None]]:
    """The obligations whose lapse, or later day, waits for a signature."""
    waits = Q(state="lapse_proposed") | Q(later_on__isnull=False)
    rows = Obligation.objects.filter(waits, case_id=case_id, state__in=RUNNING)
    return set(rows.values_list("pk", "later_on"))
