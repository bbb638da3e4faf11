"""Say on which devices a person may act."""

from __future__ import annotations

from collections.abc import Iterable

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, ProductScope, User


def set_product_scope(user_id: int, devices: Iterable[str], *, actor: Actor) -> None:
    """From now on the person acts only on the devices with these keys; none named: on every device."""
    find(User, "user", actor=actor, pk=user_id)
    wanted = sorted(set(devices))
    found = dict(Device.objects.filter(key__in=wanted).values_list("key", "pk"))
    unknown = [key for key in wanted if key not in found]
    if unknown:
        raise Refused("devices", f"there is no device {unknown[0]}")
    with verb(
        "set_product_scope", actor=actor, of=[f"user:{user_id}", *(f"device:{pk}" for pk in found.values())]
    ) as act:
        standing = set(ProductScope.objects.filter(user_id=user_id).values_list("device_id", flat=True))
        if standing == set(found.values()):
            act.unchanged()
            return
        ProductScope.objects.filter(user_id=user_id).exclude(device_id__in=found.values()).delete()
        ProductScope.objects.bulk_create(
            ProductScope(user_id=user_id, device_id=pk) for pk in sorted(set(found.values()) - standing)
        )
        act.record(subjects=[f"user:{user_id}"], payload={"devices": sorted(found.values())})
