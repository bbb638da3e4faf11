"""Ends of an obligation that are no button to be pressed first."""

from __future__ import annotations

from kizuki.store.queries.obligations import ObligationRow

LAST_RESORTS = frozenset(
    {
        *("record_not_fulfilled", "give_up_asking", "decide_withdrawal", "record_word_of_pmda", "take_over"),
        *("hand_over", "unjoin_case", "nothing_new", "submit_unapproved"),
    }
)
"""Acts that end something by another way than doing it."""


ASKED_FOR = frozenset(
    {("record_not_fulfilled", "late"), ("decide_withdrawal", "withdrawal"), ("hand_over", "form_12_listing")}
)
"""Where such an act is what the obligation asks for: what is late is explained, a withdrawal is decided, what belongs on
a periodic report is handed over to it."""


def is_usual(act: str, row: ObligationRow) -> bool:
    """Whether a list may give it alone: a last resort is no button to be pressed first."""
    return act not in LAST_RESORTS or (act, row.kind) in ASKED_FOR
