"""Opening a closed case again inside whichever verb found the reason."""

from __future__ import annotations

from kizuki.actions.cases.assessing import resettle
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.verb import Act
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, CaseDuplicate


def reopen_within(act: Act, case: Case, cause: str) -> dict[str, str]:
    """Set a closed case open again, in the transaction of `act`; it must be locked. Returns what the payload says of
    it: `{"reopened": cause}`, with an empty cause where the case is open already.

    `cause` is a code with words in the glossary (`record.value.reopened.<cause>`). What is owed is what the ledger says.
    `Refused` where the case is a duplicate: the case that was kept goes on.
    """
    if case.state == "open":
        return {"reopened": ""}
    kept = CaseDuplicate.objects.filter(case=case).select_related("kept").first()
    if kept is not None:
        raise Refused("case", f"{case.number} is a duplicate of {kept.kept.number}, which goes on")
    case.state = "open"
    case.save(update_fields=["state"])
    resettle(act, case.pk)
    return {"reopened": cause}


def reopen_where_closed(act: Act, case_id: int, cause: str) -> dict[str, str]:
    """The same for a case by its id; says nothing where it is open."""
    case = lock_case(act, case_id)
    return {} if case.state == "open" else reopen_within(act, case, cause)
