"""Record what a piece of information tells of people's harm."""

from __future__ import annotations

from kizuki.actions.obligations.by_information import regrade_decision
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.information.deciding import UNDECIDED
from kizuki.core.information.harm import SETTLED, told_of
from kizuki.core.refusal import Refused
from kizuki.store.models import SafetyInformation
from kizuki.store.obligations.information import date_decision_task, locked_information, words_of


def record_told_harm(information_id: int, harm: str, remark: str, *, actor: Actor) -> None:
    """Keep how badly people were harmed (SETTLED) as somebody now knows, and who said so (`remark`).

    A death in Japan is decided on at once; where it is none, the decision has its usual days. `Refused` where it has been
    decided already: then the facts of the case say it.
    """
    row = find(SafetyInformation, "information", actor=actor, pk=information_id)
    if row.state not in UNDECIDED:
        raise Refused("information.state", f"is {row.state}; its harm is told by the facts of its case")
    if harm not in SETTLED:
        raise Refused("information.told_harm", f"is not one of: {', '.join(SETTLED)}")
    words = text(remark, "information.remark", longest=10_000, required=True)
    with verb("record_told_harm", actor=actor, of=[f"information:{information_id}"]) as act:
        row = locked_information(information_id)
        if row.state not in UNDECIDED:
            raise Refused("information.state", f"is {row.state}; its harm is told by the facts of its case")
        keep_told_harm(act, row, harm)
        keep_text(act, f"information:{information_id}", "remark", words)
        act.record(subjects=[f"information:{information_id}"], payload={"number": row.number, "harm": harm})


def hear_words_of_information(information_id: int, *, actor: Actor) -> bool:
    """Hear a death in the words of information of before, which nobody was asked about, and ask today where its harm is
    still being confirmed. Whether anything changed."""
    with verb("hear_words_of_information", actor=actor, of=[f"information:{information_id}"]) as act:
        row = locked_information(information_id)
        told = told_of(row.told_harm, words_of(information_id), listed_abroad=bool(row.sha256))
        if row.state not in UNDECIDED or (told == row.told_harm and told != "asking"):
            act.unchanged()
            return False
        keep_told_harm(act, row, told)
        act.record(subjects=[f"information:{information_id}"], payload={"number": row.number})
    return True


def keep_told_harm(act: Act, row: SafetyInformation, harm: str) -> None:
    """Write it on the locked row; the day of the decision and of its task follow."""
    row.told_harm = harm
    row.save(update_fields=["told_harm"])
    regrade_decision(act, row)
    date_decision_task(row)
