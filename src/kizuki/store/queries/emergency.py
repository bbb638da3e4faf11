"""What somebody needs on paper when no screen can be reached: contacts, duty, and every due day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kizuki.core.glossary import say
from kizuki.core.lifecycle.obligations import LIVE
from kizuki.store.access.seen import open_to_everybody, seen
from kizuki.store.models import Obligation
from kizuki.store.queries.company import addressees_on, standing_company
from kizuki.store.queries.duty import turns_from
from kizuki.store.queries.obligations import name_of
from kizuki.store.queries.people import people_of_posts
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.clock import JAPAN

POSTS = ("general_manager", "safety_manager", "safety_officer", "regulatory", "psirt")
"""Whoever has to be reached, the one who answers for the company first."""
_STEPS = ("1", "2", "3", "4", "5")


@dataclass(frozen=True, slots=True)
class EmergencyPack:
    """`sections` of the page of contacts and days, as ruled tables; `company` and `contact` fill the blank forms."""

    sections: tuple[dict[str, Any], ...]
    company: dict[str, str]
    contact: dict[str, str]


def emergency_pack(viewer: Viewer, now: datetime) -> EmergencyPack:
    """The pack as the record stands at an instant. No patient and no hospital stands in it."""
    company = standing_company(viewer, now.astimezone(JAPAN).date())
    contact = {key: str(text) for key, text in (company.contact if company else {}).items() if text}
    names = ("address", "name", "representative")
    told = {name: str(getattr(company, name)) for name in names if company and getattr(company, name)}
    return EmergencyPack(
        (
            _table(viewer, "steps", ("step", "do"), (8, 92), _steps(viewer)),
            _table(viewer, "duty", ("from", "to", "person", "deputy"), (25, 25, 25, 25), _turns(viewer, now)),
            _table(viewer, "posts", ("role", "who"), (40, 60), _posts(viewer)),
            _table(
                viewer, "addressees", ("whom", "phone", "fax", "mail"), (34, 18, 18, 30), _addressees(viewer, now)
            ),
            _table(viewer, "due", ("day", "case", "what"), (14, 18, 68), _due(viewer)),
        ),
        told,
        contact,
    )


def _table(
    viewer: Viewer, name: str, columns: tuple[str, ...], shares: tuple[int, ...], rows: Iterable[tuple[str, ...]]
) -> dict[str, Any]:
    return {
        "title": say(f"pack.{name}", viewer.lang),
        "kind": "table",
        "columns": [say(f"pack.column.{column}", viewer.lang) for column in columns],
        "shares": list(shares),
        "rows": [list(row) for row in rows],
    }


def _steps(viewer: Viewer) -> Iterable[tuple[str, ...]]:
    return ((step, say(f"pack.step.{step}", viewer.lang)) for step in _STEPS)


def _turns(viewer: Viewer, now: datetime) -> Iterable[tuple[str, ...]]:
    return ((_at(row.begins_at), _at(row.ends_at), row.person, row.deputy) for row in turns_from(viewer, now))


def _posts(viewer: Viewer) -> Iterable[tuple[str, ...]]:
    for role in POSTS:
        for _, name in people_of_posts(viewer, (role,)):
            yield say(f"record.role.{role}", viewer.lang), name


def _addressees(viewer: Viewer, now: datetime) -> Iterable[tuple[str, ...]]:
    for row in addressees_on(viewer, "", now.astimezone(JAPAN).date()):
        kind = say(f"record.value.kind.{row.kind}", viewer.lang)
        called = "　".join(part for part in (row.name, row.unit) if part)
        whom = kind if called in ("", kind) else f"{kind}\n{called}"
        yield whom, row.phone, row.fax, "\n".join(part for part in (row.email, row.address) if part)


def _due(viewer: Viewer) -> Iterable[tuple[str, ...]]:
    """Every live row with a day, the earliest first; of a case its number alone, never its title. Paper goes from hand to
    hand: of what not everybody sees it tells the day, and that something is due."""
    rows = seen(viewer, Obligation).filter(state__in=LIVE, due_on__isnull=False).select_related("case")
    open_to_all = set(open_to_everybody(Obligation).filter(pk__in=rows.values("pk")).values_list("pk", flat=True))
    for row in rows.order_by("due_on", "pk"):
        if row.pk in open_to_all:
            yield str(row.due_on), row.case.number if row.case else "—", name_of(row, viewer.lang)
        else:
            yield str(row.due_on), "—", say("pack.secret", viewer.lang)


def _at(instant: datetime) -> str:
    return instant.astimezone(JAPAN).strftime("%Y-%m-%d %H:%M")
