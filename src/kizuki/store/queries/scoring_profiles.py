"""What scoring proposes answers from, as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.store.access.seen import seen
from kizuki.store.models import Device
from kizuki.store.queries.viewer import Viewer


def scoring_profile(viewer: Viewer, device_id: int) -> Mapping[str, Any]:
    """The profile of a device; empty where nobody told one or the viewer sees no such device."""
    kept = seen(viewer, Device).filter(pk=device_id).values_list("scoring_profile", flat=True).first()
    return dict(kept or {})
