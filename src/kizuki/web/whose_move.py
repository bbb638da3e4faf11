"""Whose move it is: by name where a post is held, by post where nobody holds it."""

from __future__ import annotations

from collections.abc import Iterable

from kizuki.core.glossary import Lang, say
from kizuki.core.people import row_of
from kizuki.core.reminding.people import LAST_RESORT, asked
from kizuki.store.queries.hands import Hands
from kizuki.store.queries.next_signers import SIGNATURES
from kizuki.store.queries.obligations import ObligationRow
from kizuki.web.doors.around import Around
from kizuki.web.doors.ways import last_report

MOST_NAMES = 2
"""Of a post that more people hold than this its name alone is said."""


def whose_move(row: ObligationRow, near: Around, hands: Hands, lang: Lang) -> str:
    """Of an obligation of a case: who took its task; where its report waits for a signature, the first post of the chain
    that somebody else than its author holds; else the posts that are asked for such an obligation."""
    taken = hands.taken.get((near.case_id, row.kind))
    if taken:
        return taken
    report = last_report(row, near) if row.form and row.state != "sent" else None
    verb = SIGNATURES.get(report.state, "") if report is not None else ""
    if report is not None and verb:
        order = row_of(verb).order
        able = (post for post in order if any(hands.holding(post, near.case_id, report.author)))
        return of_posts((next(able, order[0]),), hands, lang, case_id=near.case_id, besides=report.author)
    return of_kind(row.kind, hands, lang, case_id=near.case_id)


def of_kind(kind: str, hands: Hands, lang: Lang, *, case_id: int | None = None) -> str:
    """The posts that are asked for an obligation of a kind."""
    return of_posts(asked().get(kind, ()), hands, lang, case_id=case_id)


def of_posts(
    posts: Iterable[str], hands: Hands, lang: Lang, *, case_id: int | None = None, besides: int | None = None
) -> str:
    """Those of these posts that somebody holds, each with its names; where nobody holds any, those who are told then, as
    the reminders are (`reminded_roles`)."""
    wanted = tuple(posts)
    for some in (wanted, LAST_RESORT):
        held = [post for post in some if any(hands.holding(post, case_id, besides))]
        if held:
            said = (_said(post, hands, lang, case_id, besides) for post in held)
            return say("screens.comma", lang).join(said)
    return say("screens.comma", lang).join(say(f"record.role.{post}", lang) for post in wanted)


def _said(post: str, hands: Hands, lang: Lang, case_id: int | None, besides: int | None) -> str:
    names = [one.name for one in hands.holding(post, case_id, besides)]
    called = say(f"record.role.{post}", lang)
    if len(names) > MOST_NAMES:
        return called
    return say("work.held_by", lang, names=say("screens.comma", lang).join(names), post=called)
