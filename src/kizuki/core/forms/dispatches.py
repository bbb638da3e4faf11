"""What a document says of the dispatch of a first report: only what a record of the dispatch holds."""

from __future__ import annotations

import re

from kizuki.core.forms.document import CaseDocument
from kizuki.core.forms.recorded import Dispatch
from kizuki.core.forms.shown import western_instant
from kizuki.core.forms.told import Told

WAYS = {"portal": "電子報告", "fax": "FAX", "mail": "電子メール", "post": "郵送", "in_person": "持参"}
"""The ways of sending in the words of the forms."""

_SAYS_SENT = re.compile(r"第一報[^。\n]{0,24}?(行った|行いました|送信|送付|済|報告した|ＦＡＸした|FAXした)")


def sheets_sent(document: CaseDocument, told: Told) -> tuple[Dispatch, ...]:
    """The dispatches that went through and named this matter or person; one that names nobody is of the whole case."""
    ids = {told.matter_id, told.person_id} - {""}
    return tuple(
        one
        for one in document.dispatches
        if one.delivered is not False and (not one.of or not ids or ids & set(one.of))
    )


def when_sent(one: Dispatch) -> str:
    """When and how a sheet was sent, and whether its arrival is confirmed."""
    way = WAYS.get(one.way, one.way)
    arrived = f"着信確認 {western_instant(one.arrived_at)}" if one.arrived_at else "着信は未確認"
    to = f"　{one.addressee}" if one.addressee else ""
    return f"{western_instant(one.sent_at)} {way}送信（{arrived}）{to}"


def says_it_was_sent(text: str) -> bool:
    """Whether a text says that a first report was sent."""
    return _SAYS_SENT.search("".join(text.split())) is not None
