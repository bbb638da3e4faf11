"""What the check finds, as lines of a page: how each weighs, its sentence, its box, and where it is put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kizuki.core.forms import Edition
from kizuki.core.forms.checking import Finding, finding_text
from kizuki.core.glossary import say
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One finding; `box` leads to its box on the page ('' where it has none), `link` to the room where it stands."""

    weighs: str
    text: str
    box: str
    link: str


def found_lines(
    findings: Sequence[Finding], table: Edition, viewer: Viewer, links: Mapping[str, str], address: str
) -> tuple[FoundLine, ...]:
    """The findings in their order; `links` are the rooms by name (`case`, `device`, `company`)."""
    labels = {box.id: box.label(viewer.lang) for box in table.boxes}
    return tuple(
        FoundLine(
            say(f"check.weighs.{one.weighs}", viewer.lang),
            finding_text(one, viewer.lang, labels.get(one.field, "")),
            f"{address}#box-{one.field}" if one.field in labels else "",
            _room(one.place, links),
        )
        for one in findings
    )


def _room(place: str, links: Mapping[str, str]) -> str:
    name = place.removeprefix("room:").partition(".")[0]
    return links.get(name, links.get("case", ""))
