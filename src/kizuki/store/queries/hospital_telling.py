"""How one hospital is told: its links, who is responsible for what there, what it acknowledged, what is owed of that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kizuki.core.hospitals import Responsible, said_of
from kizuki.store.access.seen import seen
from kizuki.store.models import (
    Hospital,
    HospitalAcknowledgement,
    HospitalLink,
    Obligation,
    Responsibilities,
    Unit,
)
from kizuki.store.obligations.lists import STANDING
from kizuki.store.queries.viewer import Viewer

OWED = "responsibility_acknowledgement"


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link; `opens`: it opens the page today."""

    id: int
    made_at: datetime
    made_by: str
    ends_on: date
    revoked_at: datetime | None
    opens: bool


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Somebody of the hospital acknowledged an edition. `name` is '' where retention erased it; `person` is who of us
    recorded it, '' where the hospital said so on its page."""

    number: int
    sha256: str
    name: str
    post: str
    remark: str
    way: str
    on: date
    person: str
    recorded_at: datetime
    id: int
    document: str | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """An edition of who is responsible for what: every duty, and the words beside them."""

    id: int
    number: int
    sha256: str
    on: date
    lines: tuple[Responsible, ...]
    words: str
    person: str


@dataclass(frozen=True, slots=True)
class Telling:
    """All of it for one hospital. `sheet` is the newest edition, None before the first; `acknowledged` the word on that
    edition, None while there is none; `owed_since` and `owed_on`: since when and by when the word is owed."""

    hospital: int
    links: tuple[LinkRow, ...]
    sheet: SheetRow | None
    acknowledged: Acknowledged | None
    before: tuple[Acknowledged, ...]
    owed: int | None
    owed_since: date | None
    owed_on: date | None


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One hospital in the list of all: units that stand there, whether a link opens, the state of the newest edition:
    `none`, `owed`, `late` or `acknowledged`, with its day."""

    hospital: int
    name: str
    prefecture: str
    units: int
    link: bool
    state: str
    on: date | None
    number: int


def telling_of(viewer: Viewer, hospital_id: int, on: date) -> Telling:
    """How this hospital is told, as of a day."""
    links = seen(viewer, HospitalLink).filter(hospital=hospital_id).select_related("made_by").order_by("-pk")
    sheets = seen(viewer, Responsibilities).filter(hospital=hospital_id).select_related("person")
    newest = sheets.order_by("-number").first()
    said = (
        seen(viewer, HospitalAcknowledgement)
        .filter(responsibilities__hospital=hospital_id)
        .select_related("person", "responsibilities")
        .order_by("-pk")
    )
    words = tuple(_acknowledged(row) for row in said)
    owed = seen(viewer, Obligation).filter(owner=f"hospital:{hospital_id}", kind=OWED, ended_at=None).first()
    return Telling(
        hospital_id,
        tuple(_link(row, on) for row in links),
        _sheet(newest) if newest else None,
        next((row for row in words if newest and row.sha256 == newest.sha256), None),
        tuple(row for row in words if newest is None or row.sha256 != newest.sha256),
        owed.pk if owed else None,
        owed.learned_on if owed else None,
        owed.due_on if owed else None,
    )


def told_hospitals(viewer: Viewer, on: date) -> tuple[ToldRow, ...]:
    """Every hospital with where it stands: the silent ones past their day first, then those that are owed an answer or
    have no sheet, then by name."""
    standing = (
        seen(viewer, Unit).filter(state__in=STANDING, hospital__isnull=False).values_list("hospital", flat=True)
    )
    units: dict[int, int] = {}
    for pk in standing:
        units[pk] = units.get(pk, 0) + 1
    opening = seen(viewer, HospitalLink).filter(revoked_at=None, ends_on__gte=on)
    links = set(opening.values_list("hospital", flat=True))
    sheets = seen(viewer, Responsibilities).order_by("number").values_list("hospital", "number", "sha256")
    newest = {hospital: (number, sha256) for hospital, number, sha256 in sheets}
    said = dict(seen(viewer, HospitalAcknowledgement).order_by("pk").values_list("sha256", "on"))
    owed = dict(seen(viewer, Obligation).filter(kind=OWED, ended_at=None).values_list("owner", "due_on"))
    rows = []
    for row in seen(viewer, Hospital).order_by("name", "pk"):
        number, sha256 = newest.get(row.pk, (0, ""))
        due = owed.get(f"hospital:{row.pk}")
        state, day = (
            ("none", None) if not number else ("acknowledged", said.get(sha256)) if not due else ("owed", due)
        )
        if due and due < on:
            state = "late"
        rows.append(
            ToldRow(row.pk, row.name, row.prefecture, units.get(row.pk, 0), row.pk in links, state, day, number)
        )
    order = ("late", "owed", "none", "acknowledged")
    return tuple(sorted(rows, key=lambda one: order.index(one.state)))


def sheet_before(viewer: Viewer, hospital_id: int) -> SheetRow | None:
    """The newest edition of one hospital; None before the first."""
    rows = seen(viewer, Responsibilities).filter(hospital=hospital_id).select_related("person")
    newest = rows.order_by("-number").first()
    return _sheet(newest) if newest else None


def waiting(rows: Iterable[ToldRow]) -> int:
    """How many hospitals were asked and have not answered."""
    return sum(row.state in ("owed", "late") for row in rows)


def _link(row: HospitalLink, on: date) -> LinkRow:
    opens = row.revoked_at is None and on <= row.ends_on
    return LinkRow(row.pk, row.made_at, row.made_by.display_name, row.ends_on, row.revoked_at, opens)


def _sheet(row: Responsibilities) -> SheetRow:
    lines = said_of(row.sheet.get("lines", ()))
    return SheetRow(
        row.pk, row.number, row.sha256, row.on, lines, row.sheet.get("words", ""), row.person.display_name
    )


def _acknowledged(row: HospitalAcknowledgement) -> Acknowledged:
    return Acknowledged(
        row.responsibilities.number,
        row.sha256,
        row.name,
        row.post,
        row.remark,
        row.way,
        row.on,
        row.person.display_name if row.person else "",
        row.recorded_at,
        row.pk,
        row.document_id,
    )
