"""Whether what a vulnerable product must run on, or together with, is in the device: yes, no, or not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from kizuki.core.advisories import Affected, Configuration, ConfigurationNode, CpeMatch, Status
from kizuki.core.advisories.configurations import affected_of_match
from kizuki.core.matching.aliases import NO_ALIASES, AliasTable
from kizuki.core.matching.identity import FIRMWARE, Identity, identities_of
from kizuki.core.matching.indexing import affected_lookups, component_lookups
from kizuki.core.matching.links import links
from kizuki.core.matching.ranges import status_of
from kizuki.core.matching.shapes import Reason
from kizuki.core.sbom import Component
from kizuki.core.sbom.cpe import is_literal, plain, read_cpe

_REASONS_SHOWN = 3


class Truth(StrEnum):
    """The answer to "is it there"; what cannot be told is `unknown`, never `no`."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Held(Struct, frozen=True):
    """A truth with the reasons it rests on."""

    truth: Truth
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class DeviceParts:
    """Every component of one device, ready to be asked for platforms.

    `complete`: a person confirmed that the list names everything in the device and around it that a configuration
    may ask for, the hardware and the operating system included. Only then is what is not listed taken to be absent.
    """

    by_lookup: dict[str, tuple[Component, ...]] = field(default_factory=dict)
    complete: bool = False
    aliases: AliasTable = NO_ALIASES
    told: dict[CpeMatch, Held] = field(default_factory=dict, compare=False, repr=False)
    """What was answered of a platform before: the same few are asked for by thousands of records."""


def device_parts(
    components: Iterable[Component], *, complete: bool = False, aliases: AliasTable = NO_ALIASES
) -> DeviceParts:
    """The parts of a device; build it once for all advisories."""
    by_lookup: dict[str, list[Component]] = {}
    for component in components:
        for row in component_lookups(component, aliases):
            by_lookup.setdefault(row.lookup, []).append(component)
    return DeviceParts({text: tuple(rows) for text, rows in by_lookup.items()}, complete, aliases)


def configuration_holds(configuration: Configuration, ours: tuple[Identity, ...], parts: DeviceParts | None) -> Held:
    """Whether a configuration is there, given that the component (`ours`) is one of its vulnerable products.

    Three-valued (Kleene) over AND, OR and negation, as NVD's configurations are built. A platform that is not listed
    is not known, not absent; `no` needs a list confirmed as complete (`DeviceParts.complete`).
    """
    held = _joined([_node(node, ours, parts) for node in configuration.nodes], configuration.all_of)
    held = _turned(held) if configuration.negate else held
    if held.truth is Truth.NO and not (parts and parts.complete):
        return replace(held, truth=Truth.UNKNOWN)
    return held


def _node(node: ConfigurationNode, ours: tuple[Identity, ...], parts: DeviceParts | None) -> Held:
    held = _joined([_there(match, ours, parts) for match in node.matches], node.all_of)
    return _turned(held) if node.negate else held


def _joined(held: list[Held], all_of: bool) -> Held:
    """AND is settled by one `no`, OR by one `yes`; else one `unknown` leaves it unknown."""
    settling, other = (Truth.NO, Truth.YES) if all_of else (Truth.YES, Truth.NO)
    for truth in (settling, Truth.UNKNOWN):
        rows = [row for row in held if row.truth is truth]
        if rows:
            # One `yes` or `no` is enough to settle it; of what is unknown a person sees the first few.
            return Held(truth, _reasons(rows[:1] if truth is settling else rows))
    return Held(other, _reasons(held))


def _reasons(rows: list[Held]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reason for row in rows for reason in row.why))[:_REASONS_SHOWN]


def _turned(held: Held) -> Held:
    truth = {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(held.truth, Truth.UNKNOWN)
    turned = {"platform_present": "platform_excluded"}
    return Held(truth, tuple(Reason(turned.get(row.code, row.code), row.values) for row in held.why))


def _there(match: CpeMatch, ours: tuple[Identity, ...], parts: DeviceParts | None) -> Held:
    """Whether what this criterion names is in the device."""
    row = _row(match)
    own = [_of(identity, row) for identity in ours]
    if any(status is Status.AFFECTED and (sure or match.vulnerable) for status, sure in own):
        # The component itself; what is doubtful about it is said of the finding.
        return Held(Truth.YES)
    if _implied(match, ours):
        return Held(Truth.YES, (Reason("platform_implied", (("platform", match.cpe),)),))
    if parts is None:
        return Held(Truth.UNKNOWN, (Reason("platform_not_known", (("platform", match.cpe),)),))
    if match not in parts.told:
        parts.told[match] = _listed(match, row, parts)
    return parts.told[match]


def _listed(match: CpeMatch, row: Affected, parts: DeviceParts) -> Held:
    found = {component: None for text in affected_lookups(row) for component in parts.by_lookup.get(text, ())}
    unsure = other = ""
    for component in found:
        called = f"{component.name} {component.version}".strip()
        for identity, _ in identities_of(component, parts.aliases):
            status, sure = _of(identity, row)
            if status is Status.AFFECTED and sure:
                return Held(Truth.YES, (_about("platform_present", match, called),))
            if status is Status.UNAFFECTED:
                other = other or called
            elif status:
                unsure = unsure or called
    if unsure:
        return Held(Truth.UNKNOWN, (_about("platform_unsure", match, unsure),))
    absent = "platform_confirmed_absent" if parts.complete else "platform_absent"
    why = _about("platform_other_version", match, other) if other else _about(absent, match, "")
    return Held(Truth.NO if parts.complete else Truth.UNKNOWN, (why,))


def _about(code: str, match: CpeMatch, component: str) -> Reason:
    values = (("platform", match.cpe), ("component", component)) if component else (("platform", match.cpe),)
    return Reason(code, values)


def _of(identity: Identity, row: Affected) -> tuple[Status | None, bool]:
    """The status of a component under the criterion (None: it names something else), and whether that is sure."""
    found = links(identity, row)
    if not found:
        return None, False
    told = {status_of(version, row, named).status for named in found for version in named.versions or ("",)}
    sure = all(named.doubt is None for named in found)
    return (told.pop() if len(told) == 1 else Status.UNKNOWN), sure


def _implied(match: CpeMatch, ours: tuple[Identity, ...]) -> bool:
    """Whether the criterion is the hardware, of no particular version, that the component is the firmware of."""
    named = read_cpe(match.cpe)
    if match.vulnerable or not named or named.part != "h" or is_literal(named.version):
        return False
    firmware = f"{plain(named.product)}{FIRMWARE}"
    return any(
        own.cpe and plain(own.cpe.vendor) == plain(named.vendor) and plain(own.cpe.product) == firmware
        for own in ours
    )


@lru_cache(maxsize=4096)
def _row(match: CpeMatch) -> Affected:
    return affected_of_match(match, "configuration", "", Status.UNAFFECTED)
