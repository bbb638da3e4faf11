"""From the owner of an obligation to the rows that it belongs to."""

from __future__ import annotations

from kizuki.store.models import SentSheet, Unit


def leads_to(owner: str) -> dict[str, int]:
    """What an owner belongs to: who may not see that does not see what it owes. ValueError for one that leads nowhere."""
    kind, _, rest = owner.partition(":")
    number = int(rest.partition(":")[0])
    if kind in ("case", "information", "device"):
        return {f"{kind}_id": number}
    if kind == "period":
        return {"device_id": number}
    if kind == "unit":
        return {"device_id": Unit.objects.values_list("device_id", flat=True).get(pk=number)}
    if kind == "sent_sheet":
        device = SentSheet.objects.values_list("device_id", flat=True).get(pk=number)
        return {} if device is None else {"device_id": device}
    if kind in ("hospital", "person", "corrective_action", "company"):
        # A hospital is nobody's secret, nor is what the company and its people owe: who works here sees it.
        return {}
    raise ValueError(f"nothing says what {owner} belongs to")
