"""Components that are one: what an earlier version of this program, or another tool, told apart."""

from __future__ import annotations

from collections.abc import Sequence

from kizuki.core.sbom.shapes import Component


def says_nothing_more(old: Component, kept: Component) -> bool:
    """Whether `kept` says everything that `old` does: name and version are the same, each of package URL, CPE and
    supplier is the same or not said by `old`, and every further identifier of it stands there too.

    Only then can one take the place of the other without a record passing by that met the other.
    """
    if (old.name, old.version) != (kept.name, kept.version):
        return False
    told = ((old.purl, kept.purl), (old.cpe, kept.cpe), (old.supplier, kept.supplier))
    return all(mine in ("", theirs) for mine, theirs in told) and set(old.identifiers) <= set(kept.identifiers)


def duplicates_among(components: Sequence[tuple[int, Component]]) -> list[tuple[int, int]]:
    """Which of these (by number) say nothing more than another one: pairs of the old and the one that stays, each old
    one once, towards the one that says most. Of two that say the same the first stays.

    A bare name says nothing of whose product it is: only what has a package URL or a CPE is taken for one.
    """
    found = []
    for number, old in components:
        if not (old.purl or old.cpe):
            continue
        over = [
            (other, kept)
            for other, kept in components
            if other != number
            and says_nothing_more(old, kept)
            and (not says_nothing_more(kept, old) or other < number)
        ]
        if over:
            most = max(over, key=lambda row: (_said(row[1]), -row[0]))
            found.append((number, most[0]))
    return found


def _said(component: Component) -> int:
    return len(component.identifiers) + sum(map(bool, (component.purl, component.cpe, component.supplier)))
