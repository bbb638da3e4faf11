"""A device: where it stands in its life, what is confirmed of it, its patches and its units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.glossary import Lang, say
from kizuki.core.lifecycle.device import MILESTONES
from kizuki.store.queries import devices
from kizuki.store.queries.cases import CaseRow, cases_of_device
from kizuki.store.queries.company import CapacityRow, capacity_on
from kizuki.store.queries.device_life import DeviceLife, device_life
from kizuki.store.queries.milestone_notices import Announced, announced
from kizuki.store.queries.patches import PatchRow, patches_of_device
from kizuki.store.queries.support import EosProposed, SupportRow, eos_proposed, support_of_device
from kizuki.store.queries.taken_over import PeriodRow, running_periods
from kizuki.store.queries.units import UnitRow, units_of_device
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_device import DOORS
from kizuki.web.doors.of_milestones import NOTICE
from kizuki.web.doors.of_precautions import RECORD_PRECAUTION
from kizuki.web.doors.of_profile import SCORING_PROFILE
from kizuki.web.doors.of_retention import ON_DEVICE
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

_DOORS = (*DOORS, NOTICE, RECORD_PRECAUTION, SCORING_PROFILE, *ON_DEVICE)
MOST_UNITS = 200


@dataclass(frozen=True, slots=True)
class Trait:
    """Something that is confirmed of the device, or not yet; `value` is empty where it is not."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone: `told` is False where nobody has said anything, `on` None where it is not planned."""

    name: str
    told: bool
    on: date | None
    past: bool


@dataclass(frozen=True, slots=True)
class DeviceView:
    """The page of a device on one day."""

    today: date
    page: devices.DevicePage
    life: DeviceLife
    milestones: tuple[MilestoneLine, ...]
    announced: tuple[Announced, ...]
    possible: str
    traits: tuple[Trait, ...]
    patches: tuple[PatchRow, ...]
    units: tuple[UnitRow, ...]
    cut_off: bool
    periods: tuple[PeriodRow, ...]
    support: tuple[SupportRow, ...]
    eos_proposed: tuple[EosProposed, ...]
    cases: tuple[CaseRow, ...]
    capacity: CapacityRow | None
    doors: tuple[Link, ...]


@require_safe
def device(request: HttpRequest, device_id: int) -> HttpResponse:
    """The page."""
    page = device_view(viewer_of(request), device_id, today())
    if page is None:
        raise Http404
    return render(request, "kizuki/device.html", {"page": page})


def device_view(viewer: Viewer, device_id: int, on: date) -> DeviceView | None:
    """A device as seen on one day; None where there is none."""
    page, life = devices.device_page(viewer, device_id), device_life(viewer, device_id, on)
    if page is None or life is None:
        return None
    units = units_of_device(viewer, device_id, limit=MOST_UNITS + 1)
    stages = say("screens.comma", viewer.lang).join(
        say(f"device.stage.{code}", viewer.lang) for code in life.stage.possible
    )
    support = support_of_device(viewer, device_id, on)
    return DeviceView(
        today=on,
        page=page,
        life=life,
        milestones=tuple(_milestone(name, life, on) for name in MILESTONES),
        announced=announced(viewer, device_id),
        possible=stages,
        traits=_traits(page, life, viewer.lang),
        patches=patches_of_device(viewer, device_id),
        units=units[:MOST_UNITS],
        cut_off=len(units) > MOST_UNITS,
        periods=running_periods(viewer, device_id),
        support=support,
        eos_proposed=eos_proposed(support, on),
        cases=cases_of_device(viewer, device_id),
        capacity=capacity_on(viewer, device_id, on),
        doors=links(_DOORS, Doing(viewer, "", device_id, on, kept={"device": page})),
    )


def _milestone(name: str, life: DeviceLife, on: date) -> MilestoneLine:
    day = life.milestones.get(name)
    return MilestoneLine(name, name in life.milestones, day, day is not None and day <= on)


def _traits(page: devices.DevicePage, life: DeviceLife, lang: Lang) -> tuple[Trait, ...]:
    told, row = life.traits, page.row
    kind = told.get("approval_kind")
    number = " ".join(filter(None, (say(f"device.approval.{kind}", lang) if kind else "", row.approval_no)))
    conformity = told.get("essential_12_3", {}).get("state")
    values = {
        "generic": row.generic,
        "jmdn": row.jmdn,
        "device_class": row.device_class,
        "approval": number,
        "udi_di": " ".join(told.get("udi_di", ())),
        "specified_maintenance": _yes_no(told.get("specified_maintenance"), lang),
        "implant": _yes_no(told.get("implant"), lang),
        "essential_12_3": say(f"device.trait.conformity_{conformity}", lang) if conformity else "",
        "intended_use": _in(told.get("intended_use"), lang),
        "body_site": _in(told.get("body_site"), lang),
    }
    return tuple(Trait(say(f"device.trait.{name}", lang), value) for name, value in values.items())


def _yes_no(value: bool | None, lang: Lang) -> str:
    return "" if value is None else say(f"device.trait.{'yes' if value else 'no'}", lang)


def _in(value: dict[str, str] | None, lang: Lang) -> str:
    return "" if not value else value.get(lang) or value["ja"]
