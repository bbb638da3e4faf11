"""Every device, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.web.pages.home import DeviceCard, device_cards
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class DevicesPage:
    """The cards of the devices that the viewer may see."""

    devices: tuple[DeviceCard, ...]


@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """The page."""
    page = DevicesPage(device_cards(viewer_of(request), today()))
    return render(request, "kizuki/devices.html", {"page": page})
