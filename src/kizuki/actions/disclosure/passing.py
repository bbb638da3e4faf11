"""The one way out: what leaves passes the gate, and its outlet writes it with the passage."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import date

from kizuki.actions.disclosure.hold_back import turned
from kizuki.actions.permission import viewer_of
from kizuki.actions.verb import Act
from kizuki.actions.waiting import Waiting
from kizuki.core.disclosure.gate import Passage, Saying, passage_for
from kizuki.core.disclosure.table import OUTLETS, PAPERS, PARTIES
from kizuki.store.models import Disclosure, PartyTurn
from kizuki.store.queries.disclosure import shelter_of
from kizuki.store.record.keeping_rows import standing

SHOWN_FIRST = "show_public_day"
"""The task that shows finder, JPCERT/CC and other makers the day on which the law makes it public."""


def let_out(act: Act, case_id: int, saying: Saying, content: bytes, person: int, on: date) -> tuple[Passage, bytes]:
    """The passage of a document of this case, and the document as it leaves. What the law makes public ends the embargo
    in the record, and those who are shown first are a task. `Refused` at `disclosure` says what keeps it back."""
    passage = passage_for(saying, shelter_of(viewer_of("program:gate"), case_id), act.at)
    left = _outlet(saying.outlet)(content, passage)
    if passage.ends_embargo:
        _end_embargo(act, case_id, saying.demand, person, on)
    return passage, left


def _outlet(name: str) -> Callable[[bytes, Passage], bytes]:
    module, _, function = (OUTLETS | PAPERS)[name].partition(":")  # type: ignore[operator] # both are dicts
    found: Callable[[bytes, Passage], bytes] = getattr(importlib.import_module(module), function)
    return found


def _end_embargo(act: Act, case_id: int, demand: str, person: int, on: date) -> None:
    disclosure = standing(Disclosure, case_id=case_id).get()
    turned(act, disclosure, "ended", None, "", person, f"{demand or 'override'} {on.isoformat()}")
    first = [code for code, kind in PARTIES.items() if kind.first]
    if standing(PartyTurn, disclosure=disclosure, told="told", party__kind__in=first).exists():
        act.wait_for(
            Waiting(
                SHOWN_FIRST,
                f"disclosure:{disclosure.pk}",
                act.name,
                "psirt",
                case=case_id,
                due_on=on,
                values={"on": on.isoformat()},
            )
        )
