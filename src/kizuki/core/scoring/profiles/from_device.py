"""Answers to the base questions that a device profile proposes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kizuki.core.scoring.profiles.device import INTERFACE_KINDS, DeviceProfile, Interface
from kizuki.core.scoring.profiles.proposal import Origin, Proposal, Silent
from kizuki.core.scoring.rubric import QUESTIONS

MANY_PATIENTS = 500
"""From how many people on the loss of patient data counts as large (rubric p.25)."""

_LETTERS = {"patient": "P", "diagnosis": "D", "therapy": "T", "workflow": "W", "system": "S", "other": "O"}
_USE_OF = {"diagnosis": ("diagnosis", "monitoring"), "therapy": ("therapy",), "workflow": ("workflow",)}
_ALWAYS_THERE = ("XIS", "XAS", "XAW")
"""A system to alter or to stop, and work that waits for the device, are there whatever the profile lists."""

_AUTHORITIES = ("programs", "supplies_performance", "hosts")


def device_proposals(device: DeviceProfile, reaching: frozenset[str] | None) -> Iterator[Proposal | Silent]:
    """What the profile says of the questions, in no order; what it does not know is silent, never a No."""
    yield from _attack_vector(device, reaching)
    yield from _privileges(device)
    yield from _scope(device)
    yield from _impacts(device)
    yield from _many_patients(device)


def _attack_vector(device: DeviceProfile, reaching: frozenset[str] | None) -> Iterator[Proposal | Silent]:
    if device.interfaces is None:
        yield from (Silent(code, "profile_silent") for code in ("XAVN", "XAVT", "XAVW", "XAVR", "XAVP"))
        return
    interfaces = [one for one in device.interfaces if reaching is None or one.id in reaching]
    if not interfaces:
        reason = "no_interface_reaches" if device.interfaces else "no_interface_listed"
        yield from (Silent(code, reason) for code in ("XAVN", "XAVP"))
        return
    network = [one for one in interfaces if one.answer("network") == "Y"]
    unclear = [one for one in interfaces if one.answer("network") == "U"]
    if network:
        yield _on("XAVN", "Y", network, "network_interface")
        yield from _network(network + unclear)
    elif unclear:
        yield _on("XAVN", "U", unclear, "interface_unclear")
    else:
        yield _on("XAVN", "N", interfaces, "no_network_interface", lowers=True)
        yield from _touch(interfaces)


def _network(network: Sequence[Interface]) -> Iterator[Proposal]:
    """The worst of the interfaces that reach it: IP before anything below it, wired or far before near."""
    ip = _saying(network, "ip", "Y")
    unclear = _saying(network, "ip", "U")
    if ip:
        yield _on("XAVT", "Y", ip, "ip_interface")
        return
    if unclear:
        yield _on("XAVT", "U", unclear, "ip_unclear")
        return
    yield _on("XAVT", "N", network, "below_ip", lowers=True)
    wired = _saying(network, "wireless", "N")
    if wired:
        yield _on("XAVW", "N", wired, "wired_below_ip")
        return
    yield _on("XAVW", "Y", network, "wireless", lowers=True)
    far, unclear = _saying(network, "short", "N"), _saying(network, "short", "U")
    if far:
        yield _on("XAVR", "N", far, "long_range")
    elif unclear:
        yield _on("XAVR", "U", unclear, "range_unclear")
    else:
        yield _on("XAVR", "Y", network, "short_range", lowers=True)


def _touch(interfaces: Sequence[Interface]) -> Iterator[Proposal]:
    """Local is worse than Physical: touch is proposed only where no interface goes without."""
    local = [one for one in interfaces if one.answer("touch") == "N"]
    if local:
        yield _on("XAVP", "N", local, "local_session")
        return
    yield _on("XAVP", "Y", interfaces, "touch_only", lowers=True)
    people = _saying(interfaces, "people", "Y")
    if people:
        yield _on("XAVPA", "Y", people, "human_interface")
    else:
        yield _on("XAVPA", "N", interfaces, "inside_the_case")


def _saying(interfaces: Sequence[Interface], question: str, answer: str) -> list[Interface]:
    return [one for one in interfaces if one.answer(question) == answer]


def _on(code: str, value: str, interfaces: Sequence[Interface], reason: str, *, lowers: bool = False) -> Proposal:
    entry = ", ".join(f"interfaces.{one.id}" for one in interfaces)
    pages = dict.fromkeys(INTERFACE_KINDS[one.kind].page for one in interfaces)
    return Proposal(code, value, Origin.DEVICE, entry, reason, ", ".join(pages), lowers=lowers)


def _from(code: str, value: str, entry: str, reason: str, *, lowers: bool = False) -> Proposal:
    return Proposal(code, value, Origin.DEVICE, entry, reason, QUESTIONS[code].page, lowers=lowers)


def _privileges(device: DeviceProfile) -> Iterator[Proposal | Silent]:
    if device.roles is None:
        yield Silent("XPRL", "profile_silent")
    elif len({role.privilege for role in device.roles}) > 1:
        yield _from("XPRL", "Y", "roles", "several_privileges", lowers=True)
    else:
        yield _from("XPRL", "N", "roles", "one_privilege")


def _scope(device: DeviceProfile) -> Iterator[Proposal | Silent]:
    if device.connected is None:
        yield Silent("XS", "profile_silent")
        return
    governs = [one for one in device.connected if one.relation in _AUTHORITIES]
    unclear = [one for one in device.connected if one.relation == "unknown"]
    if governs:
        yield _from("XS", "Y", ", ".join(f"connected.{one.name}" for one in governs), "acts_on_another")
    elif unclear:
        yield _from("XS", "U", ", ".join(f"connected.{one.name}" for one in unclear), "relation_unclear")
    else:
        yield _from("XS", "N", "connected", "acts_on_no_other", lowers=True)


def _impacts(device: DeviceProfile) -> Iterator[Proposal | Silent]:
    """A category that the device neither holds nor serves is None (p.25); how grave another is, a person says."""
    for category, letter in _LETTERS.items():
        present, entry = _present(device, category)
        for impact in "CIA":
            code = f"X{impact}{letter}"
            if present is None and code not in _ALWAYS_THERE:
                yield Silent(code, "profile_silent")
            elif present or code in _ALWAYS_THERE:
                yield Silent(code, "level_for_a_person")
            else:
                yield _from(code, "N", entry, "not_supported", lowers=True)


def _present(device: DeviceProfile, category: str) -> tuple[bool | None, str]:
    """Whether the device holds data of the category or serves it; None where that is not known."""
    held = None if device.data_held is None else category in device.data_held
    served: bool | None = False
    entry = "data_held"
    if category in _USE_OF:
        uses = device.intended_use
        served = None if uses is None else not uses.isdisjoint(_USE_OF[category])
        entry = "data_held, intended_use"
    elif category == "system":
        served = device.stores_credentials
        entry = "data_held, stores_credentials"
    elif category == "other":
        # What else may be critical is nothing that a list of what is known can rule out.
        return None if not held else True, entry
    if held or served:
        return True, entry
    return (None, entry) if held is None or served is None else (False, entry)


def _many_patients(device: DeviceProfile) -> Iterator[Proposal | Silent]:
    if device.data_held is not None and "patient" not in device.data_held:
        return
    if device.patients_stored is None:
        yield Silent("XCPM", "profile_silent")
    else:
        many = device.patients_stored >= MANY_PATIENTS
        yield _from("XCPM", "Y" if many else "N", "patients_stored", "many_patients" if many else "few_patients")
