"""Which files are taken from npm packages: read by the pages, and by the build of the wheel, which has no Django."""

from __future__ import annotations

from typing import Any

from kizuki.core.refusal import Refused


def named_files(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Served name → path below node_modules, one for each file that the rows of `assets.toml` stand for."""
    files: dict[str, str] = {}
    for row in rows:
        first, last = row.get("numbers", (0, -1))
        slots = [*map(str, range(first, last + 1)), *row.get("names", ())] or [""]
        for slot in slots:
            served = row["served"].replace("{n}", slot)
            if served in files:
                raise Refused(served, "stands twice in the list of npm files", file="assets.toml")
            files[served] = f"{row['package']}/{row['file'].replace('{n}', slot)}"
    return files
