"""Every device, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.web.device_cards import DeviceCard, device_cards
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_device import REGISTER_DEVICE
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class DevicesPage:
    """The cards of the devices that the viewer may see."""

    devices: tuple[DeviceCard, ...]
    doors: tuple[Link, ...]


@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """The page."""
    viewer, on = viewer_of(request), today()
    page = DevicesPage(device_cards(viewer, on), links((REGISTER_DEVICE,), Doing(viewer, "", 0, on)))
    return render(request, "kizuki/devices.html", {"page": page})
