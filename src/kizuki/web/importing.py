"""Lists as the import page shows them: what each row would become, and the list itself on its way to being kept."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.information.receiving import ReceiptEntry
from kizuki.actions.information.take_listing import preview_listing, take_listing
from kizuki.actions.loading.loading import commit_load, preview_load
from kizuki.actions.permission import viewer_of
from kizuki.actions.verb import Actor
from kizuki.core.documents import MAX_BYTES
from kizuki.core.glossary import Lang, say
from kizuki.core.information.listing import Options, listing_columns
from kizuki.core.loading.kinds import load_columns
from kizuki.core.refusal import Refused
from kizuki.core.tables.columns import Column

KINDS: Mapping[str, str] = {
    "devices": "register_device",
    "hospitals": "register_hospital",
    "units": "register_units",
    "cases": "take_over_case",
    "periods": "keep_period",
    "decisions": "keep_earlier_decision",
    "listing": "take_listing",
}
"""Each kind of list in the order in which they are brought in, and the verb that keeps its rows."""

MOST_SHOWN = 300
CARRIED = 700_000
"""Signs of a list that its preview carries to its commit; a longer one is chosen again."""

_PLACE = re.compile(r"^line \d+(?:, (\w+))?: ")
_ORDER = ("refused", "follow_up", "changed", "made", "new", "stands", "duplicate")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list: what would become of it, and why not."""

    line: int
    status: str
    key: str
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would do. `carried` are the hidden fields of its commit; `again`: the list must be chosen anew."""

    rows: tuple[Line, ...]
    counts: tuple[tuple[str, int], ...]
    elsewhere: tuple[tuple[str, int], ...]
    carried: tuple[tuple[str, str], ...]
    again: bool
    more: int

    @property
    def refused(self) -> int:
        """Rows that cannot be kept: while there is one, nothing is."""
        return dict(self.counts).get("refused", 0)

    @property
    def keepable(self) -> bool:
        """Whether there is anything to keep, and nothing in its way."""
        return not self.refused and any(
            count for code, count in self.counts if code in ("made", "changed", "new", "follow_up")
        )


def columns_for(kind: str) -> tuple[Column, ...]:
    """The columns of a kind of list."""
    return listing_columns() if kind == "listing" else load_columns(kind)


def preview_of(kind: str, content: bytes, told: Mapping[str, Any], *, on: date, actor: Actor, lang: Lang) -> Preview:
    """Read the list and say of each row what would become of it; nothing is written."""
    if kind == "listing":
        found: Any = preview_listing(content, told["source"], told["mapping"], _options(told), on=on, actor=actor)
        lines = [Line(row.line, row.status, row.report_no, row.why) for row in found.rows]
    else:
        found = preview_load(kind, content, told["mapping"], on=on, viewer=viewer_of(actor.code))
        lines = [Line(row.line, row.what, row.key, _why(row, lang)) for row in found.rows]
    names = {column.id: column.ja if lang == "ja" else column.en for column in columns_for(kind)}
    lines = [Line(row.line, row.status, row.key, _placed(row.why, names)) for row in lines]
    codes = (
        ("new", "follow_up", "duplicate", "refused")
        if kind == "listing"
        else ("made", "changed", "stands", "refused")
    )
    packed = pack(content)
    lines.sort(key=lambda row: (_ORDER.index(row.status), row.line))
    return Preview(
        rows=tuple(lines[:MOST_SHOWN]),
        counts=tuple((code, found.count(code)) for code in codes),
        elsewhere=found.elsewhere,
        carried=(("token", found.token), *((("content", packed),) if len(packed) <= CARRIED else ())),
        again=len(packed) > CARRIED,
        more=max(0, len(lines) - MOST_SHOWN),
    )


def keep(kind: str, content: bytes, told: Mapping[str, Any], token: str, *, on: date, person: int) -> int:
    """Keep what the preview with this token showed. Returns how many rows were kept."""
    actor = Actor.user(person)
    if kind == "listing":
        receipt = ReceiptEntry(told["received_on"], None if told["who"] else person, told["who"])
        more: dict[str, Any] = {"token": token, "receipt": receipt, "on": on, "actor": actor}
        return len(take_listing(content, told["source"], told["mapping"], _options(told), **more).kept)
    done = commit_load(kind, content, told["mapping"], token=token, on=on, actor=actor)
    return done.count("made") + done.count("changed")


def pack(content: bytes) -> str:
    """The list as a field of a form carries it."""
    return base64.b64encode(zlib.compress(content, 9)).decode("ascii")


def unpack(text: str) -> bytes:
    """The list from that field; `Refused` where it is none, or grows beyond what is read at all."""
    try:
        opened = zlib.decompressobj()
        content = opened.decompress(base64.b64decode(text, validate=True), MAX_BYTES)
    except (binascii.Error, zlib.error, ValueError):
        raise Refused("file", "the list did not arrive whole") from None
    if opened.unconsumed_tail or not opened.eof:
        raise Refused("file", "the list did not arrive whole")
    return content


def _options(told: Mapping[str, Any]) -> Options:
    return Options(told["zone"], told["received_on"], told["language"] == "japanese")


def _why(row: Any, lang: Lang) -> str:
    return str(row.why) or " ".join(say(f"load.remark.{one.code}", lang, **one.values) for one in row.remarks)


def _placed(why: str, names: Mapping[str, str]) -> str:
    """The reason with the column as the list calls it; the line stands beside it."""
    found = _PLACE.match(why)
    if found is None:
        return why
    rest = why[found.end() :]
    return f"{names.get(found[1], found[1])}: {rest}" if found[1] else rest


def shown_columns(columns: Sequence[Column], lang: Lang) -> list[tuple[str, bool, str, str]]:
    """Each column with its name, whether a row needs it, what its cells hold, and its id, which a header may say too."""
    return [
        (
            column.ja if lang == "ja" else column.en,
            column.required,
            say("imports.colon", lang).join(
                filter(None, (say(f"imports.holds.{column.holds}", lang), " / ".join(column.offered(lang))))
            ),
            column.id,
        )
        for column in columns
    ]
