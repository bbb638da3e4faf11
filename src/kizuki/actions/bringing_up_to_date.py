"""Bringing a record to this version: every case has its obligations, and today's rules have determined every open one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.take_into_ledger import take_into_ledger
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.core.reporting import rules_digest
from kizuki.store.models import Case, CaseDuplicate

PROGRAM = Actor.program("upgrade")


@dataclass(slots=True)
class BroughtUp:
    """Numbers of cases: taken into the ledger, of these reopened or unclear, determined by other rules, refused."""

    taken_in: int = 0
    determined: int = 0
    reopened: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def bring_up_to_date(*, on: date, tell: Callable[[str], None] = lambda _line: None) -> BroughtUp:
    """Take every case of before into the ledger, and determine open cases anew that other rules have determined.

    One transaction a case, each with its entry; what was cut off goes on at the next start. What tightens counts at once,
    what loosens waits for a second person. `tell` is given one line for each case that is reopened, unclear or refused.
    """
    done = BroughtUp()
    before = Case.objects.filter(settled_by="").exclude(pk__in=CaseDuplicate.objects.values("case_id"))
    for case_id, number in list(before.order_by("pk").values_list("pk", "number")):
        found = take_into_ledger(case_id, on=on, actor=PROGRAM)
        done.taken_in += 1
        if found.reopened:
            done.reopened.append(number)
            tell(f"{number}: was closed and owes something; it is open again")
        if found.unclear:
            done.unclear.append(number)
            tell(f"{number}: nobody can tell for whom an old report spoke; a person is asked")
    other = Case.objects.filter(state="open").exclude(settled_by__in=("", rules_digest()[:80]))
    for case_id, number in list(other.order_by("pk").values_list("pk", "number")):
        try:
            determine(case_id, on=on, actor=PROGRAM)
            done.determined += 1
        except Refused as refusal:
            done.refused.append(number)
            tell(f"{number}: {refusal}")
    return done
