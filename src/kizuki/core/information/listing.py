"""Lists of foreign events: each row read for Japan, and held against our devices and against what is kept already."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from kizuki.core.devices.identifiers import gtin, same_gtin
from kizuki.core.information.japanese_day import japanese_day
from kizuki.core.refusal import Refused
from kizuki.core.tables.columns import Column, Row, Table, columns_of, placed, read_rows
from kizuki.core.tables.days import day_of

Status = Literal["new", "follow_up", "duplicate", "refused"]
Identity = Literal["identified", "several", "unknown"]


@dataclass(frozen=True, slots=True)
class OurDevice:
    """By what a list can mean a device of ours: its names (brand, model, approval number, names abroad) and GTINs."""

    id: int
    key: str
    names: tuple[str, ...]
    gtins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """How a list is read: on whose clock (IANA zone), when it reached us in Japan, and whether its words are
    Japanese or wait for a translation."""

    zone: str
    received_on: date
    japanese: bool = False


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """A row as it would be kept. `awareness_on` is the Japanese date on which it reached us: that of `sent`, else the
    day of the list. `devices` are the candidates; only one of them is an identity. `why` says what is open or wrong.

    `sha256` is the digest of what the row tells: the same number with another digest is a follow-up, which is news.
    """

    line: int
    status: Status
    report_no: str = ""
    identity: Identity = "unknown"
    devices: tuple[str, ...] = ()
    awareness_on: date | None = None
    occurred_on: date | None = None
    remarks: tuple[str, ...] = ()
    why: str = ""
    sha256: str = ""
    follows: int | None = None
    values: Mapping[str, Any] | None = None


def listing_columns() -> tuple[Column, ...]:
    """The columns that a list of events may have."""
    return columns_of("kizuki.core.information", "listing.toml", "events")


def read_listing(
    table: Table,
    mapping: Mapping[str, str],
    options: Options,
    ours: Sequence[OurDevice],
    kept: Mapping[str, Sequence[tuple[int, str]]],
) -> tuple[ListedEvent, ...]:
    """Every row of a list. `kept` has, by report number, what is kept of this source: id and digest, oldest first.

    `Refused` where the header cannot be read; a row that cannot be is `refused` with its reason, and stands in the
    answer like every other.
    """
    columns = listing_columns()
    rows = read_rows(table, columns, placed(table.header, columns, mapping))
    seen: dict[str, set[str]] = {}
    return tuple(_event(row, options, ours, kept, seen) for row in rows)


def _event(
    row: Row,
    options: Options,
    ours: Sequence[OurDevice],
    kept: Mapping[str, Sequence[tuple[int, str]]],
    seen: dict[str, set[str]],
) -> ListedEvent:
    try:
        if row.faults:
            raise row.faults[0]
        return _read(row, options, ours, kept, seen)
    except Refused as refusal:
        return ListedEvent(row.line, "refused", str(row.values.get("report_no", "")), why=str(refusal))


def _read(
    row: Row,
    options: Options,
    ours: Sequence[OurDevice],
    kept: Mapping[str, Sequence[tuple[int, str]]],
    seen: dict[str, set[str]],
) -> ListedEvent:
    values, at = row.values, f"line {row.line}"
    remarks: list[str] = []
    awareness_on = options.received_on
    if "sent" in values:
        sent = japanese_day(values["sent"], options.zone, f"{at}, sent")
        if sent.on > options.received_on:
            raise Refused(f"{at}, sent", f"{sent.on} in Japan is after the list was received ({options.received_on})")
        awareness_on = sent.on
        remarks += [sent.remark] if sent.remark else []
    number = unicodedata.normalize("NFKC", values["report_no"]).strip()
    if len(number) > 80:
        raise Refused(f"{at}, report_no", "has more than 80 characters")
    identity, devices = _identity(values, ours, at)
    sha256 = _digest(values)
    status, follows = _standing(number, sha256, kept, seen)
    return ListedEvent(
        line=row.line,
        status=status,
        report_no=number,
        identity=identity,
        devices=devices,
        awareness_on=awareness_on,
        occurred_on=_local_day(values, at),
        remarks=tuple(remarks),
        sha256=sha256,
        follows=follows,
        values=values,
    )


def _local_day(values: Mapping[str, Any], at: str) -> date | None:
    """The day of the event by the clock where it happened: it is told as such, and no zone moves it."""
    told = values.get("occurred")
    if told is None:
        return None
    return day_of(re.split(r"[T ]", str(told).strip(), maxsplit=1)[0], f"{at}, occurred")


def _standing(
    number: str, sha256: str, kept: Mapping[str, Sequence[tuple[int, str]]], seen: dict[str, set[str]]
) -> tuple[Status, int | None]:
    versions = kept.get(number, ())
    earlier = seen.setdefault(number, set())
    if sha256 in earlier or sha256 in {digest for _, digest in versions}:
        return "duplicate", None
    # Two versions in one list are two pieces of news; the second follows the first once that is kept.
    first = not versions and not earlier
    earlier.add(sha256)
    return ("new", None) if first else ("follow_up", versions[-1][0] if versions else None)


def _identity(values: Mapping[str, Any], ours: Sequence[OurDevice], at: str) -> tuple[Identity, tuple[str, ...]]:
    """The device of ours that a row means. A GTIN decides where one is told; names decide only alone."""
    if "udi_di" in values:
        code = gtin(values["udi_di"], f"{at}, udi_di")
        found = sorted({device.key for device in ours if any(same_gtin(code, own) for own in device.gtins)})
        if found:
            return ("identified" if len(found) == 1 else "several"), tuple(found)
    told = {_plain(values[name]) for name in ("device", "model") if name in values}
    found = sorted({device.key for device in ours if told & {_plain(name) for name in device.names if name}})
    if len(found) == 1:
        return "identified", tuple(found)
    return ("several" if found else "unknown"), tuple(found)


def _digest(values: Mapping[str, Any]) -> str:
    told = "\x1f".join(f"{key}={values[key]}" for key in sorted(values) if key != "sent")
    return hashlib.sha256(told.encode()).hexdigest()


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
