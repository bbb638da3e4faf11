"""Pages of `kizuki sbom` beside the list itself: how complete it is, and how two lists differ."""

from __future__ import annotations

from collections.abc import Sequence

from kizuki.cli.columns import table
from kizuki.core.glossary import Lang, say
from kizuki.core.sbom import Component, Sbom
from kizuki.core.sbom.difference import Changed, Difference
from kizuki.core.sbom.minimum_2026 import EDITION, Minimum
from kizuki.core.sbom.quality import Ask, Quality, ask_text, because_text

ASKS_SHOWN = 20
ROWS_SHOWN = 200


def quality_lines(quality: Quality, lang: Lang) -> list[str]:
    """The minimum elements with the reason of each, and what to ask the supplier for."""
    rows = [
        (say(f"sbom.quality.element.{row.code}", lang), f"{row.met}/{row.count}", because_text(row, lang))
        for row in quality.elements
    ]
    lines = ["", say("sbom.quality.head", lang, score=f"{quality.score:.1f}"), *table(rows)]
    if quality.asks:
        asks = [(_asked(row, lang), ask_text(row, lang)) for row in quality.asks[:ASKS_SHOWN]]
        lines += ["", say("sbom.quality.asks", lang, count=len(quality.asks)), *table(asks)]
        lines += _more(len(quality.asks), ASKS_SHOWN, lang)
    return lines


def minimum_lines(minimum: Minimum, lang: Lang) -> list[str]:
    """The elements of 2026, and how many components tell level and end of their support."""
    rows = [
        (
            say(f"sbom.minimum.element.{row.code}", lang),
            f"{row.met}/{row.count}",
            say(f"sbom.minimum.because.{row.because}", lang) if row.because else "",
        )
        for row in minimum.elements
    ]
    support = {"count": minimum.count, "level": minimum.level, "until": minimum.until}
    head = say("sbom.minimum.head", lang, score=f"{minimum.score:.1f}", edition=EDITION)
    return ["", head, *table(rows), "  " + say("sbom.minimum.support", lang, **support)]


def difference_page(names: Sequence[str], old: Sbom, new: Sbom, found: Difference, lang: Lang) -> str:
    """What is added, removed and changed from the old list to the new one."""
    heads = [
        (say(f"sbom.difference.{key}", lang), name, sbom.format, f"{len(sbom.components)}", f"SHA-256 {sbom.sha256}")
        for key, name, sbom in zip(("old", "new"), names, (old, new), strict=True)
    ]
    counts = {"added": len(found.added), "removed": len(found.removed), "changed": len(found.changed)}
    lines = [*table(heads, indent=0), say("sbom.difference.head", lang, same=found.same, **counts)]
    lines += _part("changed", [_change(row, lang) for row in found.changed], lang)
    for key in ("added", "removed", "uncompared"):
        lines += _part(key, [_component(row, lang) for row in getattr(found, key)], lang)
    return "\n".join(lines)


def _part(key: str, rows: Sequence[tuple[str, ...]], lang: Lang) -> list[str]:
    if not rows:
        return []
    shown = table(rows[:ROWS_SHOWN])
    return ["", say(f"sbom.difference.{key}", lang), *shown, *_more(len(rows), ROWS_SHOWN, lang)]


def _component(row: Component, lang: Lang) -> tuple[str, ...]:
    none = say("sbom.page.none", lang)
    return (row.name or none, row.version or none, row.purl or row.cpe or row.supplier or none)


def _change(row: Changed, lang: Lang) -> tuple[str, ...]:
    none = say("sbom.page.none", lang)
    before, after = (", ".join(each.version or none for each in rows) or none for rows in (row.old, row.new))
    what = ", ".join(say(f"sbom.difference.what.{each}", lang) for each in row.what)
    return ((*row.old, *row.new)[0].name or none, what, f"{before} → {after}")


def _asked(row: Ask, lang: Lang) -> str:
    if not row.ref:
        return say("sbom.quality.whole", lang)
    return f"{row.name or row.ref} {row.version}".rstrip()


def _more(count: int, shown: int, lang: Lang) -> list[str]:
    return ["  " + say("sbom.page.more", lang, count=count - shown)] if count > shown else []
