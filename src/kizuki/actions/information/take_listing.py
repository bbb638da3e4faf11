"""Take in a line listing of foreign events: first a preview that writes nothing, then all of it or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.actions.documents import keep_document
from kizuki.actions.information.moving import decision_of
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry, keep_information, next_numbers
from kizuki.actions.permission import viewer_of
from kizuki.actions.verb import Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.information.japanese_day import zone_known
from kizuki.core.information.listing import ListedEvent, Options, read_listing
from kizuki.core.information.sources import source_of
from kizuki.core.refusal import Refused
from kizuki.gateways.tables import read_table
from kizuki.store.access.seen import seen
from kizuki.store.devices.known_names import our_devices
from kizuki.store.models import Device, SafetyInformation
from kizuki.store.record.canonical import canonical_json, digest_of
from kizuki.store.record.parts import chunks

_AT_A_TIME = 50
"""A row of a list is twenty rows of the record at most: itself, its receipt, texts and tasks, and what names them."""

_TEXTS = {"summary": "summary", "story": "story", "patient": "patient", "reporter": "reporter", "outcome": "remark"}


@dataclass(frozen=True, slots=True)
class ListingPreview:
    """What a list would bring. `token` is over the list, how it is read, and what is kept now. `empty` counts the rows
    without text, `elsewhere` those of sheets that are not read, by sheet."""

    rows: tuple[ListedEvent, ...]
    token: str
    empty: int = 0
    elsewhere: tuple[tuple[str, int], ...] = ()

    def count(self, status: str) -> int:
        """Rows of this status."""
        return sum(row.status == status for row in self.rows)


@dataclass(frozen=True, slots=True)
class ListingTaken:
    """What was kept: ids of new information and of follow-ups; duplicates were kept before."""

    kept: tuple[int, ...]
    duplicates: int


def preview_listing(
    content: bytes, source: str, mapping: Mapping[str, str], options: Options, *, on: date, actor: Actor
) -> ListingPreview:
    """Read a list (Excel or CSV) and say of every row what would become of it. Nothing is written.

    `on` is today in Japan. `Refused`: the list itself cannot be read, or it was received in the future.
    """
    if not source_of(source, "source").foreign:
        raise Refused("source", f"{source} is not a source abroad")
    if options.received_on > on:
        raise Refused("received_on", f"{options.received_on} is after {on}")
    if not zone_known(options.zone):
        raise Refused("zone", f"{options.zone!r} is not the name of a time zone such as America/New_York")
    viewer = viewer_of(actor.code)
    kept: dict[str, list[tuple[int, str]]] = {}
    standing = seen(viewer, SafetyInformation).filter(source=source).exclude(source_no="").order_by("pk")
    for pk, number, sha256 in standing.values_list("pk", "source_no", "sha256"):
        kept.setdefault(number, []).append((pk, sha256))
    table = read_table(content)
    rows = read_listing(table, mapping, options, our_devices(viewer), kept)
    read = {"sha256": digest_of(content), "source": source, "options": options, "rows": rows}
    return ListingPreview(rows, digest_of(canonical_json(read)), table.empty, table.elsewhere)


def take_listing(
    content: bytes,
    source: str,
    mapping: Mapping[str, str],
    options: Options,
    *,
    token: str,
    receipt: ReceiptEntry,
    on: date,
    actor: Actor,
) -> ListingTaken:
    """Keep what a preview showed. `receipt` says who received the list; its day is that of each row.

    `Refused`, and nothing is kept, where the list or the record moved since the preview, or a row cannot be kept. A
    list that was cut off half-way goes on when it is taken again: what is kept then shows as a duplicate.
    """
    preview = preview_listing(content, source, mapping, options, on=on, actor=actor)
    _require_as_shown(preview, token)
    news = [row for row in preview.rows if row.status in ("new", "follow_up")]
    kept: list[int] = []
    made: dict[str, int] = {}
    parts = list(chunks(news, _AT_A_TIME))
    for number, part in enumerate(parts, start=1):
        with verb("take_listing", actor=actor, of=_before(part, actor)) as act:
            document, subjects = keep_document(content, "application/octet-stream")
            numbers = next_numbers(act, len(part))
            for row, name in zip(part, numbers, strict=True):
                entry = _entry(row, source, options, receipt, made)
                information, named = keep_information(act, entry, name)
                information.original = document
                information.save(update_fields=["original"])
                made[row.report_no] = information.pk
                subjects += [subject for subject in named if subject not in subjects]
                _ask(act.wait_for, row, information)
            kept += SafetyInformation.objects.filter(number__in=numbers).order_by("pk").values_list("pk", flat=True)
            act.record(
                subjects=subjects,
                payload={"source": source, "kept": len(part), "part": number, "parts": len(parts), "token": token},
            )
    return ListingTaken(tuple(kept), preview.count("duplicate"))


def _before(part: Sequence[ListedEvent], actor: Actor) -> list[str]:
    """What was there before: the devices that the rows name, and the information that they follow."""
    keys = {row.devices[0] for row in part if row.identity == "identified"}
    devices = seen(viewer_of(actor.code), Device).filter(key__in=keys).values_list("pk", flat=True)
    return [*(f"device:{pk}" for pk in devices), *(f"information:{row.follows}" for row in part if row.follows)]


def _entry(
    row: ListedEvent, source: str, options: Options, receipt: ReceiptEntry, made: Mapping[str, int]
) -> InformationEntry:
    if row.values is None or row.awareness_on is None:
        raise RuntimeError("a row that can be kept has its values")
    return InformationEntry(
        source=source,
        receipts=[ReceiptEntry(row.awareness_on, receipt.user, receipt.name, receipt.channel)],
        texts={kind: str(row.values[column]) for column, kind in _TEXTS.items() if column in row.values},
        device=row.devices[0] if row.identity == "identified" else None,
        source_no=row.report_no,
        occurred_on=row.occurred_on,
        country=str(row.values.get("country", ""))[:2],
        translation="not_needed" if options.japanese else "waiting",
        sha256=row.sha256,
        follows=row.follows or made.get(row.report_no),
    )


def _ask(wait_for: Callable[[Waiting], int], row: ListedEvent, information: SafetyInformation) -> None:
    subject = f"information:{information.pk}"
    wait_for(decision_of(information, "listing"))
    if row.identity != "identified":
        wait_for(Waiting("identify_device", subject, "listing", "safety_officer"))
    if information.translation == "waiting":
        wait_for(Waiting("translate_information", subject, "listing", "safety_officer"))


def _require_as_shown(preview: ListingPreview, token: str) -> None:
    if preview.token != token:
        raise Refused("token", "the list or the record has changed since the preview; look at a new one")
    refused = [row for row in preview.rows if row.status == "refused"]
    if refused:
        raise Refused(f"line {refused[0].line}", f"{refused[0].why} ({len(refused)} rows cannot be kept)")
